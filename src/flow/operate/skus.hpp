#pragma once
// Purpose: a supplier's SKU table replaced as a whole, and what that changes.
// State: the database. Fails: Error(data) when two imports meet, else from the database; the table
// in force stays as it was then. Threads: as the Database.
#include "base/clock.hpp"
#include "order/sku_entry.hpp"
#include "order/supplier.hpp"
#include "store/database.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace shoporder::flow {

/// What a table changes in the one in force.
struct SkuChanges {
    /// The first of each kind, in the order of their keys.
    std::vector<order::SkuEntry> added;
    std::vector<order::SkuEntry> changed; ///< as they become
    std::vector<order::SkuEntry> removed;
    std::int64_t added_count = 0;
    std::int64_t changed_count = 0;
    std::int64_t removed_count = 0;
    std::int64_t unchanged = 0;
    [[nodiscard]] bool any() const { return added_count + changed_count + removed_count > 0; }
};

/// `rows` by their folded SKUs. No more than `most` rows of each kind are kept.
[[nodiscard]] SkuChanges compare_skus(store::Database& database, std::int64_t supplier_id,
                                      std::span<const order::SkuEntry> rows, std::size_t most);

/// Puts them in force; what waits or is held is planned again by them. No rows: the supplier has no
/// table any more. `words` is what the supplier's history says of it.
void replace_skus(store::Database& database, const order::Supplier& supplier,
                  std::span<const order::SkuEntry> rows, const std::string& words,
                  const std::string& actor, const base::Clock& clock);

} // namespace shoporder::flow
