#include "order/body.hpp"

#include "base/text.hpp"
#include "order/json_fields.hpp"
#include "order/json_repair.hpp"
#include "order/order_reader.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <simdjson.h>
#include <span>

namespace shoporder::order {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

constexpr std::array k_names = {
    std::pair{BodyKind::order, std::string_view{"order"}},
    std::pair{BodyKind::order_edit, std::string_view{"order_edit"}},
    std::pair{BodyKind::order_delete, std::string_view{"order_delete"}},
    std::pair{BodyKind::refund, std::string_view{"refund"}},
    std::pair{BodyKind::fulfillment, std::string_view{"fulfillment"}},
    std::pair{BodyKind::draft_order, std::string_view{"draft_order"}},
    std::pair{BodyKind::app_uninstalled, std::string_view{"app_uninstalled"}},
    std::pair{BodyKind::data_request, std::string_view{"data_request"}},
    std::pair{BodyKind::customers_redact, std::string_view{"customers_redact"}},
    std::pair{BodyKind::shop_redact, std::string_view{"shop_redact"}},
    std::pair{BodyKind::event, std::string_view{"event"}},
    std::pair{BodyKind::other, std::string_view{"other"}},
    std::pair{BodyKind::unreadable, std::string_view{"unreadable"}},
};

/// Which keys one object has, and small reads from it without complaints.
class Shape {
public:
    explicit Shape(Object object) : m_object(object) {}

    [[nodiscard]] bool has(std::string_view key) const {
        return m_object.at_key(key).error() == simdjson::SUCCESS;
    }
    [[nodiscard]] bool has_any(std::span<const std::string_view> keys) const {
        return std::any_of(
            keys.begin(), keys.end(), [this](auto key) { return has(key); });
    }
    [[nodiscard]] bool is_array(std::string_view key) const {
        Element value;
        return m_object.at_key(key).get(value) == simdjson::SUCCESS && value.is_array();
    }
    [[nodiscard]] std::string text(std::string_view key) const {
        std::string_view value;
        return m_object.at_key(key).get(value) == simdjson::SUCCESS ? std::string{value} : "";
    }
    [[nodiscard]] std::int64_t id(std::string_view key) const {
        Element value;
        return m_object.at_key(key).get(value) == simdjson::SUCCESS ? id_value(value) : 0;
    }
    [[nodiscard]] std::size_t size() const {
        return static_cast<std::size_t>(std::distance(m_object.begin(), m_object.end()));
    }
    /// The first keys, for the reason of a body nobody knows. Keys are no personal data.
    [[nodiscard]] std::string first_keys() const {
        std::string out;
        std::size_t count = 0;
        for (const auto& [key, value] : m_object) {
            if (count++ == 6)
                return out + ", …";
            out += (out.empty() ? "" : ", ") + base::printable(key, 32);
        }
        return out.empty() ? "none" : out;
    }

private:
    Object m_object;
};

bool is_event(const Shape& shape) {
    constexpr std::array<std::string_view, 4> marks = {"handle", "fields_changed",
                                                       "query_variables", "query_errors"};
    return shape.has("topic") && shape.has("action") && shape.has_any(marks);
}

bool is_fulfillment(const Shape& shape) {
    constexpr std::array<std::string_view, 5> marks = {
        "tracking_number", "tracking_numbers", "tracking_company", "shipment_status", "service"};
    return shape.has("id") && shape.has("order_id") && shape.is_array("line_items") &&
           shape.has_any(marks);
}

bool is_draft(const Shape& shape) {
    constexpr std::array<std::string_view, 2> marks = {"invoice_url", "invoice_sent_at"};
    return shape.has("id") && shape.is_array("line_items") && shape.has_any(marks);
}

/// Checkouts and carts have lines too, but never a financial status or an order number.
bool is_order(const Shape& shape) {
    constexpr std::array<std::string_view, 4> marks = {"financial_status", "order_number",
                                                       "fulfillment_status", "cancelled_at"};
    return shape.has("id") && shape.is_array("line_items") && !shape.has("order_id") &&
           !shape.has("abandoned_checkout_url") && shape.has_any(marks);
}

BodyKind classify(const Shape& shape) {
    if (shape.has("order_edit"))
        return BodyKind::order_edit;
    if (shape.has("shop_domain") && shape.has("shop_id")) {
        if (shape.has("orders_to_redact"))
            return BodyKind::customers_redact;
        if (shape.has("data_request") || shape.has("orders_requested"))
            return BodyKind::data_request;
        if (!shape.has("customer"))
            return BodyKind::shop_redact;
        return BodyKind::other;
    }
    if (is_event(shape))
        return BodyKind::event;
    if (shape.is_array("refund_line_items") && shape.has("order_id"))
        return BodyKind::refund;
    if (is_draft(shape))
        return BodyKind::draft_order;
    if (is_order(shape))
        return BodyKind::order;
    if (is_fulfillment(shape))
        return BodyKind::fulfillment;
    if (shape.has("myshopify_domain") && shape.has("domain") && shape.has("shop_owner"))
        return BodyKind::app_uninstalled;
    if (shape.has("id") && shape.size() == 1)
        return BodyKind::order_delete;
    return BodyKind::other;
}

Body unreadable(std::string reason) {
    Body body;
    body.reason = std::move(reason);
    return body;
}

std::string reason_of_other(Element root, const Shape& shape) {
    if (root.is_object())
        return fmt::format("authentic, but no body shoporder works with (keys: {})",
                           shape.first_keys());
    return root.is_array() ? "authentic, but a list instead of one object"
                           : "authentic, but a bare value instead of an object";
}

/// API answers come as {"order": {…}}; webhooks do not. Files saved from the API are common
/// enough to be worth unwrapping, and nothing else has that shape.
void unwrap(Object& object) {
    Object inner;
    if (Shape{object}.size() == 1 && object.at_key("order").get(inner) == simdjson::SUCCESS)
        object = inner;
}

Body read_root(Element root, Detail detail) {
    Body body;
    body.kind = BodyKind::other;
    Object object;
    if (root.get(object) != simdjson::SUCCESS) {
        body.reason = reason_of_other(root, Shape{object});
        return body;
    }
    unwrap(object);
    const Shape shape{object};
    body.kind = classify(shape);
    switch (body.kind) {
    case BodyKind::order:
        if (detail == Detail::summary)
            body.summary = read_summary(object);
        if (!body.summary) {
            body.order = read_order(object);
            body.summary = summary_of(*body.order);
        }
        body.order_id = body.summary->id;
        if (body.order_id == 0)
            return unreadable("an order without a usable id");
        break;
    case BodyKind::order_edit: {
        Object edit;
        if (object.at_key("order_edit").get(edit) == simdjson::SUCCESS)
            body.order_id = Shape{edit}.id("order_id");
        break;
    }
    case BodyKind::order_delete:
        body.order_id = shape.id("id");
        break;
    case BodyKind::refund:
    case BodyKind::fulfillment:
    case BodyKind::draft_order:
        body.order_id = shape.id("order_id");
        break;
    case BodyKind::app_uninstalled:
        body.shop_domain = shape.text("myshopify_domain");
        break;
    case BodyKind::data_request:
    case BodyKind::customers_redact:
    case BodyKind::shop_redact:
        body.shop_domain = shape.text("shop_domain");
        break;
    case BodyKind::event:
        body.reason = "an \"Events\" delivery, which holds no order; subscribe to webhook topics";
        break;
    case BodyKind::other:
        body.reason = reason_of_other(root, shape);
        break;
    case BodyKind::unreadable:
        break;
    }
    return body;
}

std::string words(simdjson::error_code error, std::string_view bytes) {
    const std::string fault = json_fault(bytes);
    if (!fault.empty())
        return "no JSON: " + fault;
    return fmt::format("no JSON: {}", simdjson::error_message(error));
}

struct TopicKind {
    std::string_view topic;
    BodyKind kind;
};
constexpr std::array k_topics = {
    TopicKind{"orders/create", BodyKind::order},
    TopicKind{"orders/updated", BodyKind::order},
    TopicKind{"orders/paid", BodyKind::order},
    TopicKind{"orders/cancelled", BodyKind::order},
    TopicKind{"orders/fulfilled", BodyKind::order},
    TopicKind{"orders/partially_fulfilled", BodyKind::order},
    TopicKind{"orders/edited", BodyKind::order_edit},
    TopicKind{"orders/delete", BodyKind::order_delete},
    TopicKind{"refunds/create", BodyKind::refund},
    TopicKind{"fulfillments/create", BodyKind::fulfillment},
    TopicKind{"fulfillments/update", BodyKind::fulfillment},
    TopicKind{"draft_orders/create", BodyKind::draft_order},
    TopicKind{"draft_orders/update", BodyKind::draft_order},
    TopicKind{"app/uninstalled", BodyKind::app_uninstalled},
    TopicKind{"shop/update", BodyKind::app_uninstalled},
    TopicKind{"customers/data_request", BodyKind::data_request},
    TopicKind{"customers/redact", BodyKind::customers_redact},
    TopicKind{"shop/redact", BodyKind::shop_redact},
};

} // namespace

