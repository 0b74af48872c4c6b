#pragma once
// Purpose: the configuration file that `shoporder setup` writes: share/shoporder.toml, where every
// setting is explained and commented out, and below it the shop.
// State: none. Fails: Error(data) from check_shop_setting(). Threads: pure functions.
#include <string>
#include <string_view>

namespace shoporder::config {

struct FirstShop {
    std::string domain; ///< NAME.myshopify.com
    std::string start;  ///< as TOML writes a time: 2026-11-22T00:00:00Z
    std::string buyer;  ///< who orders from the suppliers; "": nobody is named
    std::string vat;    ///< the buyer's; ""
};

/// The credential that a first shop's webhooks are signed by.
inline constexpr std::string_view k_first_secret = "shopify-secret";

/// share/shoporder.toml as it was when this was built.
[[nodiscard]] std::string_view example_configuration() noexcept;

/// The whole file; its texts may hold anything.
[[nodiscard]] std::string first_configuration(const FirstShop& shop);

/// Error(data) naming the key where the value of a shop's setting ("domain", "buyer.vat") cannot be
/// used, with load()'s words.
void check_shop_setting(std::string_view key, const std::string& value);

} // namespace shoporder::config
