#pragma once
// Purpose: the one list of settings with how each is read. Inside `config` only.
// Documentation, `config show`, the example file and the environment follow from it.
// State: constants. Threads: constants.
#include "config/settings.hpp"
#include "config/toml_table.hpp"

#include <span>

namespace shoporder::config {

[[nodiscard]] std::span<const Entry<Settings>> settings_entries() noexcept;
[[nodiscard]] std::span<const Entry<Shop>> shop_entries();
/// Its last parts; shop_entries() has them, too.
[[nodiscard]] std::span<const Entry<Shop>> shop_hold_entries() noexcept;
[[nodiscard]] std::span<const Entry<Shop>> shop_api_entries() noexcept;

/// Something that Shopify hands out as a secret, where its credential's name belongs.
[[nodiscard]] bool is_secret(std::string_view text);

} // namespace shoporder::config
