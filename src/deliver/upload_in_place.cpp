// The protocols `done-file` and `direct`, for servers that forbid renaming: the final name is
// written itself, once it was seen to be free and "writing" is committed.
#include "deliver/books.hpp"
#include "deliver/classify.hpp"

#include <array>

namespace shoporder::deliver {

namespace {

using base::Outcome;
using base::OutcomeClass;
using order::UploadMode;
using remote::Reply;
using remote::SizeReply;

class InPlaceWindow {
public:
    InPlaceWindow(remote::Session& session, const Manner& manner, std::span<const Upload> window,
                  Books& books)
        : m_session(session), m_manner(manner), m_window(window), m_books(books) {}

    void run(const Commit& commit, const std::function<bool()>& enough, const Wait& wait) {
        find_free();
        if (m_books.ended() || m_free.empty() || enough())
            return;
        // `direct` leaves every doubt to a person, so as few as can be: one commit for each.
        if (with_done_file())
            commit(documents(m_window, m_free), Mark::writing);
        for (const std::size_t i : m_free) {
            if (m_books.ended() || enough())
                break;
            if (!with_done_file())
                commit(std::array{m_window[i].document}, Mark::writing);
            write(i);
        }
        take_steps(m_landed, wait, [&](std::span<const std::size_t> left) {
            m_again.clear();
            if (!m_books.ended())
                check(left);
            if (!m_books.ended())
                publish(commit);
            return m_books.ended() ? std::vector<std::size_t>{} : m_again;
        });
    }

private:
    [[nodiscard]] bool with_done_file() const { return m_manner.mode == UploadMode::done_file; }
    [[nodiscard]] std::string done_name(std::size_t i) const {
        return m_window[i].final_name + m_manner.done_suffix;
    }

    void find_free() {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < m_window.size(); ++i) {
            names.push_back(m_window[i].final_name);
            if (with_done_file())
                names.push_back(done_name(i));
        }
        const std::vector<SizeReply> seen = m_session.sizes(names);
        const std::size_t each = with_done_file() ? 2 : 1;
        for (std::size_t i = 0; i < m_window.size(); ++i)
            if (is_free(i, seen[i * each]) && is_free(i, seen[i * each + each - 1]))
                m_free.push_back(i);
    }

    bool is_free(std::size_t i, const SizeReply& seen) {
        if (seen.reply.ok && !seen.bytes)
            return true;
        // A server that tells no sizes at all still takes files: `direct` asks no more of it.
        if (!seen.reply.ok && !with_done_file() && is_own_fault(seen.reply) &&
            seen.reply.code >= 500)
            return true;
        if (m_books.ended())
            return false;
        m_books.begin(i);
        if (!seen.reply.ok)
            m_books.fail(i, seen.reply);
        else
            m_books.settle(i, {OutcomeClass::permanent, seen.reply.code,
                               "a file of that name is there already (" +
                                   std::to_string(*seen.bytes) + " bytes)",
                               "size"});
        return false;
    }

    void write(std::size_t i) {
        m_books.begin(i);
        const Upload& u = m_window[i];
        const Reply put = m_session.put(u.final_name, u.bytes);
        if (!put.ok) {
            m_books.fail(i, put);
            if (put.data_sent) // a part of it may lie under its final name
                m_books.settle(i, {OutcomeClass::uncertain, put.code,
                                   "it may lie there in part: " + classify(put).reason, "put"});
            return;
        }
        m_books.acknowledge(i);
        Outcome acknowledged = classify(put);
        if (with_done_file()) {
            acknowledged.cls = OutcomeClass::uncertain;
            acknowledged.reason = "the session ended before its done-file was written";
        }
        // `direct`: all bytes were handed over and the server has said so; nothing proves more
        // where the supplier takes the file at once.
        m_books.settle(i, std::move(acknowledged));
        m_landed.push_back(i);
    }

    void check(std::span<const std::size_t> left) {
        std::vector<std::string> names;
        for (const std::size_t i : left)
            names.push_back(m_window[i].final_name);
        m_verified.clear();
        const std::vector<SizeReply> seen = m_session.sizes(names);
        for (std::size_t n = 0; n < left.size(); ++n)
            judge(left[n], seen[n]);
    }

    void publish(const Commit& commit) {
        std::vector<std::size_t> fresh; // of the others it is on disk
        for (const std::size_t i : m_verified)
            if (!m_books.has_published(i))
                fresh.push_back(i);
        if (!fresh.empty())
            commit(documents(m_window, fresh), Mark::publishing);
        for (const std::size_t i : m_verified)
            if (!m_books.ended())
                say_done(i);
    }

    void judge(std::size_t i, const SizeReply& seen) {
        const Upload& u = m_window[i];
        const bool whole = seen.reply.ok && seen.bytes == u.bytes.size();
        if (whole)
            m_books.verified(i);
        const std::string has = seen.bytes ? "the server has " + std::to_string(*seen.bytes) +
                                                 " bytes of " + std::to_string(u.bytes.size())
                                           : std::string{};
        if (!with_done_file()) {
            if (seen.reply.ok && seen.bytes && !whole)
                m_books.settle(i, {OutcomeClass::uncertain, seen.reply.code, has, "size"});
        } else if (m_books.has_published(i)) { // its done-file was refused a moment ago
            if (whole)
                m_verified.push_back(i);
            else if (!seen.reply.ok && !is_own_fault(seen.reply))
                m_books.end(classify(seen.reply));
        } else if (may_pass(seen.reply)) {
            m_books.refused(i, seen.reply);
            m_again.push_back(i);
        } else if (!seen.reply.ok) {
            m_books.fail_landed(i, seen.reply);
        } else if (!seen.bytes) { // the supplier does not wait for the done-file
            m_books.gone(i, seen.reply, "any more, though its done-file was not written yet");
            m_again.push_back(i);
        } else if (!whole) {
            m_books.remove(m_session, u.final_name);
            m_books.settle(i, {OutcomeClass::temporary, seen.reply.code, has, "size"});
        } else {
            m_verified.push_back(i);
        }
    }

    void say_done(std::size_t i) {
        m_books.publishing(i);
        const Reply put = m_session.put(done_name(i), "");
        if (may_pass(put)) {
            m_books.refused(i, put);
            return m_again.push_back(i);
        }
        Outcome outcome = classify(put);
        outcome.phase = "done";
        if (!put.ok) { // it may be there; looking writes it again, which harms nobody
            outcome.cls = OutcomeClass::uncertain;
            if (!is_own_fault(put))
                m_books.end(outcome);
        }
        m_books.settle(i, std::move(outcome));
    }

    remote::Session& m_session;
    const Manner& m_manner;
    std::span<const Upload> m_window;
    Books& m_books;
    std::vector<std::size_t> m_free;
    std::vector<std::size_t> m_landed;
    std::vector<std::size_t> m_verified; ///< of done-file alone: what is to get one
    std::vector<std::size_t> m_again;    ///< refused, or gone: worth a later look
};

} // namespace

void upload_in_place(remote::Session& session, const Manner& manner, std::span<const Upload> window,
                     const Commit& commit, const std::function<bool()>& enough, const Wait& wait,
                     Books& books) {
    InPlaceWindow{session, manner, window, books}.run(commit, enough, wait);
}

} // namespace shoporder::deliver
