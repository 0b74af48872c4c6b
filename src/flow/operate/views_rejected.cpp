#include "flow/operate/views.hpp"
#include "order/body.hpp"
#include "store/rejected.hpp"
#include "verify/headers.hpp"

namespace shoporder::flow {

namespace {

std::string_view without_hash(std::string_view text) {
    return text.starts_with('#') ? text.substr(1) : text;
}

order::Body body_of(const store::Rejected& r) {
    return order::read_body(r.body, order::Detail::summary);
}

report::RejectedRow row_of(const store::Rejected& r, const order::Body& body) {
    report::RejectedRow row{r.id, r.at, r.status, r.reason, r.path, r.headers, r.size, r.body_kept};
    row.topic = verify::read_headers(verify::parse_saved_request(r.headers).headers).topic;
    row.order_id = body.order_id;
    row.order_number = body.summary ? body.summary->number : 0;
    return row;
}

} // namespace

report::RejectedRow rejected_row(const store::Rejected& rejected) {
    return row_of(rejected, body_of(rejected));
}

std::vector<report::RejectedRow> rejected_rows(store::Database& database) {
    std::vector<report::RejectedRow> out;
    for (const store::Rejected& head : store::list_rejected(database))
        if (const auto whole = store::find_rejected(database, head.id))
            out.push_back(rejected_row(*whole));
    return out;
}

bool is_refused_order(store::Database& database, std::string_view text) {
    const std::string_view name = without_hash(text);
    for (const store::Rejected& head : store::list_rejected(database)) {
        const auto whole = store::find_rejected(database, head.id);
        const order::Body body = whole ? body_of(*whole) : order::Body{};
        if (body.order_id == 0)
            continue;
        if (name == std::to_string(body.order_id) ||
            (body.summary && (name == std::to_string(body.summary->number) ||
                              name == without_hash(body.summary->name))))
            return true;
    }
    return false;
}

} // namespace shoporder::flow
