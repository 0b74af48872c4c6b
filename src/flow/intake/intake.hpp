#pragma once
// Purpose: one request's way from HTTP to a stored webhook and its answer: the door, the headers,
// whose secret signs it, the hand-over to the writer, or a refusal.
// State: a Keyring and what was refused lately. Fails: every outcome is an HTTP status; 200 means
// committed.
// Threads: answer() from many threads.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "flow/intake/group_commit.hpp"
#include "flow/intake/hand_over.hpp"
#include "flow/intake/keyring.hpp"
#include "flow/intake/refused_requests.hpp"
#include "log/journal.hpp"
#include "receive/message.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace shoporder::flow {

class Intake {
public:
    Intake(const config::Settings& settings, const base::Clock& clock, const log::Journal& journal,
           GroupCommit& writer);

    /// Answers at once, or, when something was stored, after the commit.
    void answer(receive::Request&& request, receive::Reply reply);
    /// A request the server refused by itself: counted and, not too often, written down.
    void refused(const receive::Refusal& refusal) { m_refused.note(refusal); }
    /// Reads the signing secrets again (SIGHUP). Error(config): those read before stay.
    void load_secrets() { m_keys.load(); }

private:
    [[nodiscard]] std::variant<Authentic, Refused> check(const receive::Request& request,
                                                         std::string_view path_topic);
    [[nodiscard]] Refused refuse_signature(const receive::Request& request,
                                           const verify::DeliveryHeaders& headers);
    void note_secret(const std::string& shop, const std::string& label);

    const config::Settings& m_settings;
    const base::Clock& m_clock;
    const log::Journal& m_journal;
    GroupCommit& m_writer;
    Keyring m_keys;
    RefusedRequests m_refused;
};

} // namespace shoporder::flow
