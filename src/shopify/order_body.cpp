#include "shopify/order_body.hpp"

#include "base/text.hpp"
#include "shopify/fault.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace shoporder::shopify {

namespace {

std::size_t scale_of(std::string_view currency) {
    static constexpr std::array<std::string_view, 16> k_none = {
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
        "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
    static constexpr std::array<std::string_view, 7> k_three = {"BHD", "IQD", "JOD", "KWD",
                                                                "LYD", "OMR", "TND"};
    if (std::find(k_none.begin(), k_none.end(), currency) != k_none.end())
        return 0;
    return std::find(k_three.begin(), k_three.end(), currency) != k_three.end() ? 3 : 2;
}

Json amount_in(const Json& money) {
    const std::string amount = text_of(money, "amount");
    return amount.empty() ? Json{} : Json(rest_amount(amount, text_of(money, "currencyCode")));
}

/// The shop's amount, as REST has it beside the set.
Json shop_amount(const Json& set) {
    return amount_in(member(set, "shopMoney"));
}

Json money_set(const Json& set) {
    if (!set.is_object())
        return {};
    const auto one = [](const Json& money) {
        return Json{{"amount", amount_in(money)}, {"currency_code", member(money, "currencyCode")}};
    };
    return {{"shop_money", one(member(set, "shopMoney"))},
            {"presentment_money", one(member(set, "presentmentMoney"))}};
}

Json lowered(const Json& value) {
    return value.is_string() ? Json(base::lower(value.get<std::string>())) : Json{};
}

Json id_in(const Json& value, std::string_view key) {
    const std::int64_t id = number_of_gid(text_of(value, key));
    return id == 0 ? Json{} : Json(id);
}

Json legacy_id(const Json& value) {
    const std::int64_t id = number_of(value, "legacyResourceId");
    return id == 0 ? Json{} : Json(id);
}

Json properties(const Json& attributes) {
    Json out = Json::array();
    if (attributes.is_array())
        for (const Json& a : attributes)
            out.push_back({{"name", member(a, "key")}, {"value", member(a, "value")}});
    return out;
}

Json address(const Json& from) {
    if (!from.is_object())
        return {};
    return {{"name", member(from, "name")},
            {"first_name", member(from, "firstName")},
            {"last_name", member(from, "lastName")},
            {"company", member(from, "company")},
            {"address1", member(from, "address1")},
            {"address2", member(from, "address2")},
            {"zip", member(from, "zip")},
            {"city", member(from, "city")},
            {"province", member(from, "province")},
            {"province_code", member(from, "provinceCode")},
            {"country", member(from, "country")},
            {"country_code", member(from, "countryCodeV2")},
            {"phone", member(from, "phone")}};
}

Json customer(const Json& from) {
    if (!from.is_object())
        return {};
    const Json& home = member(from, "defaultAddress");
    Json out = {{"id", legacy_id(from)},
                {"email", member(member(from, "defaultEmailAddress"), "emailAddress")},
                {"phone", member(member(from, "defaultPhoneNumber"), "phoneNumber")}};
    if (home.is_object())
        out["default_address"] = {{"company", member(home, "company")},
                                  {"phone", member(home, "phone")}};
    return out;
}

Json payment_terms(const Json& from) {
    if (!from.is_object())
        return {};
    Json schedules = Json::array();
    if (const Json& nodes = member(member(from, "paymentSchedules"), "nodes"); nodes.is_array())
        for (const Json& due : nodes) {
            const Json& balance = member(due, "totalBalance");
            schedules.push_back({{"amount", amount_in(balance)},
                                 {"currency", member(balance, "currencyCode")},
                                 {"due_at", member(due, "dueAt")},
                                 {"completed_at", member(due, "completedAt")}});
        }
    return {{"payment_terms_name", member(from, "paymentTermsName")},
            {"payment_terms_type", lowered(member(from, "paymentTermsType"))},
            {"payment_schedules", std::move(schedules)}};
}

/// REST knows null, "partial", "fulfilled" and "restocked".
Json fulfillment_status(const std::string& shown) {
    if (shown == "FULFILLED")
        return "fulfilled";
    if (shown == "PARTIALLY_FULFILLED")
        return "partial";
    return shown == "RESTOCKED" ? Json("restocked") : Json{};
}

Json shipping_lines(const Json& connection) {
    Json out = Json::array();
    const Json& nodes = member(connection, "nodes");
    if (!nodes.is_array())
        return out;
    for (const Json& line : nodes)
        out.push_back({{"id", id_in(line, "id")},
                       {"title", member(line, "title")},
                       {"code", member(line, "code")},
                       {"phone", member(line, "phone")},
                       {"source", member(line, "source")},
                       {"delivery_category", member(line, "deliveryCategory")},
                       {"price", shop_amount(member(line, "originalPriceSet"))},
                       {"price_set", money_set(member(line, "originalPriceSet"))}});
    return out;
}

using Counts = std::map<std::int64_t, std::int64_t>;

/// What may ship now, by line. What is held or scheduled is not released; what is closed or
/// cancelled is over.
Counts open_quantities(const std::vector<Json>& fulfillment_orders) {
    Counts open;
    for (const Json& each : fulfillment_orders) {
        const std::string status = text_of(each, "status");
        if (status != "OPEN" && status != "IN_PROGRESS" && status != "INCOMPLETE")
            continue;
        for (const Json& line : member(each, "all_lines"))
            open[number_of_gid(text_of(member(line, "lineItem"), "id"))] +=
                number_of(line, "remainingQuantity");
    }
    return open;
}

Json line_item(const Json& line, const Counts& open) {
    const std::int64_t id = number_of_gid(text_of(line, "id"));
    const auto found = open.find(id);
    const std::int64_t current = number_of(line, "currentQuantity");
    const std::int64_t unfulfilled = number_of(line, "unfulfilledQuantity");
    Json status;
    if (current > 0 && unfulfilled == 0)
        status = "fulfilled";
    else if (current > unfulfilled)
        status = "partial";
    Json out = {{"id", id},
                {"admin_graphql_api_id", member(line, "id")},
                {"sku", member(line, "sku")},
                {"title", member(line, "title")},
                {"name", member(line, "name")},
                {"variant_title", member(line, "variantTitle")},
                {"vendor", member(line, "vendor")},
                {"quantity", number_of(line, "quantity")},
                {"current_quantity", current},
                {"fulfillable_quantity", found == open.end() ? 0 : found->second},
                {"fulfillment_status", std::move(status)},
                {"requires_shipping", truth_of(line, "requiresShipping")},
                {"gift_card", truth_of(line, "isGiftCard")},
                {"price", shop_amount(member(line, "originalUnitPriceSet"))},
                {"price_set", money_set(member(line, "originalUnitPriceSet"))},
                {"properties", properties(member(line, "customAttributes"))},
                {"product_id", legacy_id(member(line, "product"))},
                {"variant_id", legacy_id(member(line, "variant"))}};
    if (const Json& group = member(line, "lineItemGroup"); group.is_object())
        out["sales_line_item_group_id"] = id_in(group, "id");
    return out;
}

Json line_groups(const std::vector<Json>& lines) {
    std::map<std::int64_t, Json> groups;
    for (const Json& line : lines)
        if (const Json& group = member(line, "lineItemGroup"); group.is_object())
            groups[number_of_gid(text_of(group, "id"))] = {
                {"id", id_in(group, "id")},
                {"title", member(group, "title")},
                {"variant_sku", member(group, "variantSku")},
                {"quantity", number_of(group, "quantity")}};
    Json out = Json::array();
    for (auto& [id, group] : groups)
        out.push_back(std::move(group));
    return out;
}

Json fulfillments(const std::vector<Json>& all) {
    Json out = Json::array();
    for (const Json& each : all) {
        Json lines = Json::array();
        for (const Json& line : member(each, "all_lines"))
            lines.push_back({{"id", id_in(member(line, "lineItem"), "id")},
                             {"quantity", number_of(line, "quantity")}});
        out.push_back({{"id", legacy_id(each)},
                       {"status", lowered(member(each, "status"))},
                       {"line_items", std::move(lines)}});
    }
    return out;
}

Json refunds(const std::vector<Json>& all) {
    Json out = Json::array();
    for (const Json& each : all) {
        Json lines = Json::array();
        for (const Json& line : member(each, "all_lines"))
            lines.push_back({{"line_item_id", id_in(member(line, "lineItem"), "id")},
                             {"quantity", number_of(line, "quantity")},
                             {"restock_type", lowered(member(line, "restockType"))}});
        out.push_back({{"id", legacy_id(each)}, {"refund_line_items", std::move(lines)}});
    }
    return out;
}

std::string tags(const Json& list) {
    std::string out;
    if (list.is_array())
        for (const Json& tag : list)
            if (tag.is_string())
                out += (out.empty() ? "" : ", ") + tag.get<std::string>();
    return out;
}

/// What of the order is neither lines nor money.
Json head_of(const Json& order) {
    return {{"id", legacy_id(order)},
            {"admin_graphql_api_id", member(order, "id")},
            {"name", member(order, "name")},
            {"order_number", number_of(order, "number")},
            {"po_number", member(order, "poNumber")},
            {"created_at", member(order, "createdAt")},
            {"updated_at", member(order, "updatedAt")},
            {"processed_at", member(order, "processedAt")},
            {"closed_at", member(order, "closedAt")},
            {"cancelled_at", member(order, "cancelledAt")},
            {"cancel_reason", lowered(member(order, "cancelReason"))},
            {"confirmed", truth_of(order, "confirmed")},
            {"financial_status", lowered(member(order, "displayFinancialStatus"))},
            {"fulfillment_status", fulfillment_status(text_of(order, "displayFulfillmentStatus"))},
            {"test", truth_of(order, "test")},
            {"source_name", member(order, "sourceName")},
            {"tags", tags(member(order, "tags"))},
            {"note", member(order, "note")},
            {"note_attributes", properties(member(order, "customAttributes"))},
            {"email", member(order, "email")},
            {"phone", member(order, "phone")},
            {"customer", customer(member(order, "customer"))},
            {"shipping_address", address(member(order, "shippingAddress"))},
            {"billing_address", address(member(order, "billingAddress"))}};
}

void add_money(const Json& order, Json& out) {
    const Json& total = member(order, "totalPriceSet");
    const Json& current = member(order, "currentTotalPriceSet");
    out["currency"] = member(order, "currencyCode");
    out["presentment_currency"] = member(order, "presentmentCurrencyCode");
    out["total_price"] = shop_amount(total);
    out["total_price_set"] = money_set(total);
    out["current_total_price"] = shop_amount(current);
    out["current_total_price_set"] = money_set(current);
    out["total_outstanding"] = shop_amount(member(order, "totalOutstandingSet"));
    out["payment_gateway_names"] = member(order, "paymentGatewayNames");
    out["payment_terms"] = payment_terms(member(order, "paymentTerms"));
    if (const Json& buyer = member(order, "purchasingEntity"); member(buyer, "company").is_object())
        out["company"] = {{"id", id_in(member(buyer, "company"), "id")},
                          {"location_id", id_in(member(buyer, "location"), "id")}};
}

} // namespace

std::string rest_amount(std::string_view amount, std::string_view currency) {
    const std::size_t scale = scale_of(currency);
    const std::size_t point = amount.find('.');
    std::string whole{amount.substr(0, point)};
    std::string part{point == std::string_view::npos ? "" : amount.substr(point + 1)};
    while (part.size() > scale && part.back() == '0')
        part.pop_back();
    if (part.size() < scale)
        part.append(scale - part.size(), '0');
    return part.empty() ? whole : whole + "." + part;
}

std::string webhook_body(const FetchedOrder& fetched) {
    if (number_of(fetched.order, "legacyResourceId") <= 0)
        throw Fault(FaultKind::strange, "an answer of Shopify's holds an order without an id");
    Json out = head_of(fetched.order);
    add_money(fetched.order, out);
    const Counts open = open_quantities(fetched.fulfillment_orders);
    Json lines = Json::array();
    for (const Json& line : fetched.lines)
        lines.push_back(line_item(line, open));
    out["line_items"] = std::move(lines);
    out["line_item_groups"] = line_groups(fetched.lines);
    out["shipping_lines"] = shipping_lines(member(fetched.order, "shippingLines"));
    out["fulfillments"] = fulfillments(fetched.fulfillments);
    out["refunds"] = refunds(fetched.refunds);
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace shoporder::shopify
