#pragma once
// Purpose: what is older than its retention, kind by kind, found without the write lock and removed
// in small pieces. The ledger stays: orders, deliveries, documents' names, sizes and digests.
// Nothing is removed of an order with a delivery that is not over, or that is still to be planned.
// State: tables webhooks, documents, answers, events, rejected. Fails: Error from the database.
// Threads: as Database.
#include "base/clock.hpp"
#include "store/database.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace shoporder::store {

enum class Kind {
    bodies,    ///< of webhooks; the row stays
    webhooks,  ///< rows, but for each order's newest and what a privacy task came by
    documents, ///< bytes; the row stays
    answers,   ///< bytes and the supplier's words; the row stays
    events,    ///< rows, but for the newest
    rejected,  ///< rows
};
inline constexpr std::array k_kinds = {Kind::bodies,  Kind::webhooks, Kind::documents,
                                       Kind::answers, Kind::events,   Kind::rejected};
[[nodiscard]] std::string_view name(Kind kind) noexcept;

/// Ids of what is due, above `after`, lowest first.
[[nodiscard]] std::vector<std::int64_t> find_old(Database& database, Kind kind, base::Time before,
                                                 std::int64_t after, std::size_t limit);
/// Removes those that are still due; returns how many.
std::size_t remove_old(Write& write, Kind kind, base::Time before,
                       const std::vector<std::int64_t>& ids);

/// To be called before remove_old(). This connection writes the log back into the file in small
/// steps, so that none of its commits takes long, and checks no reference of orders to webhooks:
/// that would read all orders for each webhook that is removed.
void prepare_purge(Database& database);

[[nodiscard]] std::optional<base::Time> last_event(Database& database);
/// Orders that were redacted and of which a supplier's answer came since.
[[nodiscard]] std::vector<std::int64_t> answered_since_redacted(Database& database);
[[nodiscard]] std::size_t count_free_pages(Database& database);

} // namespace shoporder::store
