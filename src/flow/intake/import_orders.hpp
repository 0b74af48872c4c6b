#pragma once
// Purpose: orders that a person brings in from a file, unsigned: what got lost on Shopify's way.
// State: the database; each order goes the way of a webhook, with the topic "import" and no secret.
// Fails: an unusable order by value; Error from the database. Threads: one.
#include "base/clock.hpp"
#include "flow/intake/take_order.hpp"
#include "order/order_file.hpp"
#include "store/database.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace shoporder::flow {

struct ImportedOrder {
    std::size_t line = 0; ///< in the file
    std::int64_t id = 0;
    std::string name; ///< "#1001"
    Fate fate = Fate::unusable;
    std::string reason;
};

/// Stores them, in transactions of a few dozen. `shop` is
/// a configured shop's domain; `actor` is for the history.
[[nodiscard]] std::vector<ImportedOrder> import_orders(store::Database& database,
                                                       std::span<const order::OrderFile::Piece> in,
                                                       const std::string& shop, base::Time now,
                                                       const std::string& actor);
/// What is in the file: all of it would be taken but for what is `redacted` or `unusable`. Without
/// a database (null) nothing is known to be redacted.
[[nodiscard]] std::vector<ImportedOrder> preview_import(std::span<const order::OrderFile::Piece> in,
                                                        store::Database* database);

} // namespace shoporder::flow
