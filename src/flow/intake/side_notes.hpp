#pragma once
// Purpose: what intake leaves behind besides webhooks: counts, refused requests, events.
// State: values, gathered between two transactions. Fails: write() as the database.
// Threads: one at a time.
#include "base/clock.hpp"
#include "store/database.hpp"
#include "store/events.hpp"
#include "store/rejected.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace shoporder::flow {

class SideNotes {
public:
    /// One more of what `name` counts.
    void count(const std::string& name) { ++m_tallies[name]; }
    /// A request with a wrong or no signature; shop "" where it names none of ours.
    void refused_signature(const std::string& shop) { ++m_arrivals[shop].second; }
    /// An accepted webhook, be it a duplicate.
    void accepted(const std::string& shop, const std::string& secret);
    /// Keeps the newest `keep` of them, and not more than some megabytes between two transactions.
    void reject(store::Rejected rejected, std::size_t keep);
    void event(store::Event event) { m_events.push_back(std::move(event)); }

    [[nodiscard]] bool empty() const noexcept {
        return m_tallies.empty() && m_arrivals.empty() && m_rejected.empty() && m_events.empty();
    }
    void write(store::Write& write, base::Time now) const;

private:
    std::map<std::string, std::int64_t> m_tallies;
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> m_arrivals; ///< accepted, refused
    std::deque<store::Rejected> m_rejected;
    std::size_t m_rejected_bytes = 0;
    std::size_t m_keep = 0;
    std::vector<store::Event> m_events;
};

} // namespace shoporder::flow
