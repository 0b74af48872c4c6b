#include "store/privacy_tasks.hpp"

#include "base/text.hpp"
#include "order/person.hpp"
#include "store/codec.hpp"
#include "store/connection.hpp"

namespace shoporder::store {

namespace {

PrivacyTask read_row(Query& q) {
    PrivacyTask task;
    task.id = q.integer(0);
    task.kind = q.text(1);
    task.shop = q.text(2);
    task.webhook = q.integer(3);
    task.customer_id = q.integer(4);
    for (const std::string& id : base::split(q.text(5), ' '))
        task.orders.push_back(base::parse_int(id).value_or(0));
    task.received_at = base::from_micros(q.integer(6));
    task.due_at = base::from_micros(q.integer(7));
    if (const auto done = q.maybe_integer(8))
        task.done_at = base::from_micros(*done);
    task.done_by = q.text(9);
    return task;
}

} // namespace

void add_privacy_task(Write& write, const NewWebhook& w, std::int64_t id) {
    const order::PrivacyRequest request =
        order::read_privacy_request(unpack(w.codec, w.packed, w.size));
    std::string orders;
    for (const std::int64_t order : request.orders)
        orders += (orders.empty() ? "" : " ") + std::to_string(order);
    const std::string kind{order::name(w.body.kind)};
    // A person who has no customer's record is in the body alone: each is a task of its own.
    if (request.customer.customer_id != 0 || kind == "shop_redact") {
        Query known(write.connection(),
                    "SELECT 1 FROM privacy_tasks WHERE done_at IS NULL AND kind = ? AND shop = ?"
                    " AND customer_id = ? AND orders = ?",
                    kind, w.shop, request.customer.customer_id, orders);
        if (known.step())
            return;
    }
    Query(
        write.connection(),
        "INSERT INTO privacy_tasks (kind, shop, webhook, customer_id, orders, received_at, due_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        kind, w.shop, id, request.customer.customer_id, orders, base::to_micros(w.received_at),
        base::to_micros(w.received_at + k_privacy_term))
        .run();
}

std::optional<PrivacyTask> find_privacy_task(Database& database, std::int64_t id) {
    Query q(database.connection(),
            "SELECT id, kind, shop, webhook, customer_id, orders, received_at, due_at, done_at,"
            " done_by FROM privacy_tasks WHERE id = ?",
            id);
    return q.step() ? std::optional{read_row(q)} : std::nullopt;
}

std::vector<PrivacyTask> list_privacy_tasks(Database& database, bool done) {
    std::vector<PrivacyTask> tasks;
    Query open(database.connection(),
               "SELECT id, kind, shop, webhook, customer_id, orders, received_at, due_at, done_at,"
               " done_by FROM privacy_tasks WHERE done_at IS NULL ORDER BY due_at, id");
    while (open.step())
        tasks.push_back(read_row(open));
    if (!done)
        return tasks;
    Query closed(database.connection(),
                 "SELECT id, kind, shop, webhook, customer_id, orders, received_at, due_at,"
                 " done_at, done_by FROM privacy_tasks WHERE done_at IS NOT NULL"
                 " ORDER BY done_at DESC, id DESC");
    while (closed.step())
        tasks.push_back(read_row(closed));
    return tasks;
}

bool finish_privacy_task(Write& write, std::int64_t id, const std::string& by, base::Time now) {
    return Query(write.connection(),
                 "UPDATE privacy_tasks SET done_at = ?, done_by = ? WHERE id = ? AND done_at IS"
                 " NULL",
                 base::to_micros(now), by, id)
               .run() == 1;
}

} // namespace shoporder::store
