#include "deliver/upload.hpp"

#include "base/digest.hpp"
#include "deliver/classify.hpp"

#include <optional>

namespace shoporder::deliver {

namespace {

using base::Outcome;
using base::OutcomeClass;
using remote::Reply;

constexpr std::size_t k_longest_temporary = 80;

/// Did the server speak about this file, so that the next one may fare better? All else is a
/// fault of the connection, of the login or of the folder.
bool is_own_fault(const Reply& reply) {
    if (reply.refused_here)
        return reply.phase != remote::Phase::connect;
    const bool answered = reply.code >= 400 && reply.code != 421 && reply.code != 530;
    const bool about_files = reply.phase != remote::Phase::connect &&
                             reply.phase != remote::Phase::login &&
                             reply.phase != remote::Phase::folder;
    return answered && about_files;
}

class Window {
public:
    Window(remote::Session& session, std::span<const Upload> uploads)
        : m_session(session), m_uploads(uploads), m_results(uploads.size()) {
        for (std::size_t i = 0; i < uploads.size(); ++i)
            m_results[i].document = uploads[i].document;
    }

    std::vector<Result> run(const RenameNext& rename_next) {
        for (std::size_t i = 0; i < m_uploads.size() && !m_ended; ++i)
            place(i);
        if (!m_ended && !m_verified.empty()) {
            std::vector<std::int64_t> documents;
            for (const std::size_t i : m_verified)
                documents.push_back(m_uploads[i].document);
            rename_next(documents); // throws: nothing was renamed, look() will find the rest
            for (const std::size_t i : m_verified)
                if (!m_ended)
                    publish(i);
        }
        close_books();
        return std::move(m_results);
    }

private:
    /// Writes the temporary file and makes sure of it; m_verified gets what may be renamed.
    void place(std::size_t i) {
        const Upload& u = m_uploads[i];
        m_begun = i + 1;
        if (const Reply put = m_session.put(u.temporary_name, u.bytes); !put.ok)
            return fail(i, put);
        m_results[i].outcome = {OutcomeClass::uncertain, 0,
                                "the session ended before the rename; the file lies under its "
                                "temporary name",
                                "put"};
        const remote::SizeReply seen = m_session.size(u.temporary_name);
        if (!seen.reply.ok)
            return fail_landed(i, seen.reply);
        if (!seen.bytes)
            return settle(i, {OutcomeClass::operator_, seen.reply.code,
                              "the file vanished under its temporary name " + u.temporary_name +
                                  ": the server hides it or the supplier takes such names",
                              "size"});
        if (*seen.bytes != u.bytes.size()) {
            remove_temporary(u);
            return settle(i, {OutcomeClass::temporary, seen.reply.code,
                              "the server has " + std::to_string(*seen.bytes) + " bytes of " +
                                  std::to_string(u.bytes.size()),
                              "size"});
        }
        m_results[i].size_verified = true;
        // Before "rename next" is committed: a foreign file must never come to look like ours.
        const remote::SizeReply taken = m_session.size(u.final_name);
        if (!taken.reply.ok)
            return fail_landed(i, taken.reply);
        if (taken.bytes) {
            remove_temporary(u);
            return settle(i, {OutcomeClass::permanent, taken.reply.code,
                              "a file of that name is there already (" +
                                  std::to_string(*taken.bytes) + " bytes)",
                              "size"});
        }
        m_verified.push_back(i);
    }

    void publish(std::size_t i) {
        const Upload& u = m_uploads[i];
        const Reply renamed = m_session.rename(u.temporary_name, u.final_name);
        if (!renamed.ok)
            return fail(i, renamed);
        m_results[i].outcome = classify(renamed);
    }

    /// The call itself says what became of the document.
    void fail(std::size_t i, const Reply& reply) {
        settle(i, classify(reply));
        if (!is_own_fault(reply))
            end(m_results[i].outcome);
    }

    /// The file is on the server under its temporary name, and what came after failed.
    void fail_landed(std::size_t i, const Reply& reply) {
        Outcome outcome = classify(reply);
        if (!is_own_fault(reply))
            end(outcome);
        if (outcome.cls == OutcomeClass::temporary) {
            outcome.cls = OutcomeClass::uncertain;
            outcome.reason = "the file lies under its temporary name, unchecked: " + outcome.reason;
        }
        settle(i, std::move(outcome));
    }

    void settle(std::size_t i, Outcome outcome) { m_results[i].outcome = std::move(outcome); }

    void end(const Outcome& why) {
        m_ended = true;
        m_why = why;
    }

    void remove_temporary(const Upload& u) {
        // A refusal leaves a stray file under a name that is never used again: the cleaner's work.
        if (const Reply removed = m_session.remove(u.temporary_name);
            !removed.ok && !is_own_fault(removed))
            end(classify(removed));
    }

    /// Documents that were not reached: nothing was sent for them. Those that lie there whole
    /// keep "uncertain" from place(): looking renames them.
    void close_books() {
        for (std::size_t i = m_begun; i < m_uploads.size(); ++i) {
            Outcome& outcome = m_results[i].outcome;
            outcome = m_why;
            if (outcome.cls != OutcomeClass::operator_)
                outcome.cls = OutcomeClass::temporary;
            outcome.reason = "not sent, the session ended: " + m_why.reason;
            // No fault of this document: wherever the session broke, to it there was no connection.
            if (outcome.phase != "login" && outcome.phase != "folder")
                outcome.phase = "connect";
        }
    }

    remote::Session& m_session;
    std::span<const Upload> m_uploads;
    std::vector<Result> m_results;
    std::vector<std::size_t> m_verified;
    std::size_t m_begun = 0;
    bool m_ended = false;
    Outcome m_why;
};

} // namespace

std::string temporary_name(std::string_view prefix, std::string_view final_name,
                           std::int64_t attempt, std::string_view suffix) {
    const std::string number = ('.' + std::to_string(attempt)).append(suffix);
    std::string name = std::string{prefix}.append(final_name);
    if (name.size() + number.size() > k_longest_temporary) {
        // Cut, and kept apart from others with the same beginning.
        const std::string mark = '.' + base::hex(base::sha256(name)).substr(0, 16);
        name.resize(k_longest_temporary - number.size() - mark.size());
        name += mark;
    }
    return name + number;
}

std::vector<Result> upload(remote::Session& session, std::span<const Upload> window,
                           const RenameNext& rename_next) {
    return Window{session, window}.run(rename_next);
}

} // namespace shoporder::deliver
