#include "flow/intake/refused_requests.hpp"

#include "base/text.hpp"
#include "flow/intake/door.hpp"
#include "flow/intake/hand_over.hpp"
#include "verify/diagnosis.hpp"

#include <chrono>
#include <utility>

namespace shoporder::flow {

namespace {

constexpr std::chrono::seconds k_quiet{10}; // one line for each kind of refusal in this time
constexpr std::size_t k_quiet_kinds = 100;  // texts with a shop's name are the sender's choice

} // namespace

receive::Response RefusedRequests::refuse(receive::Request& request, const Refused& refused) {
    const std::string reason = refused.why + (refused.detail.empty() ? "" : ": " + refused.detail);
    // What is kept leads nowhere: whoever reads it is there already.
    note(
        {refused.status,
         reason + (refused.status == 401 ? "; next: " + std::string{verify::k_refused_next} : "")});
    if (m_settings.keep_rejected > 0) {
        store::Rejected kept;
        kept.at = m_clock.now();
        kept.status = refused.status;
        kept.reason = reason;
        kept.path = base::printable(request.path, 200);
        kept.headers = kept_headers(request);
        kept.body = std::move(request.body);
        m_writer.note(
            [&](SideNotes& notes) { notes.reject(std::move(kept), m_settings.keep_rejected); });
    }
    return plain(refused.status, refused.why);
}

void RefusedRequests::note(const receive::Refusal& refusal) {
    m_writer.note(
        [&](SideNotes& notes) { notes.count("refused/" + std::to_string(refusal.status)); });
    const std::string text = std::to_string(refusal.status) + " " + refusal.reason;
    const base::Time now = m_clock.now();
    std::size_t left_out = 0;
    {
        const std::scoped_lock guard(m_mutex);
        if (m_said.size() > k_quiet_kinds)
            m_said.clear();
        const auto [entry, fresh] = m_said.try_emplace(text, Quiet{now});
        if (!fresh && now - entry->second.since < k_quiet) {
            ++entry->second.left_out;
            return;
        }
        left_out = std::exchange(entry->second.left_out, 0);
        entry->second.since = now;
    }
    m_journal.write(log::Priority::warning, "refused",
                    text + (left_out > 0
                                ? " (" + std::to_string(left_out) + " more since the last line)"
                                : ""));
}

} // namespace shoporder::flow