std::string_view name(BodyKind kind) noexcept {
    for (const auto& [known, text] : k_names)
        if (known == kind)
            return text;
    return "unreadable";
}

std::optional<BodyKind> body_kind(std::string_view text) noexcept {
    for (const auto& [kind, known] : k_names)
        if (known == text)
            return kind;
    return std::nullopt;
}

namespace {

/// A parser keeps the memory of its largest document, about 15 times its size: only those of
/// everyday orders are kept, one a thread, for the next one.
constexpr std::size_t k_everyday = 64U << 10U;

Body parse(std::string_view bytes, simdjson::dom::parser& parser, Detail detail) {
    Element root;
    // parse() copies to a padded buffer of the parser's own.
    if (parser.parse(bytes.data(), bytes.size()).get(root) == simdjson::SUCCESS)
        return read_root(root, detail);

    const MendedJson mended = mend_json(bytes);
    const auto error = parser.parse(mended.text.data(), mended.text.size()).get(root);
    if (error != simdjson::SUCCESS) {
        Body body = unreadable(words(error, mended.text));
        body.replaced = mended.replaced;
        return body;
    }
    Body body = read_root(root, detail);
    body.replaced = mended.replaced;
    return body;
}

} // namespace

Body read_body(std::string_view bytes, Detail detail) {
    if (base::trim(bytes).empty())
        return unreadable("the body is empty");
    if (base::trim(bytes).front() == '<')
        return unreadable("XML instead of JSON: subscribe with format JSON");
    if (bytes.size() <= k_everyday) {
        thread_local simdjson::dom::parser kept;
        return parse(bytes, kept, detail);
    }
    simdjson::dom::parser parser;
    return parse(bytes, parser, detail);
}

bool topic_fits(std::string_view topic, BodyKind kind) noexcept {
    if (topic.empty() || kind == BodyKind::unreadable)
        return true;
    for (const TopicKind& known : k_topics)
        if (known.topic == topic)
            return known.kind == kind;
    // {"id": …} alone is what every */delete topic sends: only the topic tells them apart.
    return kind != BodyKind::order_delete;
}

} // namespace shoporder::order
