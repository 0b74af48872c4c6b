#pragma once
// Purpose: the read-only API on the admin listener: token, route, answer within two seconds, ETag,
// errors as JSON. The same views as the commands' `--json`.
// State: one read-only connection for each request at a time; the token. Fails: every outcome is an
// HTTP status; what is a defect of ours is written to the journal, and its words stay there.
// Threads: answer() and refused() from the server's workers, which bound how many ask at once;
// load_token() from any.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "flow/admin/token_gate.hpp"
#include "log/journal.hpp"
#include "receive/message.hpp"
#include "store/database.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <vector>

namespace shoporder::flow {

class Admin {
public:
    static constexpr std::chrono::milliseconds k_longest{2000}; ///< of one question

    /// All are kept and must outlive it. `ready`: what is sent now can be stored. Reads the token:
    /// Error(config|permission).
    Admin(const config::Settings& settings, const base::Clock& clock, const log::Journal& journal,
          std::function<bool()> ready);

    /// What the server of this listener allows: 4 threads, no bodies, GET and HEAD alone.
    [[nodiscard]] static receive::Limits limits();

    [[nodiscard]] receive::Response answer(const receive::Request& request);
    /// The answer to a request that the server refused by itself.
    [[nodiscard]] receive::Response refused(const receive::Refusal& refusal) const;
    /// Reads the token again (SIGHUP). Where that fails the old one stays.
    void load_token() { m_gate.load(); }

private:
    class Reader;
    [[nodiscard]] receive::Response answer_health(const receive::Request& request) const;
    [[nodiscard]] std::optional<receive::Response> turned_away(const receive::Request& request);
    [[nodiscard]] receive::Response read(const receive::Request& request);
    void note_wrong_token();

    const config::Settings& m_settings;
    const base::Clock& m_clock;
    const log::Journal& m_journal;
    const std::function<bool()> m_ready;
    TokenGate m_gate;
    std::counting_semaphore<> m_turns; ///< who reads at this moment
    std::mutex m_mutex;
    std::vector<store::Database> m_idle; ///< connections nobody uses
    std::chrono::steady_clock::time_point m_said{};
    std::size_t m_unsaid = 0; ///< wrong tokens since
};

} // namespace shoporder::flow
