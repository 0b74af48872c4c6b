#pragma once
// Purpose: what shops ask for by compliance webhooks (customers/data_request, customers/redact,
// shop/redact), as tasks with a due date. State: table privacy_tasks. Fails: Error from the
// database. Threads: as Database.
#include "base/clock.hpp"
#include "store/database.hpp"
#include "store/webhooks.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::store {

/// Shopify: "complete the action within 30 days of receiving the request".
inline constexpr std::chrono::days k_privacy_term{30};

struct PrivacyTask {
    std::int64_t id = 0;
    std::string kind; ///< data_request, customers_redact, shop_redact
    std::string shop;
    std::int64_t webhook = 0;           ///< its body names the customer, until it is redacted
    std::int64_t customer_id = 0;       ///< 0: not told
    std::vector<std::int64_t> orders{}; ///< as told; need not be known here
    base::Time received_at;
    base::Time due_at;
    std::optional<base::Time> done_at;
    std::string done_by;
};

/// For accept_webhook(): what an applied compliance webhook asks for. The same request as one that
/// is open is that one.
void add_privacy_task(Write& write, const NewWebhook& webhook, std::int64_t id);

[[nodiscard]] std::optional<PrivacyTask> find_privacy_task(Database& database, std::int64_t id);
/// The soonest due first; those that are done after them, newest first, where they are wanted.
[[nodiscard]] std::vector<PrivacyTask> list_privacy_tasks(Database& database, bool done);
/// false: it was done before, or there is none.
bool finish_privacy_task(Write& write, std::int64_t id, const std::string& by, base::Time now);

} // namespace shoporder::store
