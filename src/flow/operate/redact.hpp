#pragma once
// Purpose: finding what is stored of a person, an order or a shop, and removing it for ever; the
// ledger stays. Repeats on a restored backup what was removed before.
// State: the database, in small transactions; the list of redactions beside it.
// Fails: Error(data) where deliveries are open or a request for the data comes first; what was
// begun is finished by doing it again, or by `purge`. Threads: one.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "flow/operate/operate.hpp"
#include "order/person.hpp"
#include "store/database.hpp"
#include "store/redaction.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shoporder::flow {

/// What is to be redacted, or handed over.
struct DataOf {
    std::string kind;                     ///< customer, orders, shop
    std::string shop;                     ///< "": any
    order::Person person;                 ///< may be empty
    std::vector<std::int64_t> orders;     ///< some may not be known here
    std::vector<std::int64_t> others;     ///< webhooks that speak of no order
    std::vector<std::int64_t> answers{};  ///< of suppliers, matched to no delivery
    std::vector<std::int64_t> requests{}; ///< those by which open tasks came
    std::set<std::int64_t> customers;     ///< their ids
    std::vector<std::int64_t> tasks;      ///< those that it carries out
    std::vector<std::int64_t> asked{};    ///< open tasks that ask for the same customer's data

    [[nodiscard]] bool empty() const noexcept {
        return orders.empty() && others.empty() && answers.empty();
    }
};
/// Reads every body: an order belongs to whom its body names.
[[nodiscard]] DataOf data_of_person(store::Database& database, const order::Person& person);
[[nodiscard]] DataOf data_of_orders(store::Database& database,
                                    const std::vector<std::int64_t>& orders);
/// What a compliance webhook names. Error(not_found|data) for no such task and one that is done.
[[nodiscard]] DataOf data_of_task(store::Database& database, std::int64_t task);

/// Deliveries that must be settled or cancelled first.
[[nodiscard]] std::vector<std::int64_t> open_deliveries(store::Database& database,
                                                        const DataOf& data);
/// Cancels what has not been sent and closes what has; Error(data) for what is on the wire, or lies
/// in one file with others.
void close_deliveries(store::Database& database, const std::vector<std::int64_t>& deliveries,
                      const Person& person, const base::Clock& clock);

struct RedactionResult {
    std::size_t orders = 0;
    std::size_t webhooks = 0;
    std::size_t documents = 0;
    std::size_t answers = 0;
    std::size_t events = 0;
    std::size_t rejected = 0;
    std::vector<store::Holder> holders; ///< suppliers who have the data
    bool log_emptied = false;           ///< false: a reader was in the way
    std::size_t longest_lock = 0;       ///< ms that others had to wait at most
};
/// Error(data) when a delivery is open.
RedactionResult redact(store::Database& database, const DataOf& data, const Person& person,
                       const base::Clock& clock);

/// Repeats what the list beside the database `listed_at` says, for `restore` and after a crash.
/// Deliveries that are open are closed: they were, before it was redacted. Returns how many orders
/// and webhooks were redacted; 0 when all had been.
std::size_t reapply_redactions(store::Database& database, const std::filesystem::path& listed_at,
                               const Person& person, const base::Clock& clock);

/// By when no backup in the folder holds the data any more; nullopt: none does now.
struct LastBackup {
    std::string name;
    base::Time gone_by;
};
[[nodiscard]] std::optional<LastBackup> last_backup(const config::Settings& settings,
                                                    base::Time now);

} // namespace shoporder::flow
