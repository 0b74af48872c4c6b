#pragma once
// Purpose: requests that were refused, kept for a short while for a person who looks for the reason
// (`keep_rejected`): nobody vouches for what is in them.
// State: table rejected. Fails: Error from the database. Threads: as Database.
#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::store {

inline constexpr std::size_t k_most_rejected = 100;
inline constexpr std::chrono::hours k_rejected_age{24};
inline constexpr std::size_t k_rejected_body = 1U << 20U; ///< a longer body is not kept

struct Rejected {
    std::int64_t id = 0; ///< set on reading; never used twice
    base::Time at;
    int status = 0;
    std::string reason, path;
    std::string headers; ///< "name: value" lines, printable
    std::string body;    ///< raw; as find_rejected() gives it
    std::size_t size = 0;
    bool body_kept = true;
};

/// Keeps it and forgets all but the newest `keep`.
void keep_rejected(Write& write, const Rejected& rejected, std::size_t keep);
/// Forgets those older than k_rejected_age; returns how many.
std::size_t forget_rejected(Write& write, base::Time now);
/// Newest first, without bodies.
[[nodiscard]] std::vector<Rejected> list_rejected(Database& database);
[[nodiscard]] std::optional<Rejected> find_rejected(Database& database, std::int64_t id);

} // namespace shoporder::store
