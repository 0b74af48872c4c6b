#include "flow/operate/sample_body.hpp"

#include "report/json.hpp"

#include <algorithm>
#include <array>

namespace shoporder::flow {

namespace {

using report::Value;

constexpr std::int64_t k_customer = 8'888'888'888'001; // nobody's

/// What a body is made of.
struct Sample {
    SampleOptions options;
    std::span<const order::Supplier> suppliers;
    std::string domain;

    [[nodiscard]] std::string order(SampleState state) const {
        SampleOptions wanted = options;
        wanted.state = state;
        return sample_order(wanted, suppliers);
    }
    [[nodiscard]] std::int64_t line() const { return options.id * 100 + 1; }
    [[nodiscard]] std::string now() const {
        return base::format_time(std::chrono::floor<std::chrono::seconds>(options.now));
    }
    [[nodiscard]] Value customer() const {
        return Value::object()
            .set("id", k_customer)
            .set("email", "sam@example.com")
            .set("phone", "+44 1632 960000");
    }
    /// A compliance topic's body names its shop.
    [[nodiscard]] Value of_shop() const {
        return Value::object().set("shop_id", 954889).set("shop_domain", domain);
    }
};

std::string open_order(const Sample& s) {
    return s.order(SampleState::open);
}
std::string cancelled_order(const Sample& s) {
    return s.order(SampleState::cancelled);
}
std::string fulfilled_order(const Sample& s) {
    return s.order(SampleState::fulfilled);
}
std::string partial_order(const Sample& s) {
    return s.order(SampleState::partially_fulfilled);
}

std::string order_edit(const Sample& s) {
    Value edit = Value::object();
    edit.set("id", s.options.id)
        .set("app_id", Value{})
        .set("created_at", s.now())
        .set("notify_customer", false)
        .set("order_id", s.options.id)
        .set("staff_note", "")
        .set("line_items",
             Value::object().set("additions", Value::array()).set("removals", Value::array()));
    return Value::object().set("order_edit", std::move(edit)).text();
}

std::string order_delete(const Sample& s) {
    return Value::object().set("id", s.options.id).text();
}

std::string refund(const Sample& s) {
    Value line = Value::object();
    line.set("id", s.options.id)
        .set("line_item_id", s.line())
        .set("quantity", 1)
        .set("restock_type", "cancel");
    return Value::object()
        .set("id", s.options.id)
        .set("order_id", s.options.id)
        .set("created_at", s.now())
        .set("note", "A sample sent by shoporder trigger")
        .set("refund_line_items", Value::array().push(std::move(line)))
        .text();
}

std::string fulfillment(const Sample& s) {
    return Value::object()
        .set("id", s.options.id)
        .set("order_id", s.options.id)
        .set("status", "success")
        .set("created_at", s.now())
        .set("updated_at", s.now())
        .set("tracking_company", "Sample Parcels")
        .set("tracking_number", "SAMPLE-1")
        .set("line_items",
             Value::array().push(Value::object().set("id", s.line()).set("quantity", 1)))
        .text();
}

std::string draft(const Sample& s) {
    return Value::object()
        .set("id", s.options.id)
        .set("name", "#D1")
        .set("status", "open")
        .set("order_id", Value{})
        .set("invoice_url", "https://" + s.domain + "/invoices/1")
        .set("line_items", Value::array())
        .text();
}

std::string shop(const Sample& s) {
    return Value::object()
        .set("id", 954889)
        .set("name", "Sample")
        .set("email", "sam@example.com")
        .set("domain", s.domain)
        .set("myshopify_domain", s.domain)
        .set("shop_owner", "Sam Sample")
        .text();
}

std::string data_request(const Sample& s) {
    return s.of_shop()
        .set("orders_requested", Value::array().push(s.options.id))
        .set("customer", s.customer())
        .set("data_request", Value::object().set("id", s.options.id))
        .text();
}

std::string customers_redact(const Sample& s) {
    return s.of_shop()
        .set("customer", s.customer())
        .set("orders_to_redact", Value::array().push(s.options.id))
        .text();
}

std::string shop_redact(const Sample& s) {
    return s.of_shop().text();
}

struct TopicSample {
    std::string_view topic;
    std::string (*make)(const Sample&);
};
constexpr std::array k_samples{
    TopicSample{"orders/create", open_order},
    TopicSample{"orders/updated", open_order},
    TopicSample{"orders/paid", open_order},
    TopicSample{"orders/cancelled", cancelled_order},
    TopicSample{"orders/fulfilled", fulfilled_order},
    TopicSample{"orders/partially_fulfilled", partial_order},
    TopicSample{"orders/edited", order_edit},
    TopicSample{"orders/delete", order_delete},
    TopicSample{"refunds/create", refund},
    TopicSample{"fulfillments/create", fulfillment},
    TopicSample{"fulfillments/update", fulfillment},
    TopicSample{"draft_orders/create", draft},
    TopicSample{"draft_orders/update", draft},
    TopicSample{"app/uninstalled", shop},
    TopicSample{"shop/update", shop},
    TopicSample{"customers/data_request", data_request},
    TopicSample{"customers/redact", customers_redact},
    TopicSample{"shop/redact", shop_redact},
};

} // namespace

std::optional<std::string> sample_body(std::string_view topic, SampleOptions options,
                                       std::span<const order::Supplier> suppliers,
                                       const std::string& domain) {
    const auto found =
        std::find_if(k_samples.begin(), k_samples.end(),
                     [topic](const TopicSample& each) { return each.topic == topic; });
    if (found == k_samples.end())
        return std::nullopt;
    return found->make({options, suppliers, domain});
}

std::vector<std::string_view> sample_topics() {
    std::vector<std::string_view> out;
    for (const TopicSample& each : k_samples)
        out.push_back(each.topic);
    return out;
}

} // namespace shoporder::flow
