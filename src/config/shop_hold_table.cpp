// Which of a shop's orders wait for a person.
#include "config/hold_settings.hpp"
#include "config/settings_table.hpp"

#include <array>

namespace shoporder::config {

namespace {

using D = SettingDescription;

template <void (*Set)(order::HoldRules&, const Texts&)>
void set(Shop& shop, const Texts& texts) {
    Set(shop.hold, texts);
}

constexpr std::array k_entries = {
    Entry<Shop>{D{"hold.tag", "", "", "patterns", k_hold_tag_words}, Form::list,
                set<set_hold_tags>},
    Entry<Shop>{D{"hold.value", "", "", "money", k_hold_value_words}, Form::text,
                set<set_hold_value>},
    Entry<Shop>{D{"hold.country", "", "", "countries", k_hold_country_words}, Form::list,
                set<set_hold_countries>},
    Entry<Shop>{D{"hold.country_not", "", "", "countries", k_hold_country_not_words}, Form::list,
                set<set_hold_elsewhere>},
    Entry<Shop>{D{"hold.address", "", "normal", "normal or strict", k_hold_address_words},
                Form::text, set<set_hold_address>},
};

} // namespace

std::span<const Entry<Shop>> shop_hold_entries() noexcept {
    return k_entries;
}

} // namespace shoporder::config
