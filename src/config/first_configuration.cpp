#include "config/first_configuration.hpp"

#include "base/error.hpp"
#include "config/settings_table.hpp"
#include "order/match_rule.hpp"

#include <fmt/format.h>

namespace shoporder::config {

std::string first_configuration(const FirstShop& shop) {
    std::string out{example_configuration()};
    out += fmt::format("\n[[shop]]\ndomain = {}\nstart = {}\nsecrets = [{}]\n",
                       order::quoted(shop.domain), shop.start, order::quoted(k_first_secret));
    if (!shop.buyer.empty())
        out += fmt::format("buyer.name = {}\n", order::quoted(shop.buyer));
    if (!shop.vat.empty())
        out += fmt::format("buyer.vat = {}\n", order::quoted(shop.vat));
    return out;
}

void check_shop_setting(std::string_view key, const std::string& value) {
    const auto* entry = find_entry(shop_entries(), key);
    if (entry == nullptr)
        throw base::Error(base::Exit::bug, fmt::format("no setting shop.{}", key));
    try {
        Shop shop;
        set_entry(*entry, shop, {value});
    } catch (const Unusable& error) {
        throw base::Error(base::Exit::data, fmt::format("{} {}", key, error.what()));
    }
}

} // namespace shoporder::config
