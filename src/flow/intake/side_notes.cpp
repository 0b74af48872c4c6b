#include "flow/intake/side_notes.hpp"

#include "store/arrivals.hpp"

namespace shoporder::flow {

namespace {
constexpr std::size_t k_most_bytes = 8U << 20U; // of refused bodies that wait to be written
} // namespace

void SideNotes::accepted(const std::string& shop, const std::string& secret) {
    ++m_tallies["secret/" + shop + "/" + secret];
    ++m_arrivals[shop].first;
}

void SideNotes::reject(store::Rejected rejected, std::size_t keep) {
    m_keep = keep;
    m_rejected_bytes += rejected.body.size();
    m_rejected.push_back(std::move(rejected));
    while (m_rejected.size() > keep || (m_rejected_bytes > k_most_bytes && m_rejected.size() > 1)) {
        m_rejected_bytes -= m_rejected.front().body.size();
        m_rejected.pop_front();
    }
}

void SideNotes::write(store::Write& write, base::Time now) const {
    for (const auto& [name, by] : m_tallies)
        store::add_tally(write, name, now, by);
    for (const auto& [shop, counts] : m_arrivals)
        store::add_arrivals(write, {shop, store::hour_of(now), counts.first, counts.second});
    for (const store::Rejected& rejected : m_rejected)
        store::keep_rejected(write, rejected, m_keep);
    for (const store::Event& event : m_events)
        store::add_event(write, event);
}

} // namespace shoporder::flow
