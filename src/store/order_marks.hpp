#pragma once
// Purpose: the index by which a person's orders, and those with an article, are found without
// reading every body: a number for each e-mail address, phone number, customer id and SKU of an
// order's newest body.
// State: tables order_marks, mark_key, orders. Fails: Error from the database. Threads: as
// Database.
//
// A number is 32 bits of a SHA-256 over this database's random key and the mark. It holds nobody's
// data, and several people may have the same one: whoever looks up reads the order's body, too. An
// order has none once its body was redacted or purged.
//
// Rejected: marks in plain text (personal data in one more place); filling it as a webhook comes
// (random pages in the transaction that a shop waits for); triggers (nobody sees them).
#include "store/database.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::store {

/// An order whose newest body is not in the index yet.
struct UnmarkedOrder {
    std::int64_t order = 0;
    std::int64_t webhook = 0;
};
/// Lowest id above `after` first.
[[nodiscard]] std::vector<UnmarkedOrder> unmarked_orders(Database& database, std::int64_t after,
                                                         std::size_t limit);
/// How many there are, counted up to `most`.
[[nodiscard]] std::size_t count_unmarked(Database& database, std::size_t most);

/// Puts the marks of that body in the place of the order's earlier ones. Of a body that is gone by
/// now, or no longer the newest, none are kept.
void mark_order(Write& write, const UnmarkedOrder& of, const std::vector<std::string>& marks);
/// The order has lost its body.
void forget_marks(Write& write, std::int64_t order);

/// Orders that may have one of these marks, and those that are not in the index; ids below
/// `before`, highest first, at most `limit`. No marks: none.
[[nodiscard]] std::vector<std::int64_t> maybe_marked(Database& database,
                                                     const std::vector<std::string>& marks,
                                                     std::int64_t before, std::size_t limit);

} // namespace shoporder::store
