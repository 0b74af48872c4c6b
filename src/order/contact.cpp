#include "order/contact.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace shoporder::order {

namespace {

std::string first_told(std::initializer_list<const std::string*> places) {
    for (const std::string* text : places)
        if (text != nullptr && !base::trim(*text).empty())
            return *text;
    return {};
}

/// "Delivery-Date", "delivery_date" and " Delivery Date: " are one name.
std::string plain_name(std::string_view name) {
    std::string out;
    for (const char c : base::fold(name)) {
        const bool gap = c == ' ' || c == '-' || c == '_' || c == ':' || c == '.' || c == '/';
        if (!gap)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

// Names that date pickers, local delivery apps and theme snippets use (of those that publish
// them: Zapiet's Delivery-Date, Delivery-Time, Shipping-Date). A pick-up's date is none of a
// delivery. Other languages' names go along as plain note attributes.
constexpr std::array<std::string_view, 8> k_dates = {
    "delivery date",          "delivery day",  "requested delivery date", "preferred delivery date",
    "requested delivery day", "shipping date", "preferred delivery day",  "requested date"};
constexpr std::array<std::string_view, 7> k_times = {
    "delivery time",   "delivery time slot",      "delivery timeslot",      "delivery slot",
    "delivery window", "requested delivery time", "preferred delivery time"};
constexpr std::array<std::string_view, 8> k_instructions = {
    "delivery instructions", "delivery instruction", "delivery notes",
    "delivery note",         "delivery comments",    "delivery comment",
    "shipping instructions", "courier instructions"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// "2026/12/24" and "2026-12-24" as the latter, everything else as it is: nobody knows which
/// part of "03/04/2026" is the day.
std::string plain_date(std::string_view text) {
    std::string date{base::trim(text)};
    if (date.size() != 10)
        return date;
    for (std::size_t i = 0; i < date.size(); ++i) {
        const bool mark = i == 4 || i == 7;
        const char c = date[i];
        if (mark ? c != '-' && c != '/' && c != '.' : c < '0' || c > '9')
            return date;
    }
    date[4] = date[7] = '-';
    return date;
}

} // namespace

std::string contact_phone(const Order& o) {
    const std::string* line = nullptr;
    for (const ShippingLine& method : o.shipping_lines)
        if (line == nullptr && !base::trim(method.phone).empty())
            line = &method.phone;
    return first_told({o.shipping_address ? &o.shipping_address->phone : nullptr, line, &o.phone,
                       &o.customer.phone, o.billing_address ? &o.billing_address->phone : nullptr});
}

std::string contact_email(const Order& o) {
    return first_told({o.shipping_address ? &o.shipping_address->email : nullptr, &o.email,
                       &o.customer.email, o.billing_address ? &o.billing_address->email : nullptr});
}

std::string company_name(const Order& o) {
    if (!o.company)
        return {};
    return first_told({o.shipping_address ? &o.shipping_address->company : nullptr,
                       o.billing_address ? &o.billing_address->company : nullptr,
                       &o.customer.company});
}

DeliveryWishes delivery_wishes(const Order& o) {
    DeliveryWishes wishes;
    for (const Property& attribute : o.note_attributes) {
        if (base::trim(attribute.value).empty())
            continue;
        const std::string name = plain_name(attribute.name);
        if (is_one_of(k_dates, name) && wishes.date.empty())
            wishes.date = plain_date(attribute.value);
        else if (is_one_of(k_times, name) && wishes.time.empty())
            wishes.time = base::trim(attribute.value);
        else if (is_one_of(k_instructions, name))
            wishes.instructions +=
                (wishes.instructions.empty() ? "" : "\n") + std::string{attribute.value};
    }
    return wishes;
}

} // namespace shoporder::order
