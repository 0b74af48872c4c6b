#pragma once
// Purpose: how uploads ended and how long they took, for each supplier: counted as they end, so
// that no metric ever counts rows.
// State: table uploads. Fails: Error from the database. Threads: as Database.
#include "base/clock.hpp"
#include "base/outcome.hpp"
#include "store/database.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>

namespace shoporder::store {

/// Upper bounds in milliseconds; what takes longer is beyond.
inline constexpr std::array<std::int64_t, 10> k_upload_bounds_ms = {
    100, 250, 500, 1000, 2500, 5000, 10'000, 30'000, 60'000, 300'000};

/// A document is known to be with its supplier.
void count_sent(Write& write, std::int64_t document_id);
/// An attempt that has just ended; one in which nothing was begun does not count.
void count_attempt(Write& write, std::int64_t attempt_id, const base::Outcome& outcome,
                   base::Time now);

struct UploadFigures {
    std::int64_t sent = 0;
    std::map<std::string, std::int64_t> failed;                 ///< by the outcome's class
    std::array<std::int64_t, k_upload_bounds_ms.size()> took{}; ///< attempts done, by bound
    std::int64_t beyond = 0;
    std::int64_t micros = 0; ///< of all attempts done
};
/// By supplier.
[[nodiscard]] std::map<std::int64_t, UploadFigures> upload_figures(Database& database);

} // namespace shoporder::store
