#include "deliver/books.hpp"
#include "deliver/classify.hpp"
#include "deliver/upload.hpp"

#include <array>

namespace shoporder::deliver {

namespace {

using base::OutcomeClass;
using order::UploadMode;
using remote::Reply;
using remote::SizeReply;

Look found(Found what) {
    Look look;
    look.found = what;
    look.outcome.phase = "look";
    return look;
}

Look undecided(std::string reason, int code = 0) {
    return {Found::undecided, {OutcomeClass::permanent, code, std::move(reason), "look"}, false};
}

/// Could not look. Nothing is more doubtful than before, so "uncertain" would say too much.
Look unreachable(const Reply& reply) {
    Look look{Found::unreachable, classify(reply), is_own_fault(reply)};
    if (reply.refused_here) // a name that today's settings know nothing of
        return undecided("nobody can look for it with today's settings: " + reply.text);
    if (look.outcome.cls != OutcomeClass::operator_)
        look.outcome.cls = OutcomeClass::temporary;
    return look;
}

/// The same, by a word that may pass: so it stays until it was said often enough.
Look refused_for_now(const Reply& reply) {
    Look look{Found::unreachable, classify(reply), true, true};
    look.outcome.cls = OutcomeClass::temporary;
    return look;
}

bool is_definite_refusal(const Reply& reply) {
    return !reply.ok && reply.code >= 400 && reply.code != 421 && reply.code != 530;
}

std::string bytes(std::uint64_t n) {
    return std::to_string(n) + " bytes";
}

class Search {
public:
    Search(remote::Session& session, const Manner& manner, const Evidence& evidence,
           const Commit& commit)
        : m_session(session), m_manner(manner), m_e(evidence), m_commit(commit) {}

    Look run() {
        const SizeReply final_file = m_session.size(m_e.final_name);
        if (!final_file.reply.ok)
            return failed(final_file.reply);
        if (m_e.stale)
            return after_restore(final_file.bytes);
        if (m_e.temporary_name.empty())
            return in_place(final_file.bytes);
        if (final_file.bytes)
            return judge_final(*final_file.bytes);
        const SizeReply temporary = m_session.size(m_e.temporary_name);
        if (!temporary.reply.ok)
            return failed(temporary.reply);
        if (!temporary.bytes)
            return judge_absence();
        if (*temporary.bytes != m_e.size)
            return start_over(m_e.temporary_name,
                              "a part of it (" + bytes(*temporary.bytes) +
                                  ") lies under its temporary name and cannot be removed");
        // The supplier no longer accepts renames, so this temporary file cannot be used.
        if (m_manner.mode != UploadMode::rename)
            return start_over(m_e.temporary_name,
                              "it lies under its temporary name and cannot be removed");
        return finish_rename();
    }

private:
    [[nodiscard]] bool is_to_wait(const Reply& reply) const {
        return !m_e.believe && may_pass(reply);
    }
    [[nodiscard]] Look failed(const Reply& reply) const {
        return is_to_wait(reply) ? refused_for_now(reply) : unreachable(reply);
    }

    [[nodiscard]] Look judge_final(std::uint64_t size) const {
        if (m_e.final_next && size == m_e.size)
            return found(Found::delivered);
        if (size != m_e.size)
            return undecided("a file of that name is there with " + bytes(size) + ", ours has " +
                             bytes(m_e.size));
        return undecided(
            "a file of that name and size is there, but ours had not come to its rename");
    }

    /// What is known is older than what was done. A file that is there is judged as ever; one that
    /// is not may have been taken, whatever lies under temporary names.
    [[nodiscard]] Look after_restore(std::optional<std::uint64_t> size) {
        constexpr const char* k_ask =
            "the database was restored since its last attempt that is known, and a later one may "
            "have sent it";
        if (!size)
            return undecided(std::string{k_ask} +
                             "; no file of its name is there now, the supplier may have taken it");
        if (!m_e.final_next && *size == m_e.size)
            return undecided(std::string{k_ask} + "; a file of its name and size is there");
        if (m_e.done_name.empty() || *size != m_e.size)
            return judge_final(*size);
        const SizeReply done = m_session.size(m_e.done_name);
        if (!done.reply.ok)
            return failed(done.reply);
        if (done.bytes && m_e.size_verified)
            return found(Found::delivered);
        return undecided(std::string{k_ask} + "; it is there, " +
                         (done.bytes ? "with" : "without") + " its done-file");
    }

