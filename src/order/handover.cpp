#include "order/handover.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace shoporder::order {

namespace {

/// "pickup", "PICK_UP", "pick-up", "local pickup", "retail" (GraphQL's DeliveryMethodType and what
/// apps make of it). "pickup_point" is a carrier's parcel shop: the goods are shipped there.
bool is_pick_up_word(std::string_view category) {
    std::string word;
    for (const char c : base::lower(category))
        if (c >= 'a' && c <= 'z')
            word += c;
    return word == "pickup" || word == "localpickup" || word == "storepickup" ||
           word == "instorepickup" || word == "retail";
}

/// Date pickers (Zapiet) say it in a note attribute and put the shop's address in the ship-to.
bool checked_out_for_pick_up(const Order& order) {
    return std::any_of(
        order.note_attributes.begin(), order.note_attributes.end(),
        [](const Property& attribute) {
            return base::lower(attribute.name) == "checkout-method" &&
                   is_pick_up_word(attribute.value);
        });
}

bool needs_shipping(const Order& order) {
    return std::any_of(
        order.lines.begin(), order.lines.end(),
        [](const LineItem& line) { return line.requires_shipping; });
}

} // namespace

std::vector<Method> methods(const Order& order) {
    std::vector<Method> out;
    std::vector<const ShippingLine*> seen;
    for (const ShippingLine& line : order.shipping_lines) {
        const bool again = std::any_of(seen.begin(), seen.end(), [&](const ShippingLine* s) {
            return s->title == line.title && s->code == line.code &&
                   s->delivery_category == line.delivery_category;
        });
        if (again)
            continue;
        seen.push_back(&line);
        out.push_back(
            {line.title.empty() ? line.code : line.title, is_pick_up_word(line.delivery_category)});
    }
    // A single method for goods that must ship, and nowhere to ship them: a pick-up. A redacted
    // ship-to is not absent: it keeps its country.
    const bool nowhere = !order.shipping_address && needs_shipping(order);
    if (out.size() == 1 && (nowhere || checked_out_for_pick_up(order)))
        out.front().pick_up = true;
    return out;
}

Handover handover(const Order& order) {
    const std::vector<Method> found = methods(order);
    if (found.empty())
        return checked_out_for_pick_up(order) ? Handover::pick_up : Handover::untold;
    if (std::all_of(found.begin(), found.end(), [](const Method& m) { return m.pick_up; }))
        return Handover::pick_up;
    return found.size() == 1 ? Handover::ship : Handover::several;
}

} // namespace shoporder::order
