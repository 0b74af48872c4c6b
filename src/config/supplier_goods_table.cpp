// What a supplier asks of the goods in a document, how its numbers look, and which orders a person
// sees first.
#include "config/hold_settings.hpp"
#include "config/supplier_table.hpp"

#include <array>

namespace shoporder::config {

namespace {

using order::Supplier;

bool is_held(const Texts& texts) {
    check_word(single(texts), {"send", "hold"}, {});
    return single(texts) == "hold";
}

template <void (*Set)(order::HoldRules&, const Texts&)>
void set_hold(Supplier& s, const Texts& t) {
    Set(s.hold, t);
}

constexpr std::array k_entries = {
    supplier_entry("po_number", order::k_usual_numbers, "pattern", Form::text,
                   "its purchase-order numbers: text and the fields {prefix}, {number}, {id}, "
                   "{letter}, {part}, {supplier}, {account} and {seq}",
                   [](Supplier& s, const Texts& t) { s.number_pattern = plain_text(single(t)); }),
    supplier_entry("prices", "none", "none, retail or cost", Form::text,
                   "prices its documents show: none, the shopper's, or the cost of its SKU table",
                   [](Supplier& s, const Texts& t) {
                       check_word(single(t), {"none", "retail", "cost"}, {});
                       s.prices = order::prices(single(t)).value();
                   }),
    supplier_entry("unknown_sku", "send", "send or hold", Form::text,
                   "what happens to a SKU that its SKU table lacks: yours is sent, or a person "
                   "looks first",
                   [](Supplier& s, const Texts& t) { s.goods.holds_unknown = is_held(t); }),
    supplier_entry("packs", "send", "send or hold", Form::text,
                   "what happens to a quantity that is no whole number of its packs",
                   [](Supplier& s, const Texts& t) { s.goods.holds_broken = is_held(t); }),
    supplier_entry("minimum.quantity", "0", "count", Form::count,
                   "a document with fewer pieces waits for a person; 0: none",
                   [](Supplier& s, const Texts& t) {
                       s.goods.minimum_quantity = count_value(single(t), 0, 1'000'000);
                   }),
    supplier_entry("minimum.cost", "", "money", Form::text,
                   "a document whose goods cost less by its SKU table waits for a person, such as "
                   "50.00 EUR; empty: none",
                   [](Supplier& s, const Texts& t) {
                       s.goods.minimum_cost.reset();
                       if (!single(t).empty())
                           s.goods.minimum_cost = money_value(single(t), false);
                   }),
    supplier_entry("hold.tag", "", "patterns", Form::list, k_hold_tag_words,
                   set_hold<set_hold_tags>),
    supplier_entry("hold.value", "", "money", Form::text, k_hold_value_words,
                   set_hold<set_hold_value>),
    supplier_entry("hold.country", "", "countries", Form::list, k_hold_country_words,
                   set_hold<set_hold_countries>),
    supplier_entry("hold.country_not", "", "countries", Form::list, k_hold_country_not_words,
                   set_hold<set_hold_elsewhere>),
    supplier_entry("hold.address", "normal", "normal or strict", Form::text, k_hold_address_words,
                   set_hold<set_hold_address>),
};

} // namespace

std::span<const SupplierEntry> supplier_goods_entries() noexcept {
    return k_entries;
}

} // namespace shoporder::config
