#pragma once
// Purpose: a stylesheet's documents are made before they are claimed, outside the write lock: by
// another thread ahead of the sender, and by the sender what that one has not begun. Rejected: a
// key of the native document, written again at the claim (each order was read and written twice: a
// third of what UBL costs more); drafting whenever a window is on the wire (beside a server on the
// same two processors UBL went at 0.60 of the native rate, now at 0.83 and more:
// tests/bench/delivery formats).
// State: reads the database; a connection of its own for the other thread. Fails: Error for the
// database; what cannot be drafted is held when it is claimed.
// Threads: one; start() works on another one until all is drafted or the end.
#include "flow/relay/drafts.hpp"
#include "flow/relay/turn.hpp"
#include "store/database.hpp"
#include "store/deliveries.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace shoporder::flow {

class Drafting {
public:
    explicit Drafting(Turn& turn)
        : m_context(turn.context), m_supplier(turn.supplier), m_drafts(turn.drafts) {}
    ~Drafting();
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
    /// Drafts the same on another thread, for a later now(); nothing while that one is still at it.
    void start(const store::Claim& claim);
    /// A window goes out: a near server needs the other processor more, for the little time that
    /// takes. Of a window that takes longer most is waiting, and drafting goes on.
    void stand_back();
    void go_on();
    /// The content of what is claimed: its draft, or made now. Unfit: it cannot be made.
    [[nodiscard]] Content content(store::Database& database, const store::Delivery& delivery) const;

private:
    [[nodiscard]] Content make(store::Database& database, const store::Delivery& delivery) const;
    [[nodiscard]] bool may_go_on();
    void draft(store::Database& database, std::int64_t id) const;
    /// None for what has a document already.
    [[nodiscard]] std::optional<Draft> drafted(store::Database& database, std::int64_t id) const;

    const RunContext& m_context;
    const order::Supplier& m_supplier;
    Drafts& m_drafts;
    std::unique_ptr<store::Database> m_reader; ///< the other thread's, while it works
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::chrono::steady_clock::time_point m_not_before; ///< the other thread's next document
    bool m_enough = false;                              ///< the other thread is to end
    std::future<void> m_ahead;
};

} // namespace shoporder::flow
