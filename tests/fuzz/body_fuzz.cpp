// Any bytes as a webhook body. It is read without a crash, the same twice; texts are valid
// UTF-8, quantities in bounds, and what stands in the result follows from its kind.
#include "base/text.hpp"
#include "order/body.hpp"
#include "order/collect.hpp"
#include "order/contact.hpp"
#include "order/handover.hpp"
#include "order/json_repair.hpp"
#include "order/line_roles.hpp"
#include "order/person.hpp"
#include "require.hpp"

#include <cstdint>

using namespace shoporder;

namespace {

using test::require;

void check_text(const std::string& text) {
    require(base::repair_utf8(text).replaced == 0, "texts are valid UTF-8");
}

void check_address(const std::optional<order::Address>& address) {
    if (!address)
        return;
    for (const auto* text : {&address->name, &address->company, &address->address1,
                             &address->address2, &address->zip, &address->city, &address->country})
        check_text(*text);
    check_text(address->missing());
}

/// Whom it names is found again, and nobody else is.
void check_person(std::string_view bytes) {
    for (const std::string& email : order::emails_in(bytes))
        if (const auto person = order::read_person(email))
            require(order::mentions(bytes, *person), "an address that is found is mentioned");
    for (const std::int64_t id : order::customers_of(bytes))
        require(order::belongs_to(bytes, {"", "", id}), "a body belongs to its customers");
    for (const std::int64_t order : order::read_privacy_request(bytes).orders)
        require(order > 0, "ids of orders are positive");
}

/// Roles name lines that are there, and goods that ship.
void check_roles(const order::Order& order) {
    const auto roles = order::line_roles(order);
    require(roles.size() == order.lines.size(), "every line has a role");
    for (std::size_t i = 0; i < roles.size(); ++i) {
        const bool goods = roles[i].role == order::LineRole::goods;
        require(goods == order.lines[i].requires_shipping, "goods are what ships");
        require(roles[i].role == order::LineRole::service || roles[i].of == 0,
                "only a service belongs to a line");
        require(!roles[i].why.empty(), "a role has a reason");
    }
}

void check_beside(const order::Order& order) {
    for (const std::string& text : {contact_phone(order), contact_email(order), company_name(order),
                                    collecting_gateway(order, {"*cash*"})})
        check_text(text);
    const order::DeliveryWishes wishes = delivery_wishes(order);
    for (const auto* text : {&wishes.date, &wishes.time, &wishes.instructions})
        check_text(*text);
    require(order.shipping_lines.size() <= 5000 && order.line_groups.size() <= 2000,
            "lists are bounded");
    for (const order::Method& method : methods(order))
        check_text(method.label);
    const auto money = to_collect(order);
    require(!money || (!money->amount.negative() && money->currency.size() == 3),
            "what is collected is an amount in a currency");
}

void check_order(const order::Order& order) {
    require(order.id > 0, "an order has an id");
    require(order.lines.size() <= 2000 && order.defects.size() <= 31, "lists are bounded");
    for (const std::string& defect : order.defects)
        require(defect.size() < 400 && base::repair_utf8(defect).replaced == 0,
                "a defect is one short text");
    for (const auto* text : {&order.name, &order.note, &order.tags, &order.email, &order.currency,
                             &order.shipping_title})
        check_text(*text);
    check_address(order.shipping_address);
    check_address(order.billing_address);
    check_roles(order);
    check_beside(order);
    for (const order::LineItem& line : order.lines) {
        require(line.fulfilled_quantity >= 0 && line.returned_quantity >= 0 &&
                    line.returned_quantity <= line.quantity - line.current_quantity,
                "what came back is gone from the line");
        require(line.quantity >= 0 && line.quantity <= 1'000'000, "a quantity is in bounds");
        require(line.current_quantity >= 0 && line.current_quantity <= line.quantity,
                "what is left is no more than what was bought");
        require(line.fulfillable_quantity >= 0 &&
                    line.fulfillable_quantity <= line.current_quantity,
                "what may ship is no more than what is left");
        check_text(line.sku);
        check_text(line.vendor);
        for (const order::Property& property : line.properties) {
            check_text(property.name);
            check_text(property.value);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const order::Body body = order::read_body(bytes);
    const order::Body again = order::read_body(bytes);
    require(body.kind == again.kind && body.order_id == again.order_id &&
                body.replaced == again.replaced && body.reason == again.reason,
            "the same bytes read the same");
    require(body.order.has_value() == (body.kind == order::BodyKind::order),
            "an order is there exactly for orders");
    const bool needs_reason =
        body.kind == order::BodyKind::other || body.kind == order::BodyKind::unreadable;
    require(!needs_reason || !body.reason.empty(), "what is not for us says why");
    check_text(body.reason);
    if (body.order)
        check_order(*body.order);
    check_person(bytes);

    // Mending is final: what came out of it is not changed again.
    const order::MendedJson mended = order::mend_json(bytes);
    const order::MendedJson twice = order::mend_json(mended.text);
    require(twice.text == mended.text && twice.replaced == 0, "mending twice changes nothing");
    return 0;
}
