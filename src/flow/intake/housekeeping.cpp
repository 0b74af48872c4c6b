#include "flow/intake/housekeeping.hpp"

#include "store/arrivals.hpp"
#include "store/numbers.hpp"
#include "store/rejected.hpp"
#include "store/webhooks.hpp"

namespace shoporder::flow {

namespace {
constexpr std::size_t k_chunk = 1000; // some milliseconds: intake waits for the same lock
} // namespace

bool keep_house(store::Database& database, base::Time now) {
    store::Write write(database);
    const bool more =
        store::forget_webhook_ids(write, now, k_chunk) == k_chunk ||
        store::forget_arrivals(write, store::hour_of(now - k_rhythm), k_chunk) == k_chunk ||
        store::find_missing(write, now - k_last_retry, k_chunk);
    store::forget_rejected(write, now);
    write.commit();
    return more;
}

} // namespace shoporder::flow
