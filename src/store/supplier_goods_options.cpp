// supplier_options' rows for what config reads in supplier_goods_table.cpp.
#include "store/supplier_option.hpp"

#include "base/text.hpp"
#include "order/amounts.hpp"

#include <array>

namespace shoporder::store {

namespace {

using order::Supplier;

std::string money_text(const std::optional<order::Money>& money) {
    return money ? order::text_of(*money) : std::string{};
}

/// A line for each: a tag may hold blanks.
std::string lines_of(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts)
        out += (out.empty() ? "" : "\n") + text;
    return out;
}

std::string flag(bool set) {
    return set ? "true" : "";
}

constexpr std::array k_options{
    SupplierOption{"po_number",
                   [](const Supplier& s) {
                       return s.number_pattern == order::k_usual_numbers ? std::string{}
                                                                         : s.number_pattern;
                   },
                   [](Supplier& s, const std::string& text) { s.number_pattern = text; }},
    SupplierOption{"prices",
                   [](const Supplier& s) {
                       // `retail` is a column of its own, as it was before there were costs.
                       return s.prices == order::Prices::cost ? std::string{"cost"} : std::string{};
                   },
                   [](Supplier& s, const std::string& text) {
                       s.prices = order::prices(text).value_or(s.prices);
                   }},
    SupplierOption{
        "unknown_sku", [](const Supplier& s) { return flag(s.goods.holds_unknown); },
        [](Supplier& s, const std::string& text) { s.goods.holds_unknown = text == "true"; }},
    SupplierOption{
        "packs", [](const Supplier& s) { return flag(s.goods.holds_broken); },
        [](Supplier& s, const std::string& text) { s.goods.holds_broken = text == "true"; }},
    SupplierOption{"minimum.quantity",
                   [](const Supplier& s) {
                       return s.goods.minimum_quantity == 0
                                  ? std::string{}
                                  : std::to_string(s.goods.minimum_quantity);
                   },
                   [](Supplier& s, const std::string& text) {
                       s.goods.minimum_quantity = base::parse_int(text).value_or(0);
                   }},
    SupplierOption{"minimum.cost",
                   [](const Supplier& s) { return money_text(s.goods.minimum_cost); },
                   [](Supplier& s, const std::string& text) {
                       s.goods.minimum_cost = order::parse_money(text);
                   }},
    SupplierOption{
        "hold.tag", [](const Supplier& s) { return lines_of(s.hold.tags); },
        [](Supplier& s, const std::string& text) { s.hold.tags = base::split(text, '\n'); }},
    SupplierOption{
        "hold.value", [](const Supplier& s) { return money_text(s.hold.value); },
        [](Supplier& s, const std::string& text) { s.hold.value = order::parse_money(text); }},
    SupplierOption{
        "hold.country", [](const Supplier& s) { return lines_of(s.hold.countries); },
        [](Supplier& s, const std::string& text) { s.hold.countries = base::split(text, '\n'); }},
    SupplierOption{
        "hold.country_not", [](const Supplier& s) { return lines_of(s.hold.elsewhere); },
        [](Supplier& s, const std::string& text) { s.hold.elsewhere = base::split(text, '\n'); }},
    SupplierOption{
        "hold.address", [](const Supplier& s) { return flag(s.hold.strict_address); },
        [](Supplier& s, const std::string& text) { s.hold.strict_address = text == "true"; }},
};

} // namespace

std::span<const SupplierOption> goods_options() noexcept {
    return k_options;
}

} // namespace shoporder::store
