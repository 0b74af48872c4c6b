#include "store/skus.hpp"

#include "base/text.hpp"
#include "store/connection.hpp"
#include "store/events.hpp"

namespace shoporder::store {

namespace {

using base::Error;
using base::Exit;

/// From the column `at` on: sku, supplier_sku, pack, cost, currency, title.
order::SkuEntry read_entry(Query& q, int at) {
    order::SkuEntry entry;
    entry.sku = q.text(at);
    entry.supplier_sku = q.text(at + 1);
    entry.pack = q.integer(at + 2);
    if (const auto amount = order::Decimal::parse(q.text(at + 3)))
        entry.cost = order::Money{*amount, q.text(at + 4)};
    entry.title = q.text(at + 5);
    return entry;
}

} // namespace

std::vector<SkuTable> sku_tables(Database& database) {
    Query q(database.connection(),
            "SELECT supplier_id, edition, rows, changed_at FROM sku_tables ORDER BY supplier_id");
    std::vector<SkuTable> out;
    while (q.step())
        out.push_back({q.integer(0), q.integer(1), q.integer(2), base::from_micros(q.integer(3))});
    return out;
}

std::vector<std::pair<std::int64_t, order::SkuEntry>> find_skus(Database& database,
                                                                const std::string& sku) {
    Query q(database.connection(),
            "SELECT t.supplier_id, s.sku, s.supplier_sku, s.pack, s.cost, s.currency, s.title"
            " FROM sku_tables t CROSS JOIN supplier_skus s ON s.supplier_id = t.supplier_id"
            " AND s.edition = t.edition AND s.key = ?",
            base::fold(sku));
    std::vector<std::pair<std::int64_t, order::SkuEntry>> out;
    while (q.step())
        out.emplace_back(q.integer(0), read_entry(q, 1));
    return out;
}

void each_sku(Database& database, std::int64_t supplier_id,
              const std::function<void(order::SkuEntry)>& take) {
    Query q(database.connection(),
            "SELECT sku, supplier_sku, pack, cost, currency, title FROM supplier_skus"
            " WHERE supplier_id = ?1 AND edition = (SELECT edition FROM sku_tables"
            " WHERE supplier_id = ?1) ORDER BY key",
            supplier_id);
    while (q.step())
        take(read_entry(q, 0));
}

std::int64_t begin_skus(Write& write, std::int64_t supplier_id, base::Time now) {
    return next_number(write, "skus/" + std::to_string(supplier_id), now);
}

void add_skus(Write& write, std::int64_t supplier_id, std::int64_t edition,
              std::span<const order::SkuEntry> rows) {
    for (const order::SkuEntry& row : rows)
        Query(write.connection(),
              "INSERT INTO supplier_skus (supplier_id, edition, key, sku, supplier_sku, pack, cost,"
              " currency, title) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              supplier_id, edition, base::fold(row.sku), row.sku, row.supplier_sku, row.pack,
              row.cost ? row.cost->amount.text() : std::string{},
              row.cost ? row.cost->currency : std::string{}, row.title)
            .run();
}

void publish_skus(Write& write, std::int64_t supplier_id, std::int64_t edition, std::int64_t rows,
                  base::Time now) {
    if (rows == 0) {
        Query(write.connection(), "DELETE FROM sku_tables WHERE supplier_id = ?", supplier_id)
            .run();
        return;
    }
    Query q(write.connection(),
            "SELECT count(*) FROM supplier_skus WHERE supplier_id = ? AND edition = ?", supplier_id,
            edition);
    if (!q.step() || q.integer(0) != rows)
        throw Error(Exit::data, "another import of this supplier's SKU table came between; nothing "
                                "was changed by this one, run it again");
    Query(write.connection(),
          "INSERT INTO sku_tables (supplier_id, edition, rows, changed_at) VALUES (?1, ?2, ?3, ?4)"
          " ON CONFLICT (supplier_id) DO UPDATE SET edition = ?2, rows = ?3, changed_at = ?4",
          supplier_id, edition, rows, base::to_micros(now))
        .run();
}

bool drop_old_skus(Write& write, std::int64_t supplier_id, std::size_t limit) {
    const int dropped =
        Query(write.connection(),
              "DELETE FROM supplier_skus WHERE supplier_id = ?1 AND (edition, key) IN"
              " (SELECT edition, key FROM supplier_skus WHERE supplier_id = ?1 AND edition <>"
              " coalesce((SELECT edition FROM sku_tables WHERE supplier_id = ?1), 0) LIMIT ?2)",
              supplier_id, static_cast<std::int64_t>(limit))
            .run();
    return static_cast<std::size_t>(dropped) == limit;
}

} // namespace shoporder::store
