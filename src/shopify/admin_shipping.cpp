// AdminApi's part that is about shipments.
#include "shopify/admin_state.hpp"

namespace shoporder::shopify {

namespace {

bool stands(const std::string& status) {
    return status == "SUCCESS" || status == "OPEN" || status == "PENDING";
}

ShippableGroup group_of(const Json& node, const std::vector<Json>& lines) {
    ShippableGroup out;
    out.id = text_of(node, "id");
    out.status = text_of(node, "status");
    const Json& assigned = member(node, "assignedLocation");
    out.location_name = text_of(assigned, "name");
    out.location = number_of_gid(text_of(member(assigned, "location"), "id"));
    for (const Json& action : member(node, "supportedActions"))
        out.takes = out.takes || text_of(action, "action") == "CREATE_FULFILLMENT";
    for (const Json& hold : member(node, "fulfillmentHolds")) {
        const std::string notes = text_of(hold, "reasonNotes");
        out.hold += (out.hold.empty() ? "" : "; ") + text_of(hold, "displayReason") +
                    (notes.empty() ? "" : ", " + notes);
    }
    for (const Json& line : lines)
        out.lines.push_back({text_of(line, "id"),
                             number_of_gid(text_of(member(line, "lineItem"), "id")),
                             number_of(line, "remainingQuantity")});
    return out;
}

/// `url` and `urls` must not both be there, neither `number` and `numbers`.
Json tracking_input(const ParcelsTold& parcels) {
    Json numbers = Json::array();
    Json urls = Json::array();
    bool all_urls = !parcels.tracking.empty();
    for (const order::Tracking& each : parcels.tracking) {
        numbers.push_back(each.number);
        urls.push_back(each.url);
        all_urls = all_urls && !each.url.empty();
    }
    Json out = Json::object();
    if (!parcels.carrier.empty())
        out["company"] = parcels.carrier;
    if (!parcels.tracking.empty())
        out["numbers"] = std::move(numbers);
    if (all_urls) // they belong to the numbers by their place
        out["urls"] = std::move(urls);
    return out;
}

} // namespace

std::optional<OrderShipping> AdminApi::shipping_of(std::int64_t order_id,
                                                   const std::set<std::int64_t>& plain) {
    constexpr std::size_t k_most = 250;
    const Json id = gid_of("Order", order_id);
    const Json data = m_state->client.ask("order_shipping", {{"id", id}});
    const Json& order = member(data, "order");
    if (order.is_null())
        return std::nullopt;
    OrderShipping out;
    out.cancelled = !text_of(order, "cancelledAt").empty();
    for (const Json& node : m_state->all(member(order, "fulfillmentOrders"), "shippable_groups", id,
                                         "order", "fulfillmentOrders"))
        out.groups.push_back(
            group_of(node, m_state->all(member(node, "lineItems"), "shippable_lines",
                                        member(node, "id"), "fulfillmentOrder", "lineItems")));
    for (const Json& node : member(order, "fulfillments")) {
        MadeFulfillment& made = out.fulfillments.emplace_back();
        made.id = number_of_gid(text_of(node, "id"));
        made.stands = stands(text_of(node, "status"));
        made.detailed = made.stands && !plain.contains(made.id);
        if (made.detailed)
            m_state->add_details(made, member(node, "id"));
    }
    if (out.fulfillments.size() >= k_most)
        throw Fault(FaultKind::strange, "an order has 250 fulfilments: more than can be looked at");
    return out;
}

void AdminApi::State::add_details(MadeFulfillment& made, const Json& id) {
    const Json data = client.ask("fulfillment", {{"id", id}});
    const Json& told = member(data, "fulfillment");
    for (const Json& each : member(told, "trackingInfo")) {
        if (made.parcels.carrier.empty())
            made.parcels.carrier = text_of(each, "company");
        made.parcels.tracking.push_back({text_of(each, "number"), text_of(each, "url")});
    }
    for (const Json& line : all(member(told, "fulfillmentLineItems"), "fulfillment_lines", id,
                                "fulfillment", "fulfillmentLineItems"))
        made.pieces[number_of_gid(text_of(member(line, "lineItem"), "id"))] +=
            number_of(line, "quantity");
}

std::int64_t AdminApi::fulfill(const FulfillmentWish& wish) {
    Json groups = Json::array();
    for (const FulfillmentWish::Group& group : wish.groups) {
        Json lines = Json::array();
        for (const auto& [id, pieces] : group.lines)
            lines.push_back({{"id", id}, {"quantity", pieces}});
        // Left out, or empty, everything would be fulfilled: other suppliers' lines, too.
        if (!lines.empty())
            groups.push_back(
                {{"fulfillmentOrderId", group.id}, {"fulfillmentOrderLineItems", lines}});
    }
    if (groups.empty())
        throw base::Error(base::Exit::bug, "a fulfilment of no line was asked for");
    Json asked = {{"lineItemsByFulfillmentOrder", groups}, {"notifyCustomer", wish.notify}};
    if (Json tracking = tracking_input(wish.parcels); !tracking.empty())
        asked["trackingInfo"] = std::move(tracking);
    const Json data = m_state->client.ask("fulfill", {{"fulfillment", asked}});
    const Json& payload = member(data, "fulfillmentCreate");
    Client::require_done(payload, "create the fulfilment");
    const std::int64_t id = number_of_gid(text_of(member(payload, "fulfillment"), "id"));
    if (id == 0)
        throw Fault(FaultKind::strange, "Shopify does not say which fulfilment it has created");
    return id;
}

void AdminApi::update_tracking(std::int64_t fulfillment, const ParcelsTold& parcels, bool notify) {
    const Json data =
        m_state->client.ask("update_tracking", {{"id", gid_of("Fulfillment", fulfillment)},
                                                {"tracking", tracking_input(parcels)},
                                                {"notify", notify}});
    Client::require_done(member(data, "fulfillmentTrackingInfoUpdate"),
                         "correct the fulfilment's tracking");
}

} // namespace shoporder::shopify
