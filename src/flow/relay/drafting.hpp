#pragma once
// Purpose: a stylesheet's documents are made before they are claimed: outside the write lock, and
// while the window before is on the wire. Rejected: a key of the native document, written again at
// the claim (each order was read and written twice: a third of what UBL costs more).
// State: reads the database; a connection of its own for the other thread. Fails: Error for the
// database; what cannot be drafted is held when it is claimed.
// Threads: one; start() works on another one until finish() or the end.
#include "flow/relay/drafts.hpp"
#include "flow/relay/turn.hpp"
#include "store/database.hpp"
#include "store/deliveries.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <vector>

namespace shoporder::flow {

class Drafting {
public:
    explicit Drafting(Turn& turn)
        : m_context(turn.context), m_supplier(turn.supplier), m_drafts(turn.drafts) {}
    ~Drafting() { finish(); }
    Drafting(const Drafting&) = delete;
    Drafting& operator=(const Drafting&) = delete;

    /// Does this supplier's format take long enough? A batch is made of what is claimed with it,
    /// and nobody knows that before.
    [[nodiscard]] bool is_worth_it() const;
    /// Drafts what `claim` would take; returns what may be claimed now, oldest first. No document
    /// is begun after `until`, but at least one is drafted.
    [[nodiscard]] std::vector<std::int64_t> now(store::Database& database,
                                                const store::Claim& claim,
                                                std::chrono::steady_clock::time_point until) const;
    /// Drafts the same on another thread, until finish(), for a later now().
    void start(const store::Claim& claim);
    /// Waits for the one document that the other thread is at.
    void finish() noexcept;
    /// The content of what is claimed: its draft, or made now. Unfit: it cannot be made.
    [[nodiscard]] Content content(store::Database& database, const store::Delivery& delivery) const;

private:
    [[nodiscard]] Content make(store::Database& database, const store::Delivery& delivery) const;
    void draft(store::Database& database, std::int64_t id) const;
    [[nodiscard]] std::vector<std::int64_t> draft_while(store::Database& database,
                                                        const store::Claim& claim,
                                                        const std::function<bool()>& go_on) const;

    const RunContext& m_context;
    const order::Supplier& m_supplier;
    Drafts& m_drafts;
    std::unique_ptr<store::Database> m_reader; ///< the other thread's, while it works
    std::atomic<bool> m_enough{false};
    std::future<void> m_ahead;
};

} // namespace shoporder::flow
