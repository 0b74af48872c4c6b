#include "config/key_home.hpp"

#include "config/settings.hpp"
#include "config/suppliers_file.hpp"

#include <algorithm>
#include <vector>

namespace shoporder::config {

namespace {

/// One table's homes of `key`: of "limits.body" both "limits" and "body" are keys.
template <class Name>
void add_homes(std::span<const SettingDescription> table, std::string_view key, Name name,
               std::vector<std::string>& homes) {
    const bool plain = std::any_of(table.begin(), table.end(),
                                   [key](const auto& setting) { return setting.key == key; });
    for (const SettingDescription& setting : table) {
        if (plain && setting.key != key) // of `unpaid` and `alert.unpaid` the first
            continue;
        const auto dot = setting.key.find('.');
        const std::string_view section = setting.key.substr(0, dot);
        const bool is_section = dot != std::string_view::npos && section == key;
        if (!is_section && setting.key.substr(setting.key.rfind('.') + 1) != key)
            continue;
        std::string home = name(is_section ? key : setting.key, is_section);
        if (std::find(homes.begin(), homes.end(), home) == homes.end())
            homes.push_back(std::move(home));
    }
}

std::string in_settings(std::string_view key, bool is_section) {
    const auto dot = key.rfind('.');
    if (is_section)
        return "a section [" + std::string{key} + "] of its own";
    return dot == std::string_view::npos ? "the top of the file, above every [section]"
                                         : "[" + std::string{key.substr(0, dot)} + "]";
}

std::string in_shop(std::string_view key, bool /*is_section*/) {
    return key.find('.') == std::string_view::npos ? "[[shop]]"
                                                   : "[[shop]], as " + std::string{key};
}

std::string in_supplier(std::string_view key, bool /*is_section*/) {
    return "[[supplier]] in a file for `shoporder supplier import`" +
           (key.find('.') == std::string_view::npos ? "" : ", as " + std::string{key});
}

} // namespace

std::string home_of(std::string_view key) {
    std::vector<std::string> homes;
    add_homes(settings_table(), key, in_settings, homes);
    add_homes(shop_settings_table(), key, in_shop, homes);
    if (homes.empty())
        add_homes(supplier_settings_table(), key, in_supplier, homes);
    std::string out;
    for (const std::string& home : homes)
        out += (out.empty() ? "" : " or ") + home;
    return out;
}

} // namespace shoporder::config
