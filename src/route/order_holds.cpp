#include "route/order_holds.hpp"

#include "base/text.hpp"
#include "order/amounts.hpp"
#include "order/handover.hpp"

#include <algorithm>
#include <array>

namespace shoporder::route {

namespace {

using order::HoldRules;
using order::Order;
using order::Supplier;

/// Asks by the shop's rules, then by the supplier's; `whose` is "the shop's" or "supplier acme's".
template <typename Ask>
Check by_both(const ShopRules& shop, const Supplier* supplier, const Ask& ask) {
    if (Check check = ask(shop.hold, "the shop's"))
        return check;
    if (supplier == nullptr)
        return std::nullopt;
    return ask(supplier->hold, "supplier " + supplier->name + "'s");
}

std::string by_setting(const std::string& whose, const char* key) {
    return " (" + whose + " `" + key + "`); look at the order, then release it";
}

bool is_fetched(const Order& o, const Supplier* supplier) {
    return supplier != nullptr && supplier->pick_ups &&
           order::handover(o) == order::Handover::pick_up;
}

/// Their addresses have no postcode, or need none.
constexpr std::array<std::string_view, 64> k_without_postcodes = {
    "AE", "AG", "AN", "AO", "AW", "BF", "BI", "BJ", "BO", "BS", "BW", "BZ", "CD", "CF", "CG", "CI",
    "CK", "CM", "DJ", "DM", "ER", "FJ", "GA", "GD", "GH", "GM", "GN", "GQ", "GY", "HK", "IE", "JM",
    "KI", "KM", "KN", "KP", "LC", "ML", "MO", "MR", "MS", "MW", "NR", "NU", "PA", "QA", "RW", "SB",
    "SC", "SL", "SO", "SR", "ST", "SY", "TF", "TG", "TK", "TL", "TO", "TV", "UG", "VU", "YE", "ZW",
};

bool has_postcodes(const std::string& country) {
    return std::find(k_without_postcodes.begin(), k_without_postcodes.end(), country) ==
           k_without_postcodes.end();
}

std::string lacks(const order::Address& a) {
    std::string out;
    const auto need = [&out](const std::string& text, const char* what) {
        if (base::trim(text).empty())
            out += (out.empty() ? "" : ", ") + std::string{what};
    };
    need(a.name + a.company, "name");
    need(a.address1, "street in its first line");
    if (has_postcodes(a.country_code))
        need(a.zip, "postcode");
    need(a.city, "city");
    need(a.country_code, "country code");
    return out;
}

bool is_one_of(const std::vector<std::string>& codes, const std::string& code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

Check over_value(const Order& o, const order::Money& limit, const std::string& whose) {
    const std::string setting = by_setting(whose, "hold.value");
    const auto& total = o.current_total ? o.current_total : o.total;
    if (!total)
        return held("value", "the order does not tell its total" + setting);
    if (!limit.currency.empty() && limit.currency != o.currency)
        return held("value", "the order is in " + base::printable(o.currency, 10) +
                                 " and the limit in " + limit.currency + setting);
    if (std::is_lt(order::compare_amounts(*total, limit.amount)))
        return std::nullopt;
    return held("value", "its total is " + total->text() + " " + base::printable(o.currency, 10) +
                             ", which is " + limit.amount.text() + " or more" + setting);
}

} // namespace

Check held_tag(const Order& o, const ShopRules& shop, const Supplier* supplier) {
    return by_both(
        shop, supplier,
        [&](const HoldRules& rules, const std::string& whose) -> Check {
            if (rules.tags.empty())
                return std::nullopt;
            for (const std::string& tag : base::split(o.tags, ','))
                for (const std::string& pattern : rules.tags)
                    if (base::glob_match(base::fold(pattern), base::fold(tag)))
                        return held("tag", "the order has the tag \"" + base::printable(tag, 60) +
                                               "\"" + by_setting(whose, "hold.tag"));
            return std::nullopt;
        });
}

Check held_value(const Order& o, const ShopRules& shop, const Supplier* supplier) {
    return by_both(
        shop, supplier,
        [&](const HoldRules& rules, const std::string& whose) {
            return rules.value ? over_value(o, *rules.value, whose) : std::nullopt;
        });
}

Check held_country(const Order& o, const ShopRules& shop, const Supplier* supplier) {
    if (is_fetched(o, supplier))
        return std::nullopt;
    const std::string code = o.shipping_address ? o.shipping_address->country_code : std::string{};
    return by_both(shop, supplier, [&](const HoldRules& rules, const std::string& whose) -> Check {
        const bool asked = !rules.countries.empty() || !rules.elsewhere.empty();
        if (asked && code.empty())
            return held("country",
                        "the ship-to tells no country code" +
                            by_setting(whose, rules.countries.empty() ? "hold.country_not"
                                                                      : "hold.country"));
        const std::string words = "it goes to " + base::printable(code, 10);
        if (is_one_of(rules.countries, code))
            return held("country", words + by_setting(whose, "hold.country"));
        if (!rules.elsewhere.empty() && !is_one_of(rules.elsewhere, code))
            return held("country", words + by_setting(whose, "hold.country_not"));
        return std::nullopt;
    });
}

Check strict_address(const Order& o, const ShopRules& shop, const Supplier* supplier) {
    if (is_fetched(o, supplier) || !o.shipping_address)
        return std::nullopt;
    return by_both(shop, supplier, [&](const HoldRules& rules, const std::string& whose) -> Check {
        if (!rules.strict_address)
            return std::nullopt;
        const std::string missing = lacks(*o.shipping_address);
        if (missing.empty())
            return std::nullopt;
        return held("address",
                    "the shipping address lacks " + missing + by_setting(whose, "hold.address"));
    });
}

} // namespace shoporder::route
