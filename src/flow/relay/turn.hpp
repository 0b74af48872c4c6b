#pragma once
// Purpose: what the connections of one supplier's turn share, under the supplier's lock.
// State: counters and flags. Fails: park() as the database. Threads: any, but for `supplier`, which
// nobody changes during a turn.
#include "flow/relay/drafts.hpp"
#include "flow/relay/run_context.hpp"
#include "order/supplier.hpp"
#include "store/database.hpp"
#include "store/deliveries.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace shoporder::flow {

/// An outcome as one line: the reason, and where.
[[nodiscard]] std::string words(const base::Outcome& outcome);

class Turn {
public:
    /// `until`: when its sending times end, at the latest the run's end. `these`: no other
    /// deliveries are claimed; empty: all that may go.
    Turn(const RunContext& shared, order::Supplier whom, base::Time until,
         std::vector<std::int64_t> these)
        : context(shared),
          supplier(std::move(whom)),
          only(std::move(these)),
          m_until(until),
          m_files(static_cast<std::size_t>(supplier.files_per_run)) {}

    const RunContext& context;
    const order::Supplier supplier;
    const std::vector<std::int64_t> only;
    Drafts drafts;

    /// No window starts any more.
    [[nodiscard]] bool over() const;
    /// The connection failed: nothing more is tried in this turn.
    void break_off() noexcept { m_broken = true; }
    /// No window starts any more, but looking goes on: what was sent has a fate to be told first.
    /// With a reason the turn ends by parking the supplier.
    void wind_up(const std::string& park_reason = {});
    [[nodiscard]] bool may_send() const { return !over() && !m_winding_up; }
    /// Why it is to be parked; "" when it is not.
    [[nodiscard]] std::string park_reason() const;
    /// Stops everything for this supplier until a person has looked.
    void park(store::Database& database, const std::string& reason);

    /// Out of reach for the whole lifetime of this delivery and of all that shares its document.
    [[nodiscard]] bool is_lapsed(store::Database& database, const store::Delivery& d) const;

    /// Takes up to so many of the run's and of the supplier's documents.
    [[nodiscard]] std::size_t take(std::size_t wanted);
    void give_back(std::size_t count);

    /// Counts, for the turn and for the run.
    void add(const RelayResult& part);
    [[nodiscard]] RelayResult result() const { return m_totals.so_far(); }

private:
    const base::Time m_until;
    std::atomic<bool> m_broken{false};
    std::atomic<bool> m_winding_up{false};
    mutable std::mutex m_mutex;
    std::string m_park_reason;
    Budget m_files;
    Totals m_totals;
};

} // namespace shoporder::flow
