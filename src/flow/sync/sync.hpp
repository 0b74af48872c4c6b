#pragma once
// Purpose: asks Shopify which orders changed, and takes in what webhooks never brought: orders that
// were lost, newer states, released holds.
// State: the database (orders, table shop_syncs); a lock beside it, one for each shop; Shopify,
// read. Fails: what Shopify says is recorded and returned by value, a shop's trouble stays its own;
// Error for the database. A kill loses nothing: the pass goes on at the page it was at. Threads:
// one.
//
// Two questions: which orders changed since the last complete pass (a point each), and then, for
// those whose newest state is not known here, the whole order. What is known costs one point an
// hour, so that a shop's budget is left for what was lost. Rejected: to fetch every order whole; to
// trust that updated_at moves when a hold is released (it need not): those orders are asked again.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "log/journal.hpp"
#include "store/database.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::flow {

/// Asked again behind the last complete pass: Shopify's search may lag.
inline constexpr std::chrono::minutes k_sync_overlap{10};

struct SyncOptions {
    std::string actor = "shopify sync";
    /// By hand: a span of its own; what is complete stays as it is.
    std::optional<base::Time> since;
    bool dry_run = false;  ///< asks and compares, stores nothing
    bool due_only = false; ///< an hour after the last complete pass, or after a release
};

struct SyncedOrder {
    enum class What { lost, newer, released, unusable } what = What::lost;
    std::int64_t id = 0;
    std::string name;
    std::string reason;
};

struct SyncedShop {
    std::string shop;
    std::size_t changed = 0;         ///< orders Shopify told of
    std::size_t known = 0;           ///< of these, known in that state
    std::size_t too_old = 0;         ///< unknown and created before the shop's start: left alone
    std::size_t not_shown = 0;       ///< known here, and not shown by Shopify
    std::vector<SyncedOrder> orders; ///< what was taken in, or would be
    bool complete = false;
    bool busy = false;        ///< another process is at it
    bool not_due = false;     ///< nothing was asked
    std::string problem;      ///< a word; "": none
    std::string problem_text; ///< with the remedy
    bool passes = false;      ///< the problem may end by itself
    std::vector<std::string> withheld;
    std::string version; ///< that answered
    [[nodiscard]] std::size_t count(SyncedOrder::What what) const;
};

class ShopSyncer {
public:
    /// All are kept and must outlive it.
    ShopSyncer(const config::Settings& settings, const base::Clock& clock,
               const log::Journal& journal)
        : m_settings(settings), m_clock(clock), m_journal(journal) {}

    [[nodiscard]] SyncedShop run(store::Database& database, const config::Shop& shop,
                                 const SyncOptions& options);
    /// From a signal handler: the order under way is finished, nothing new is begun.
    void stop() noexcept { m_stop = true; }

private:
    class Pass;
    const config::Settings& m_settings;
    const base::Clock& m_clock;
    const log::Journal& m_journal;
    std::atomic<bool> m_stop{false};
};

} // namespace shoporder::flow