    [[nodiscard]] Look judge_absence() const {
        if (!m_e.final_next && !m_e.acknowledged)
            return found(Found::send_again);
        if (m_e.final_next && m_e.size_verified && m_manner.consumes)
            return found(Found::inferred);
        if (m_e.acknowledged && !m_e.size_verified)
            return undecided("the server acknowledged the whole file and shows it under no name of "
                             "ours: the supplier may have it; ask them before it is sent again");
        return undecided(m_manner.consumes
                             ? "it was about to be published and is gone; its size was never seen"
                             : "it was about to be published and is gone; whether the supplier "
                               "took it is not known (consumes = false)");
    }

    void commit(Mark mark) const {
        const std::array documents{m_e.document};
        m_commit(documents, mark);
    }

    /// Removes what lies there, so that the document can start over. That it was about to be
    /// published is taken back first: a removal whose answer is lost must not look like a supplier
    /// who took the file. What lies under a final name stays known as ours until it is gone.
    [[nodiscard]] Look start_over(const std::string& name, const std::string& why, int code = 0) {
        commit(m_e.temporary_name.empty() ? Mark::writing : Mark::taken_back);
        const Reply removed = m_session.remove(name);
        if (removed.ok)
            return found(Found::send_again);
        if (is_to_wait(removed))
            return refused_for_now(removed);
        return is_definite_refusal(removed) ? undecided(why + ": " + removed.text, code)
                                            : unreachable(removed);
    }

    [[nodiscard]] Look finish_rename() {
        commit(Mark::publishing); // before RNTO leaves, as in upload()
        const Reply renamed = m_session.rename(m_e.temporary_name, m_e.final_name);
        if (renamed.ok)
            return found(Found::finished);
        if (renamed.refused_here)
            return undecided(classify(renamed).reason);
        if (is_to_wait(renamed))
            return refused_for_now(renamed);
        if (!is_definite_refusal(renamed)) {
            // It may have happened: uncertain for longer, and nothing worse.
            Look look = unreachable(renamed);
            look.outcome.cls = OutcomeClass::uncertain;
            return look;
        }
        // Surely not renamed, though whole and the final name free: not this file's fault. The next
        // ones would fare no better, and each would need a person.
        if (renamed.code >= 500)
            return {Found::unreachable,
                    {OutcomeClass::operator_, renamed.code,
                     "the server refuses to rename: " + renamed.text +
                         "; they must allow it, or upload.mode be done-file or direct",
                     "rename"},
                    false};
        // Refused for now: start over, and count it as the document's fault.
        return start_over(m_e.temporary_name, "neither renamed nor removed: " + renamed.text,
                          renamed.code);
    }

    // ---- the final name was written itself

    [[nodiscard]] Look in_place(std::optional<std::uint64_t> size) {
        if (!m_e.final_next)
            return found(Found::send_again); // what is there was there before
        if (!m_e.done_name.empty())
            return with_done_file(size);
        if (size == m_e.size)
            return found(Found::delivered);
        if (size)
            return undecided("a part of it (" + bytes(*size) + " of " + bytes(m_e.size) +
                             ") lies under its final name; the supplier may have read it");
        return undecided("it was about to be written under its final name and is not there: the "
                         "supplier took it, or it never arrived");
    }

    [[nodiscard]] Look with_done_file(std::optional<std::uint64_t> size) {
        const SizeReply done = m_session.size(m_e.done_name);
        if (!done.reply.ok)
            return failed(done.reply);
        if (done.bytes)
            return m_e.size_verified
                       ? found(Found::delivered)
                       : undecided("a done-file is there, but ours had not been written yet");
        if (!size) // before its done-file nobody takes it
            return m_e.size_verified || m_e.acknowledged ? judge_absence()
                                                         : found(Found::send_again);
        if (*size != m_e.size)
            return start_over(m_e.final_name, "a part of it (" + bytes(*size) +
                                                  ") lies under its final name and cannot be "
                                                  "removed");
        commit(Mark::publishing);
        const Reply put = m_session.put(m_e.done_name, "");
        if (put.ok)
            return found(Found::finished);
        if (is_to_wait(put))
            return refused_for_now(put);
        if (is_definite_refusal(put))
            return undecided("it lies there whole, and its done-file is refused: " + put.text,
                             put.code);
        Look look = unreachable(put);
        look.outcome.cls = OutcomeClass::uncertain;
        return look;
    }

    remote::Session& m_session;
    const Manner& m_manner;
    const Evidence& m_e;
    const Commit& m_commit;
};

} // namespace

Look look(remote::Session& session, const Manner& manner, const Evidence& evidence,
          const Commit& commit) {
    return Search{session, manner, evidence, commit}.run();
}

} // namespace shoporder::deliver
