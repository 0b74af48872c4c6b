#include "flow/operate/data_of.hpp"

#include "base/error.hpp"
#include "store/deliveries.hpp"
#include "store/privacy_tasks.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;

std::string task_name(const store::PrivacyTask& task) {
    return "task " + std::to_string(task.id);
}

/// The person whom an open task names; its body goes when it is done.
order::PrivacyRequest request_of(store::Database& database, const store::PrivacyTask& task) {
    return order::read_privacy_request(store::webhook_body(database, task.webhook));
}

bool same_person(const order::Person& a, const order::Person& b) {
    return (a.customer_id != 0 && a.customer_id == b.customer_id) ||
           (!a.email.empty() && a.email == b.email);
}

/// Those of its orders that are not another shop's, each once.
void add_orders(store::Database& database, const store::PrivacyTask& task, DataOf& data) {
    for (const std::int64_t order : task.orders) {
        const auto head = store::find_order(database, order);
        if ((!head || head->shop == task.shop) &&
            std::find(data.orders.begin(), data.orders.end(), order) == data.orders.end())
            data.orders.push_back(order);
    }
}

/// Tasks of the same person or shop: what they ask to redact is done with this; what they ask to
/// hand over comes first.
void join_tasks(store::Database& database, DataOf& data, std::set<std::int64_t>& requests) {
    for (const store::PrivacyTask& task : store::list_privacy_tasks(database, false)) {
        if (std::find(data.tasks.begin(), data.tasks.end(), task.id) != data.tasks.end())
            continue;
        const bool theirs =
            data.kind == "shop"
                ? task.shop == data.shop
                : (data.shop.empty() || task.shop == data.shop) &&
                      (data.customers.contains(task.customer_id) ||
                       same_person(request_of(database, task).customer, data.person));
        const bool redacts =
            task.kind == data.kind + "s_redact" || task.kind == data.kind + "_redact";
        if (theirs && task.kind == "data_request")
            data.asked.push_back(task.id);
        if (theirs && (redacts || (data.kind == "shop" && task.kind == "customers_redact"))) {
            data.tasks.push_back(task.id);
            add_orders(database, task, data);
        } else {
            requests.insert(task.webhook);
        }
    }
}

/// Bodies that speak of no order but of this person, these customers, or one of these orders.
void find_others(store::Database& database, DataOf& data) {
    std::set<std::int64_t> requests; // needed until their task is done
    join_tasks(database, data, requests);
    store::for_each_body(database, false, [&](store::StoredBody&& body) {
        if (!data.shop.empty() && body.shop != data.shop)
            return;
        const auto names = [&](std::int64_t id) { return order::mentions_number(body.bytes, id); };
        if (data.kind == "shop" || order::mentions(body.bytes, data.person) ||
            std::any_of(data.customers.begin(), data.customers.end(), names) ||
            std::any_of(data.orders.begin(), data.orders.end(), names))
            (requests.contains(body.webhook) ? data.requests : data.others).push_back(body.webhook);
    });
    const auto numbers = numbers_of(database, data.orders);
    data.answers = find_answers(database, [&](const std::string& text) {
        return order::mentions(text, data.person) || names_one(text, numbers);
    });
}

} // namespace

std::set<std::string> numbers_of(store::Database& database,
                                 const std::vector<std::int64_t>& orders) {
    std::set<std::string> out;
    for (const std::int64_t order : orders)
        for (const store::Delivery& d : store::order_deliveries(database, order))
            out.insert(d.po_number);
    return out;
}

bool names_one(std::string_view text, const std::set<std::string>& numbers) {
    const auto is_part = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '_' || c == '.';
    };
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_part(text[end]))
            ++end;
        if (end > at && numbers.contains(std::string{text.substr(at, end - at)}))
            return true;
        at = end + 1;
    }
    return false;
}

std::vector<std::int64_t> find_answers(store::Database& database,
                                       const std::function<bool(const std::string&)>& is_theirs) {
    constexpr std::size_t k_page = 200;
    std::vector<std::int64_t> out;
    std::int64_t after = 0;
    while (true) {
        const auto page = store::unmatched_answers(database, after, k_page);
        if (page.empty())
            return out;
        after = page.back().id;
        for (const store::StoredAnswer& answer : page)
            if (is_theirs(answer.bytes))
                out.push_back(answer.id);
    }
}

std::vector<std::int64_t> shop_orders(store::Database& database, const std::string& shop,
                                      base::Time until) {
    constexpr std::size_t k_page = 10000;
    std::vector<std::int64_t> out;
    std::int64_t after = 0;
    while (true) {
        const auto ids = store::orders_of_shop(database, shop, after, k_page);
        if (ids.empty())
            return out;
        after = ids.back();
        for (const std::int64_t id : ids)
            if (const auto head = store::find_order(database, id);
                head && head->first_seen <= until)
                out.push_back(id);
    }
}

DataOf data_of_person(store::Database& database, const order::Person& person) {
    DataOf data;
    data.kind = "customer";
    data.person = person;
    std::set<std::int64_t> orders;
    store::for_each_body(database, true, [&](store::StoredBody&& body) {
        if (body.order_id == 0 || !order::belongs_to(body.bytes, person))
            return;
        orders.insert(body.order_id);
        for (const std::int64_t id : order::customers_of(body.bytes))
            data.customers.insert(id);
    });
    data.orders.assign(orders.begin(), orders.end());
    if (person.customer_id != 0)
        data.customers.insert(person.customer_id);
    find_others(database, data);
    return data;
}

DataOf data_of_orders(store::Database& database, const std::vector<std::int64_t>& orders) {
    DataOf data;
    data.kind = "orders";
    data.orders = orders;
    find_others(database, data);
    return data;
}

DataOf data_of_task(store::Database& database, std::int64_t task) {
    const auto found = store::find_privacy_task(database, task);
    if (!found)
        throw Error(Exit::not_found,
                    "no task " + std::to_string(task) + "; see `shoporder data-request list`");
    if (found->done_at)
        throw Error(Exit::data, task_name(*found) + " was done at " +
                                    base::format_time(*found->done_at) + " by " + found->done_by);
    DataOf data;
    data.kind = found->kind == "shop_redact" ? "shop" : "customer";
    data.shop = found->shop;
    data.tasks.push_back(task);
    if (data.kind == "shop") {
        data.orders = shop_orders(database, found->shop, found->received_at);
    } else {
        data.person = request_of(database, *found).customer;
        if (data.person.customer_id != 0)
            data.customers.insert(data.person.customer_id);
        add_orders(database, *found, data);
    }
    find_others(database, data);
    return data;
}

} // namespace shoporder::flow
