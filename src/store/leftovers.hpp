#pragma once
// Purpose: temporary files that failed tries may have left on suppliers' servers, by exact name, so
// that the cleaner never guesses and never touches another's.
// State: table leftovers. Fails: Error from the database. Threads: as Database.
#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::store {

/// Remembers the document's temporary file of its last attempt, if it had one.
void add_leftover(Write& write, std::int64_t document_id, base::Time now);
/// It is gone, or got its final name.
void drop_leftover(Write& write, std::int64_t supplier_id, const std::string& name);
/// The document's temporary file of its last attempt got its final name.
void drop_leftover(Write& write, std::int64_t document_id);

struct Leftover {
    std::string name;
    std::string target; ///< the url it was sent to
};
/// Those older than `before` whose document is settled: nobody looks for them any more.
[[nodiscard]] std::vector<Leftover> stale_leftovers(Database& database, std::int64_t supplier_id,
                                                    base::Time before, std::size_t most);

} // namespace shoporder::store
