#pragma once
// Purpose: the settings `hold.*`, which shops and suppliers have alike: reading them, and writing
// them back as texts. Inside `config` only.
// State: none. Fails: Unusable. Threads: pure functions.
#include "config/value_text.hpp"
#include "order/hold_rules.hpp"

#include <string>
#include <string_view>

namespace shoporder::config {

void set_hold_tags(order::HoldRules& hold, const Texts& texts);
void set_hold_value(order::HoldRules& hold, const Texts& texts);
void set_hold_countries(order::HoldRules& hold, const Texts& texts);
void set_hold_elsewhere(order::HoldRules& hold, const Texts& texts);
void set_hold_address(order::HoldRules& hold, const Texts& texts);

/// "50.00 EUR", or without a currency where `may_lack_currency`. More than nothing.
[[nodiscard]] order::Money money_value(const std::string& text, bool may_lack_currency);
/// What money_value reads back.
[[nodiscard]] std::string money_text(const order::Money& money);

/// The descriptions of both tables.
inline constexpr std::string_view k_hold_tag_words =
    "orders with one of these tags wait for a person; `*` stands for anything";
inline constexpr std::string_view k_hold_value_words =
    "orders whose total is at least so much wait for a person, such as 500 or 500.00 EUR; empty: "
    "none";
inline constexpr std::string_view k_hold_country_words =
    "orders to these countries wait for a person, two letters each";
inline constexpr std::string_view k_hold_country_not_words =
    "orders to any other country than these wait for a person";
inline constexpr std::string_view k_hold_address_words =
    "normal: name, street, town and country must be there; strict: also a postcode, where the "
    "country has them, and the street in the first line";

} // namespace shoporder::config
