#include "render/flat_values.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "order/contact.hpp"
#include "order/flat_paths.hpp"
#include "order/handover.hpp"

#include <algorithm>

namespace shoporder::render {

namespace {

using order::Address;
using order::Decimal;
using order::LineItem;
using Place = FlatPlace;

bool is_code(std::string_view text, std::size_t length) {
    return text.size() == length &&
           std::all_of(
               text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

FlatValue text(const std::string& value) {
    return value;
}
FlatValue code(const std::string& value, std::size_t length) {
    if (value.empty() || is_code(value, length))
        return value;
    return Unusable{value.size()};
}
/// What Shopify counts from 1; 0 is not told.
FlatValue number(std::int64_t value) {
    if (value <= 0)
        return std::string{};
    return value;
}
FlatValue id(std::int64_t value) {
    return value == 0 ? std::string{} : std::to_string(value);
}
FlatValue flag(bool value) {
    return std::string{value ? "true" : ""};
}
FlatValue time(const std::optional<base::Time>& value) {
    if (value)
        return *value;
    return std::string{};
}
FlatValue amount(const Decimal& value, const std::string& currency) {
    if (is_code(currency, 3))
        return value;
    return Unusable{value.text().size()};
}

const order::Order& order_of(const Place& p) {
    return *p.sheet.order;
}
const LineItem& item_of(const Place& p) {
    return *p.line->line->item;
}

template <std::string Address::*Field>
FlatValue ship_to(const Place& p) {
    const auto& address = order_of(p).shipping_address;
    return address ? *address.*Field : std::string{};
}
template <std::string Address::*Field>
FlatValue bill_to(const Place& p) {
    const auto& address = order_of(p).billing_address;
    return address ? *address.*Field : std::string{};
}
template <std::string Party::*Field>
FlatValue buyer(const Place& p) {
    return p.sheet.buyer.*Field;
}
FlatValue street(const Party& party, std::size_t line) {
    return line < party.street.size() ? party.street[line] : std::string{};
}
template <std::string order::Order::*Field>
FlatValue of_order(const Place& p) {
    return order_of(p).*Field;
}
template <std::string LineItem::*Field>
FlatValue of_item(const Place& p) {
    return item_of(p).*Field;
}

/// The exact name counts; where nobody has it, case and white space do not. Of several all.
FlatValue named(const std::vector<order::Property>& all, std::string_view name) {
    std::vector<FlatPart> exact;
    std::vector<FlatPart> folded;
    const std::string wanted = base::fold(name);
    for (const order::Property& each : all)
        if (each.value.empty())
            continue;
        else if (each.name == name)
            exact.push_back({{}, each.value});
        else if (base::fold(each.name) == wanted)
            folded.push_back({{}, each.value});
    return exact.empty() ? folded : exact;
}

FlatValue properties(const Place& p) {
    std::vector<FlatPart> out;
    for (const order::Property& each : item_of(p).properties)
        if (!each.name.empty() || !each.value.empty())
            out.push_back({each.name + ": ", each.value});
    return out;
}

/// Quantity times price, exactly.
FlatValue total(const Place& p) {
    const LineItem& item = item_of(p);
    if (!p.sheet.show_prices || !item.price)
        return std::string{};
    std::int64_t units = 0;
    if (__builtin_mul_overflow(item.price->units(), p.line->line->quantity, &units) ||
        units == std::numeric_limits<std::int64_t>::min())
        return Unusable{1};
    const bool negative = units < 0;
    std::string digits = std::to_string(negative ? -units : units);
    const auto scale = static_cast<std::size_t>(item.price->scale());
    if (digits.size() <= scale)
        digits.insert(0, scale + 1 - digits.size(), '0');
    if (scale > 0)
        digits.insert(digits.size() - scale, 1, '.');
    const auto product = Decimal::parse((negative ? "-" : "") + digits);
    if (!product)
        return Unusable{1};
    return amount(*product, order_of(p).currency);
}

FlatValue price(const Place& p) {
    const LineItem& item = item_of(p);
    if (!p.sheet.show_prices || !item.price)
        return std::string{};
    return amount(*item.price, order_of(p).currency);
}

FlatValue cost(const Place& p) {
    const auto& money = p.line->line->cost;
    return money ? amount(money->amount, money->currency) : FlatValue{};
}

FlatValue collect(const Place& p) {
    if (!p.sheet.collect || p.sheet.kind == DocumentKind::cancel)
        return std::string{};
    return amount(p.sheet.collect->amount, p.sheet.collect->currency);
}

struct Reader {
    std::string_view name;
    FlatValue (*read)(const Place&);
};

/// In the order of order::k_flat_paths, which the compiler checks.
constexpr std::array k_readers = {
    Reader{"po", [](const Place& p) { return text(p.sheet.po_number); }},
    Reader{"revision", [](const Place& p) { return number(p.sheet.revision); }},
    Reader{"kind", [](const Place& p) { return text(std::string{name(p.sheet.kind)}); }},
    Reader{"test", [](const Place& p) { return flag(p.sheet.test); }},
    Reader{"batch", [](const Place& p) { return number(p.batch); }},
    Reader{"shop", [](const Place& p) { return text(p.sheet.shop); }},
    Reader{"supplier", [](const Place& p) { return text(p.sheet.supplier); }},
    Reader{"account", [](const Place& p) { return text(p.sheet.account); }},
    Reader{"order.id", [](const Place& p) { return id(order_of(p).id); }},
    Reader{"order.name", of_order<&order::Order::name>},
    Reader{"order.number", [](const Place& p) { return number(order_of(p).number); }},
    Reader{"order.created", [](const Place& p) { return time(order_of(p).created_at); }},
    Reader{"order.updated", [](const Place& p) { return time(order_of(p).updated_at); }},
    Reader{"order.cancelled", [](const Place& p) { return time(order_of(p).cancelled_at); }},
    Reader{"order.cancel_reason", of_order<&order::Order::cancel_reason>},
    Reader{"order.reference", of_order<&order::Order::po_number>},
    Reader{"order.company", [](const Place& p) { return text(order::company_name(order_of(p))); }},
    Reader{"buyer.name", buyer<&Party::name>},
    Reader{"buyer.vat", buyer<&Party::vat>},
    Reader{"buyer.gln", buyer<&Party::gln>},
    Reader{"buyer.email", buyer<&Party::email>},
    Reader{"buyer.phone", buyer<&Party::phone>},
    Reader{"buyer.street1", [](const Place& p) { return street(p.sheet.buyer, 0); }},
    Reader{"buyer.street2", [](const Place& p) { return street(p.sheet.buyer, 1); }},
    Reader{"buyer.zip", buyer<&Party::zip>},
    Reader{"buyer.city", buyer<&Party::city>},
    Reader{"buyer.country_code", [](const Place& p) { return code(p.sheet.buyer.country, 2); }},
    Reader{"ship_to.name", ship_to<&Address::name>},
    Reader{"ship_to.company", ship_to<&Address::company>},
    Reader{"ship_to.street1", ship_to<&Address::address1>},
    Reader{"ship_to.street2", ship_to<&Address::address2>},
    Reader{"ship_to.zip", ship_to<&Address::zip>},
    Reader{"ship_to.city", ship_to<&Address::city>},
    Reader{"ship_to.province", ship_to<&Address::province>},
    Reader{"ship_to.province_code", ship_to<&Address::province_code>},
    Reader{"ship_to.country", ship_to<&Address::country>},
    Reader{"ship_to.country_code",
           [](const Place& p) {
               return code(std::get<std::string>(ship_to<&Address::country_code>(p)), 2);
           }},
    Reader{"ship_to.phone", ship_to<&Address::phone>},
    Reader{"bill_to.name", bill_to<&Address::name>},
    Reader{"bill_to.company", bill_to<&Address::company>},
    Reader{"bill_to.street1", bill_to<&Address::address1>},
    Reader{"bill_to.street2", bill_to<&Address::address2>},
    Reader{"bill_to.zip", bill_to<&Address::zip>},
    Reader{"bill_to.city", bill_to<&Address::city>},
    Reader{"bill_to.province", bill_to<&Address::province>},
    Reader{"bill_to.province_code", bill_to<&Address::province_code>},
    Reader{"bill_to.country", bill_to<&Address::country>},
    Reader{"bill_to.country_code",
           [](const Place& p) {
               return code(std::get<std::string>(bill_to<&Address::country_code>(p)), 2);
           }},
    Reader{"bill_to.phone", bill_to<&Address::phone>},
    Reader{"contact.email", [](const Place& p) { return text(order::contact_email(order_of(p))); }},
    Reader{"contact.phone", [](const Place& p) { return text(order::contact_phone(order_of(p))); }},
    Reader{"method.title", of_order<&order::Order::shipping_title>},
    Reader{"method.code", of_order<&order::Order::shipping_code>},
    Reader{"method.pick_up",
           [](const Place& p) {
               return flag(order::handover(order_of(p)) == order::Handover::pick_up);
           }},
    Reader{"delivery.date",
           [](const Place& p) { return text(order::delivery_wishes(order_of(p)).date); }},
    Reader{"delivery.time",
           [](const Place& p) { return text(order::delivery_wishes(order_of(p)).time); }},
    Reader{"delivery.instructions",
           [](const Place& p) { return text(order::delivery_wishes(order_of(p)).instructions); }},
    Reader{"note", of_order<&order::Order::note>},
    Reader{"attribute.", [](const Place& p) { return named(order_of(p).note_attributes, p.rest); }},
    Reader{"currency", [](const Place& p) { return code(order_of(p).currency, 3); }},
    Reader{"collect", collect},
    Reader{"collect.currency",
           [](const Place& p) {
               return p.sheet.collect && p.sheet.kind != DocumentKind::cancel
                          ? code(p.sheet.collect->currency, 3)
                          : FlatValue{};
           }},
    Reader{"line.position", [](const Place& p) { return number(p.line->position); }},
    Reader{"line.id", [](const Place& p) { return id(item_of(p).id); }},
    Reader{"line.sku", of_item<&LineItem::sku>},
    Reader{"line.supplier_sku", [](const Place& p) { return text(p.line->line->supplier_sku); }},
    Reader{"line.article",
           [](const Place& p) {
               const std::string& theirs = p.line->line->supplier_sku;
               return text(theirs.empty() ? item_of(p).sku : theirs);
           }},
    Reader{"line.title", of_item<&LineItem::title>},
    Reader{"line.supplier_title", [](const Place& p) { return text(p.line->line->supplier_title); }},
    Reader{"line.variant", of_item<&LineItem::variant_title>},
    Reader{"line.vendor", of_item<&LineItem::vendor>},
    Reader{"line.product_id", [](const Place& p) { return id(item_of(p).product_id); }},
    Reader{"line.variant_id", [](const Place& p) { return id(item_of(p).variant_id); }},
    Reader{"line.quantity", [](const Place& p) { return FlatValue{p.line->line->quantity}; }},
    Reader{"line.pack_size", [](const Place& p) { return number(p.line->line->pack_size); }},
    Reader{"line.price", price},
    Reader{"line.total", total},
    Reader{"line.cost", cost},
    Reader{"line.cost_currency",
           [](const Place& p) {
               const auto& money = p.line->line->cost;
               return money ? code(money->currency, 3) : FlatValue{};
           }},
    Reader{"line.weight_grams", [](const Place& p) { return number(item_of(p).grams); }},
    Reader{"line.bundle", [](const Place& p) { return id(item_of(p).group_id); }},
    Reader{"line.gift_card", [](const Place& p) { return flag(item_of(p).gift_card); }},
    Reader{"line.is_service", [](const Place& p) { return flag(p.line->service); }},
    Reader{"line.for", [](const Place& p) { return id(p.line->of); }},
    Reader{"line.property.", [](const Place& p) { return named(item_of(p).properties, p.rest); }},
    Reader{"line.properties", properties},
};

constexpr bool are_all_read() {
    if (k_readers.size() != order::k_flat_paths.size())
        return false;
    for (std::size_t i = 0; i < k_readers.size(); ++i)
        if (k_readers[i].name != order::k_flat_paths[i].name)
            return false;
    return true;
}
static_assert(are_all_read(), "each of order::k_flat_paths has its reader, in the same order");

} // namespace

FlatValue flat_value(std::size_t path, const FlatPlace& place) {
    return k_readers.at(path).read(place);
}

} // namespace shoporder::render
