#include "store/order_marks.hpp"

#include "base/digest.hpp"
#include "store/connection.hpp"

#include <algorithm>
#include <functional>

namespace shoporder::store {

namespace {

std::string key_of(Connection& connection) {
    Query q(connection, "SELECT key FROM mark_key");
    if (!q.step())
        throw base::Error(base::Exit::bug, "the database has lost the key of its index");
    return q.text(0);
}

std::int64_t number_of(const std::string& key, const std::string& mark) {
    constexpr std::size_t k_bytes = 4;
    const base::Sha256 digest = base::sha256(key + mark);
    std::int64_t number = 0;
    for (std::size_t i = 0; i < k_bytes; ++i)
        number = number * 256 + digest.at(i);
    return number;
}

} // namespace

std::vector<UnmarkedOrder> unmarked_orders(Database& database, std::int64_t after,
                                           std::size_t limit) {
    Query q(database.connection(),
            "SELECT id, webhook FROM orders WHERE marked <> webhook AND id > ? ORDER BY id LIMIT ?",
            after, static_cast<std::int64_t>(limit));
    std::vector<UnmarkedOrder> out;
    while (q.step())
        out.push_back({q.integer(0), q.integer(1)});
    return out;
}

std::size_t count_unmarked(Database& database, std::size_t most) {
    Query q(database.connection(),
            "SELECT count(*) FROM (SELECT 1 FROM orders WHERE marked <> webhook LIMIT ?)",
            static_cast<std::int64_t>(most));
    return q.step() ? static_cast<std::size_t>(q.integer(0)) : 0;
}

void mark_order(Write& write, const UnmarkedOrder& of, const std::vector<std::string>& marks) {
    Query there(write.connection(),
                "SELECT w.codec <> 'gone' FROM orders o JOIN webhooks w ON w.id = o.webhook WHERE"
                " o.id = ? AND o.webhook = ?",
                of.order, of.webhook);
    if (!there.step())
        return; // a newer body has come, which has its own turn
    const bool kept = there.integer(0) != 0;
    forget_marks(write, of.order);
    Query(write.connection(), "UPDATE orders SET marked = webhook WHERE id = ?", of.order).run();
    if (!kept)
        return;
    const std::string key = key_of(write.connection());
    for (const std::string& mark : marks)
        Query(write.connection(),
              "INSERT INTO order_marks (number, order_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
              number_of(key, mark), of.order)
            .run();
}

void forget_marks(Write& write, std::int64_t order) {
    Query(write.connection(), "DELETE FROM order_marks WHERE order_id = ?", order).run();
}

std::vector<std::int64_t> maybe_marked(Database& database, const std::vector<std::string>& marks,
                                       std::int64_t before, std::size_t limit) {
    if (marks.empty())
        return {};
    const auto most = static_cast<std::int64_t>(limit);
    std::vector<std::int64_t> ids;
    const auto read = [&ids](Query&& q) {
        while (q.step())
            ids.push_back(q.integer(0));
    };
    const std::string key = key_of(database.connection());
    for (const std::string& mark : marks)
        read(Query(database.connection(),
                   "SELECT order_id FROM order_marks WHERE number = ? AND order_id < ?"
                   " ORDER BY order_id DESC LIMIT ?",
                   number_of(key, mark), before, most));
    read(Query(database.connection(),
               "SELECT id FROM orders WHERE marked <> webhook AND id < ? ORDER BY id DESC LIMIT ?",
               before, most));
    std::sort(ids.begin(), ids.end(), std::greater<>{});
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    if (ids.size() > limit)
        ids.resize(limit);
    return ids;
}

} // namespace shoporder::store
