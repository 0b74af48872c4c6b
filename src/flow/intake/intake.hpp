#pragma once
// Purpose: from an HTTP request to a stored webhook and its answer: which door, whose shop, is it
// signed, what is it, is it on disk.
// State: a GroupCommit. Fails: every outcome is an HTTP status; 200 means committed.
// Threads: answer() from many threads.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "flow/intake/group_commit.hpp"
#include "log/journal.hpp"
#include "receive/message.hpp"
#include "verify/headers.hpp"
#include "verify/signature.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

namespace shoporder::flow {

class Intake {
public:
    Intake(const config::Settings& settings, const base::Clock& clock, const log::Journal& journal,
           GroupCommit& writer);

    /// Answers at once, or, when something was stored, after the commit.
    void answer(receive::Request&& request, receive::Reply reply);
    /// A request the server refused by itself: counted and, not too often, written down.
    void refused(const receive::Refusal& refusal);
    /// Reads the signing secrets again (SIGHUP); keeps the old ones of a shop whose new ones cannot
    /// be read. Error(config) when a shop has none at all.
    void load_secrets();

private:
    struct Shop {
        std::vector<verify::Secret> secrets;
        std::string last; ///< the label that matched last; guarded by m_quiet_mutex
    };
    /// Why a request is refused: the sender reads `why`, the journal `detail` too.
    struct Refused {
        int status = 0;
        std::string why;
        std::string detail{};
    };
    class Sender;
    /// An authentic webhook to be stored, with the shop and the topic it is for.
    struct Authentic {
        verify::DeliveryHeaders headers;
        std::string secret;
        std::string topic;
    };
    /// What can be said without storing anything; nullopt for an authentic webhook.
    [[nodiscard]] std::optional<receive::Response> answer_at_once(receive::Request& request,
                                                                  Authentic& authentic);
    [[nodiscard]] std::optional<receive::Response>
    webhook(receive::Request& request, std::string_view path_topic, Authentic& authentic);
    [[nodiscard]] store::NewWebhook new_webhook(receive::Request& request,
                                                Authentic&& authentic) const;
    [[nodiscard]] receive::Response refuse(receive::Request& request, const Refused& refused);
    [[nodiscard]] receive::Response refuse_signature(receive::Request& request,
                                                     const verify::DeliveryHeaders& headers);
    /// Says so when another secret than before signs a shop's webhooks: a rotation's progress.
    void note_secret(const std::string& shop, const std::string& label);
    [[nodiscard]] std::string label_of(const std::string& shop, const receive::Request& request,
                                       const std::string& presented) const;
    [[nodiscard]] bool any_secret_signs(const receive::Request& request,
                                        const std::string& presented) const;

    const config::Settings& m_settings;
    const base::Clock& m_clock;
    const log::Journal& m_journal;
    GroupCommit& m_writer;
    mutable std::shared_mutex m_secrets_mutex;
    std::map<std::string, Shop> m_shops; // by lower-case domain
    std::mutex m_quiet_mutex;
    struct Quiet {
        base::Time since;
        std::size_t left_out = 0;
    };
    std::map<std::string, Quiet> m_quiet; // refusals already written down, by text
};

} // namespace shoporder::flow
