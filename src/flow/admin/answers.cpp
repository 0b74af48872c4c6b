#include "flow/admin/answers.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "flow/admin/metrics.hpp"
#include "flow/operate/filters.hpp"
#include "flow/operate/views.hpp"
#include "store/documents.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;
using receive::Response;

// Bodies are read outside of the database, whose own limit then does not count.
constexpr std::chrono::milliseconds k_longest_search{1500};

Response json(const report::Value& value) {
    Response response;
    response.content_type = "application/json";
    response.body = value.text();
    return response;
}

/// A page, and where the next one is (RFC 8288) when this is not the last.
Response page(const report::Value& value, const Question& question, bool more, std::int64_t last) {
    Response response = json(value);
    if (more)
        response.headers.emplace_back("Link", "<" + question.next(last) + ">; rel=\"next\"");
    return response;
}

/// As the answers write times, so that one can be put back.
std::optional<base::Time> time_of(const Question& question, std::string_view name) {
    const std::string text = question.text(name);
    if (text.empty())
        return std::nullopt;
    const auto time = base::parse_time(text);
    if (!time)
        throw Error(Exit::usage, "the parameter `" + std::string{name} +
                                     "` takes a time such as 2026-11-22T10:00:00Z");
    return time;
}

Error not_found(const std::string& message) {
    return {Exit::not_found, message};
}

std::string media_type(const std::string& file_name) {
    return file_name.ends_with(".xml") ? "application/xml" : "application/octet-stream";
}

} // namespace

Response answer_status(const Sources& sources, const Question& /*question*/) {
    return json(report::to_json(status_view(sources.database, sources.settings, sources.now)));
}

Response answer_orders(const Sources& sources, const Question& question) {
    store::OrderFilter filter;
    filter.shop = base::lower(question.text("shop"));
    if (const auto states = base::split(question.text("state"), ','); !states.empty())
        filter.states = delivery_states(states, "state");
    if (const std::string supplier = question.text("supplier"); !supplier.empty())
        filter.supplier_id = supplier_named(sources.database, supplier);
    filter.since = time_of(question, "since");
    filter.until = time_of(question, "until");
    filter.limit = question.limit();
    if (const auto after = question.number("after"))
        filter.before_id = *after; // the newest come first
    OrderSearch search;
    search.sku = base::trim(question.text("sku"));
    search.until = std::chrono::steady_clock::now() + k_longest_search;
    const report::OrderList list = order_list(sources.database, filter, search);
    return page(report::to_json(list), question, list.more,
                list.orders.empty() ? 0 : list.orders.back().id);
}

Response answer_order(const Sources& sources, const Question& question) {
    return json(
        report::to_json(order_story(sources.database, sources.settings, question.ids().front())));
}

Response answer_document(const Sources& sources, const Question& question) {
    const std::int64_t order = question.ids().front();
    const std::int64_t id = question.ids().back();
    const auto carried = store::document_deliveries(sources.database, id);
    const bool ours = std::any_of(carried.begin(), carried.end(),
                                  [order](const auto& d) { return d.order_id == order; });
    const auto head = store::find_document(sources.database, id);
    if (!ours || !head)
        throw not_found("order " + std::to_string(order) + " has no document " +
                        std::to_string(id) + "; /orders/" + std::to_string(order) +
                        " lists them by id");
    Response response;
    response.content_type = media_type(head->file_name);
    response.body = store::document_bytes(sources.database, id);
    // Its name has letters, digits, `.`, `_` and `-` alone. A browser must neither show it as a
    // page of ours nor guess what it is.
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"" + head->file_name + "\"");
    return response;
}

Response answer_deliveries(const Sources& sources, const Question& question) {
    store::DeliveryFilter filter;
    filter.states = delivery_states(base::split(question.text("state"), ','), "state");
    if (const std::string supplier = question.text("supplier"); !supplier.empty())
        filter.supplier_id = supplier_named(sources.database, supplier);
    filter.reason_code = question.text("code");
    filter.shop = base::lower(question.text("shop"));
    filter.after_id = question.number("after").value_or(0);
    filter.limit = question.limit();
    const report::QueueView view = queue_view(sources.database, filter);
    return page(report::to_json(view), question, view.more,
                view.deliveries.empty() ? 0 : view.deliveries.back().id);
}

Response answer_suppliers(const Sources& sources, const Question& /*question*/) {
    return json(report::to_json(supplier_rows(sources.database)));
}

Response answer_answers(const Sources& sources, const Question& question) {
    store::AnswerFilter filter;
    filter.state = answer_state(question.text("state"), "state");
    if (const std::string supplier = question.text("supplier"); !supplier.empty())
        filter.supplier_id = supplier_named(sources.database, supplier);
    filter.before_id = question.number("after").value_or(0); // the newest come first
    filter.limit = question.limit();
    const report::AnswerList list = answer_list(sources.database, filter);
    return page(report::to_json(list), question, list.more,
                list.answers.empty() ? 0 : list.answers.back().id);
}

Response answer_events(const Sources& sources, const Question& question) {
    store::EventFilter filter;
    filter.order_id = question.number("order").value_or(0);
    filter.delivery_id = question.number("delivery").value_or(0);
    const auto after = question.number("after");
    filter.after_id = after.value_or(0);
    filter.newest = !after;
    filter.limit = question.limit(100);
    const store::Snapshot snapshot(sources.database);
    Names names(sources.database);
    std::vector<report::EventRow> rows;
    for (const store::Event& event : store::list_events(sources.database, filter))
        rows.push_back(event_row(names, event));
    report::Value out = report::Value::object();
    out.set("events", report::json_array(
                          rows, [](const report::EventRow& row) { return report::to_json(row); }));
    // Always: the same address asks for what happens next, as `log --follow` does.
    const std::int64_t last = rows.empty() ? filter.after_id : rows.back().id;
    return page(out, question, last > 0, last);
}

Response answer_metrics(const Sources& sources, const Question& /*question*/) {
    Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics_text(sources.database, sources.settings, sources.now);
    return response;
}

} // namespace shoporder::flow
