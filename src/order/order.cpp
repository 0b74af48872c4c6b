#include "order/order.hpp"

#include "order/precedence.hpp"

#include "base/text.hpp"

namespace shoporder::order {

namespace {

bool blank(const std::string& text) noexcept {
    return base::trim(text).empty();
}

} // namespace

std::string Address::missing() const {
    std::string out;
    const auto need = [&out](bool absent, const char* what) {
        if (absent)
            out += out.empty() ? what : std::string{", "} + what;
    };
    need(blank(name) && blank(company), "name");
    // Some shoppers type the street into the second line. No zip is asked for: Ireland's old
    // addresses, Hong Kong and the Emirates have none.
    need(blank(address1) && blank(address2), "street");
    need(blank(city), "city");
    need(blank(country) && blank(country_code), "country");
    return out;
}

std::optional<base::Time> PaymentTerms::next_due() const noexcept {
    std::optional<base::Time> next;
    for (const PaymentDue& due : dues)
        if (!due.completed && due.due_at && (!next || *due.due_at < *next))
            next = due.due_at;
    return next;
}

OrderSummary summary_of(const Order& o) {
    return {o.id,
            o.name,
            o.number,
            o.created_at,
            o.updated_at,
            o.cancelled_at.has_value(),
            o.financial_status,
            total_quantity(o),
            o.test,
            o.currency,
            o.total ? o.total->text() : std::string{}};
}

} // namespace shoporder::order
