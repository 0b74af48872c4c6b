#pragma once
// Purpose: what a person does to deliveries: hold, release, cancel, retry, settle, assign.
// State: the database. Fails: Error(data) naming the delivery, its state and what would work.
// Threads: one Database, one thread.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <string>

namespace shoporder::flow {

/// Who acts: "queue release (ann)".
struct Person {
    std::string actor;
    std::string reason; ///< what the person said; "" where none is needed
};

/// A document may carry many deliveries, and goes or stays as a whole.
enum class Scope {
    delivery, ///< this one alone
    file,     ///< it, and what shares its document and its state
};

/// held → what the rules say without the waived reason (ready, or another hold). The next
/// `dispatch` sends it. Error(data) for reasons no one can waive (no route, no url).
void release(store::Database& database, std::int64_t id, const Person& person,
             const base::Clock& clock);
/// waiting, ready, deferred → held until `release`.
void hold(store::Database& database, std::int64_t id, const Person& person,
          const base::Clock& clock);
/// Called off before it left. Error(data) when it may have left already.
void cancel(store::Database& database, std::int64_t id, const Person& person,
            const base::Clock& clock, Scope scope = Scope::delivery);
/// A person closes it, with a reason.
void settle(store::Database& database, std::int64_t id, const Person& person,
            const base::Clock& clock, Scope scope = Scope::delivery);
/// failed → deferred, due now, with a fresh schedule; deferred → due now. `retry ID`. Of a batch,
/// the whole file.
void retry_now(store::Database& database, std::int64_t id, const Person& person,
               const base::Clock& clock);
struct Assigned {
    bool changes = true;    ///< false: the supplier has the line already, nothing was written
    std::int64_t freed = 0; ///< called off before, and due again now
    std::int64_t sent = 0;  ///< with whoever had it: stays there until it is called off
};
/// Gives what is not sent of a line to a supplier and marks the order to be planned.
Assigned assign(store::Database& database, const config::Settings& settings, std::int64_t order,
                std::int64_t line, const std::string& supplier, const Person& person,
                const base::Clock& clock);

} // namespace shoporder::flow
