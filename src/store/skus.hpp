#pragma once
// Purpose: suppliers' SKU tables. A table is replaced as a whole: the new edition is written in
// chunks beside the one in force, and comes into force in one short transaction.
// State: tables sku_tables, supplier_skus. Fails: Error(data) when an edition is not whole, else
// from the database. Threads: as Database.
// Rejected: one transaction for 100,000 rows (`serve` would wait for the lock and let Shopify
// wait); rows changed in place (an order would be planned by half a table).
#include "base/clock.hpp"
#include "order/sku_entry.hpp"
#include "store/database.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace shoporder::store {

struct SkuTable {
    std::int64_t supplier_id = 0;
    std::int64_t edition = 0; ///< no other table of this supplier has had it, or will
    std::int64_t rows = 0;
    base::Time changed_at;
};
/// Those in force; a supplier without one has none.
[[nodiscard]] std::vector<SkuTable> sku_tables(Database& database);

/// The rows that all suppliers' tables have for this SKU of ours, with the supplier's id.
[[nodiscard]] std::vector<std::pair<std::int64_t, order::SkuEntry>>
find_skus(Database& database, const std::string& sku);

/// A table's rows in the order of their keys.
void each_sku(Database& database, std::int64_t supplier_id,
              const std::function<void(order::SkuEntry)>& take);

/// The number of a new edition.
[[nodiscard]] std::int64_t begin_skus(Write& write, std::int64_t supplier_id, base::Time now);
/// Keys are unique within an edition.
void add_skus(Write& write, std::int64_t supplier_id, std::int64_t edition,
              std::span<const order::SkuEntry> rows);
/// It is in force when the transaction is. Error(data) when it has not so many rows: another import
/// came between. 0 rows: the supplier has no table any more.
void publish_skus(Write& write, std::int64_t supplier_id, std::int64_t edition, std::int64_t rows,
                  base::Time now);
/// Deletes at most `limit` rows that are in no edition in force; false when there were fewer.
bool drop_old_skus(Write& write, std::int64_t supplier_id, std::size_t limit);

} // namespace shoporder::store
