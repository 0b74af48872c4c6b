#include "shopify/admin_api.hpp"

#include "base/text.hpp"
#include "shopify/admin_state.hpp"
#include "shopify/order_body.hpp"
#include "shopify/version.hpp"

#include <algorithm>

namespace shoporder::shopify {

namespace {

base::Time time_in(const Json& value, std::string_view key) {
    return base::parse_time(text_of(value, key)).value_or(base::Time{});
}

} // namespace

std::vector<Json> nodes_of(const Json& connection) {
    const Json& nodes = member(connection, "nodes");
    return nodes.is_array() ? nodes.get<std::vector<Json>>() : std::vector<Json>{};
}

std::string next_of(const Json& connection) {
    const Json& page = member(connection, "pageInfo");
    return truth_of(page, "hasNextPage") ? text_of(page, "endCursor") : std::string{};
}

std::vector<Json> AdminApi::State::all(const Json& first, std::string_view query, const Json& id,
                                       std::string_view owner, std::string_view connection) {
    // More pages than any order of Shopify's can have: an answer that never ends is none.
    constexpr int k_most_pages = 1000;
    std::vector<Json> nodes = nodes_of(first);
    std::string after = next_of(first);
    for (int pages = 0; first.is_null() ? pages == 0 || !after.empty() : !after.empty(); ++pages) {
        if (pages == k_most_pages)
            throw Fault(FaultKind::strange,
                        "Shopify's pages of `" + std::string{query} + "` do not end");
        const Json data =
            client.ask(query, {{"id", id}, {"after", after.empty() ? Json{} : Json(after)}});
        const Json& page = member(member(data, owner), connection);
        for (Json& node : nodes_of(page))
            nodes.push_back(std::move(node));
        after = next_of(page);
    }
    return nodes;
}

void AdminApi::State::add_history(FetchedOrder& fetched, const Json& id) {
    constexpr std::size_t k_most = 250;
    const Json data = client.ask("order_history", {{"id", id}});
    const Json& order = member(data, "order");
    for (const Json& each : member(order, "fulfillments")) {
        Json& fulfillment = fetched.fulfillments.emplace_back(each);
        fulfillment["all_lines"] =
            all({}, "fulfillment_lines", member(each, "id"), "fulfillment", "fulfillmentLineItems");
    }
    for (const Json& each : member(order, "refunds")) {
        Json& refund = fetched.refunds.emplace_back(each);
        refund["all_lines"] =
            all({}, "refund_lines", member(each, "id"), "refund", "refundLineItems");
    }
    if (fetched.fulfillments.size() >= k_most || fetched.refunds.size() >= k_most)
        throw Fault(FaultKind::strange,
                    "the order " + text_of(fetched.order, "name") +
                        " has 250 shipments or refunds: more than can be asked for");
}

AdminApi::AdminApi(Settings settings) : m_state(std::make_unique<State>(std::move(settings))) {}
AdminApi::~AdminApi() = default;

AccessTold AdminApi::access() {
    const Json data = m_state->client.ask("access", Json::object());
    AccessTold out;
    out.shop = text_of(member(data, "shop"), "myshopifyDomain");
    for (const Json& scope : member(member(data, "currentAppInstallation"), "accessScopes"))
        out.scopes.insert(text_of(scope, "handle"));
    for (const Json& version : member(data, "publicApiVersions"))
        out.version_lives = out.version_lives || (text_of(version, "handle") == k_api_version &&
                                                  truth_of(version, "supported"));
    return out;
}

ChangedPage AdminApi::changed_orders(base::Time since, const std::string& cursor) {
    const Json data = m_state->client.ask(
        "changed_orders", {{"search", "updated_at:>='" + base::format_time(since) + "'"},
                           {"after", cursor.empty() ? Json{} : Json(cursor)}});
    const Json& connection = member(data, "orders");
    ChangedPage out;
    for (const Json& node : nodes_of(connection)) {
        const ChangedOrder order{number_of(node, "legacyResourceId"), time_in(node, "createdAt"),
                                 time_in(node, "updatedAt"), !text_of(node, "cancelledAt").empty(),
                                 base::lower(text_of(node, "displayFinancialStatus"))};
        // A search that Shopify does not understand is passed over, and everything comes.
        if (order.id > 0 && order.updated_at >= std::chrono::floor<std::chrono::seconds>(since))
            out.orders.push_back(order);
    }
    out.cursor = next_of(connection);
    return out;
}

std::optional<std::string> AdminApi::order_body(std::int64_t order_id) {
    const Json id = gid_of("Order", order_id);
    const Json data = m_state->client.ask("order", {{"id", id}});
    FetchedOrder fetched;
    fetched.order = member(data, "order");
    if (fetched.order.is_null())
        return std::nullopt;
    const std::string name = text_of(fetched.order, "name");
    if (truth_of(member(member(fetched.order, "shippingLines"), "pageInfo"), "hasNextPage"))
        throw Fault(FaultKind::strange, "an order has more shipping lines than can be asked for");
    fetched.lines =
        m_state->all(member(fetched.order, "lineItems"), "order_lines", id, "order", "lineItems");
    fetched.fulfillment_orders =
        m_state->all(member(fetched.order, "fulfillmentOrders"), "fulfillment_orders", id, "order",
                     "fulfillmentOrders");
    for (Json& each : fetched.fulfillment_orders)
        each["all_lines"] = m_state->all(member(each, "lineItems"), "fulfillment_order_lines",
                                         member(each, "id"), "fulfillmentOrder", "lineItems");
    const Json& refunds = member(fetched.order, "refunds");
    if (number_of(member(fetched.order, "fulfillmentsCount"), "count") > 0 ||
        (refunds.is_array() && !refunds.empty()))
        m_state->add_history(fetched, id);
    return webhook_body(fetched);
}

std::int64_t AdminApi::order_of(std::int64_t fulfillment_order) {
    const Json data = m_state->client.ask("fulfillment_order",
                                          {{"id", gid_of("FulfillmentOrder", fulfillment_order)}});
    return number_of_gid(text_of(member(data, "fulfillmentOrder"), "orderId"));
}

std::vector<Subscription> AdminApi::subscriptions() {
    std::vector<Subscription> out;
    std::string after;
    do {
        const Json data =
            m_state->client.ask("subscriptions", {{"after", after.empty() ? Json{} : Json(after)}});
        const Json& connection = member(data, "webhookSubscriptions");
        for (const Json& node : nodes_of(connection)) {
            Subscription s{text_of(node, "id"),
                           topic_of(text_of(node, "topic")),
                           text_of(node, "uri"),
                           text_of(node, "format"),
                           text_of(node, "filter"),
                           {},
                           text_of(member(node, "apiVersion"), "handle")};
            for (const Json& field : member(node, "includeFields"))
                if (field.is_string())
                    s.fields.push_back(field.get<std::string>());
            out.push_back(std::move(s));
        }
        after = next_of(connection);
    } while (!after.empty() && out.size() < 10000);
    return out;
}

void AdminApi::subscribe(const std::string& topic, const std::string& uri) {
    const Json data = m_state->client.ask("subscribe", {{"topic", enum_of(topic)}, {"uri", uri}});
    Client::require_done(member(data, "webhookSubscriptionCreate"), "subscribe to " + topic);
}

void AdminApi::unsubscribe(const std::string& id) {
    const Json data = m_state->client.ask("unsubscribe", {{"id", id}});
    Client::require_done(member(data, "webhookSubscriptionDelete"),
                         "remove the subscription " + id);
}

const std::set<std::string>& AdminApi::withheld() const noexcept {
    return m_state->client.withheld();
}
std::optional<base::Time> AdminApi::first_answer_at() const noexcept {
    return m_state->client.first_answer_at();
}
const std::string& AdminApi::answered_version() const noexcept {
    return m_state->client.answered_version();
}

} // namespace shoporder::shopify
