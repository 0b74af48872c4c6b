#pragma once
// Purpose: what becomes of a request that is refused: counted, said in the journal (the same
// refusal once in ten seconds, with the number left out), and, where `keep_rejected` says so, kept.
// State: which refusals were said lately. Fails: not at all.
// Threads: any.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "flow/intake/group_commit.hpp"
#include "log/journal.hpp"
#include "receive/message.hpp"

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace shoporder::flow {

/// Why a request is refused: the sender reads `why`, the journal `detail` too.
struct Refused {
    int status = 0;
    std::string why;
    std::string detail{};
};

class RefusedRequests {
public:
    /// All are kept and must outlive it.
    RefusedRequests(const config::Settings& settings, const base::Clock& clock,
                    const log::Journal& journal, GroupCommit& writer)
        : m_settings(settings), m_clock(clock), m_journal(journal), m_writer(writer) {}

    /// The answer. Where the request is kept, its body is taken.
    [[nodiscard]] receive::Response refuse(receive::Request& request, const Refused& refused);
    /// One that the server refused by itself.
    void note(const receive::Refusal& refusal);

private:
    struct Quiet {
        base::Time since;
        std::size_t left_out = 0;
    };
    const config::Settings& m_settings;
    const base::Clock& m_clock;
    const log::Journal& m_journal;
    GroupCommit& m_writer;
    std::mutex m_mutex;
    std::map<std::string, Quiet> m_said; ///< by text
};

} // namespace shoporder::flow
