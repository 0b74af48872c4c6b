#pragma once
// Purpose: removing a person's data from what is stored, so that nothing of it is left in the file:
// rows, compressed bodies, documents, answers, texts of events. What stays is the ledger: shop,
// order id, updated_at, supplier, purchase-order number, revision, file name, size, digest, times,
// totals. State: nearly every table. Fails: Error from the database.
// Threads: as Database.
//
// What is overwritten or freed is zeroed (secure_delete). It is out of the file when the
// write-ahead log has been emptied, too: empty_log().
//
// Rejected: deleting the rows, after which nothing would know that the order was sent; a key for
// each order that is thrown away, which leaves the names in events and answers.
#include "base/clock.hpp"
#include "store/database.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::store {

/// False for order 0, which is none.
[[nodiscard]] bool is_redacted(Write& write, std::int64_t order_id);
[[nodiscard]] std::optional<base::Time> redacted_at(Database& database, std::int64_t order_id);

/// Its deliveries that are not over: those that are unsent, and those that a person must settle.
[[nodiscard]] std::vector<std::int64_t> open_deliveries(Database& database, std::int64_t order_id);

struct RedactedRows {
    std::size_t webhooks = 0;
    std::size_t documents = 0;
    std::size_t answers = 0;
    std::size_t events = 0;
    bool more = false; ///< there is more of it; again, in another transaction
};
/// Removes what there is of an order, at most `limit` rows of a kind, and lets nothing in any more.
/// The order need not be known. Its deliveries must not be open.
RedactedRows redact_order(Write& write, std::int64_t order_id, std::size_t limit, base::Time now);
/// Any other webhook, by its id. false: its body was gone already.
bool redact_webhook(Write& write, std::int64_t id);
/// Refused requests, kept for a person who looks for the reason: all of them go.
std::size_t redact_rejected(Write& write);

struct StoredBody {
    std::int64_t webhook = 0;
    std::int64_t order_id = 0; ///< 0: speaks of no order
    std::string shop;
    std::string kind;
    base::Time received_at;
    bool newest = false; ///< it is its order's newest state
    std::string bytes;
};
/// Every body that is there, oldest first: of webhooks that speak of no order, and of those that
/// speak of one where `of_orders`. Between two of them nothing is held open.
void for_each_body(Database& database, bool of_orders,
                   const std::function<void(StoredBody&&)>& take);

/// Every answer of which not all is known to be of which delivery: only its words can tell.
struct StoredAnswer {
    std::int64_t id = 0;
    std::string bytes;
};
[[nodiscard]] std::vector<StoredAnswer> unmatched_answers(Database& database, std::int64_t after,
                                                          std::size_t limit);
/// Its bytes go, and it is settled. false: they were gone already.
bool redact_answer(Write& write, std::int64_t id);

/// Who got something of an order, and what.
struct Holder {
    std::string supplier;
    std::int64_t order_id = 0;
    std::string po_number;
    std::string file_name;
    std::optional<base::Time> uploaded_at; ///< nullopt: it may have left, nobody knows
};
[[nodiscard]] std::vector<Holder> holders(Database& database, std::int64_t order_id);
/// Every order of a shop, lowest id above `after` first.
[[nodiscard]] std::vector<std::int64_t> orders_of_shop(Database& database, const std::string& shop,
                                                       std::int64_t after, std::size_t limit);

/// Writes everything into the database file and empties the write-ahead log. Tries for so long
/// where readers are in the way; false: it could not, and old bytes are still in the log.
[[nodiscard]] bool empty_log(Database& database, std::chrono::milliseconds patience);
/// Gives up to `pages` free pages back to the disk; true when there are more.
bool free_pages(Write& write, std::size_t pages);

} // namespace shoporder::store
