// The protocol `rename`: temporary names, sizes, one commit, renames.
#include "deliver/books.hpp"
#include "deliver/classify.hpp"

namespace shoporder::deliver {

namespace {

using base::OutcomeClass;
using remote::Reply;
using remote::SizeReply;

class RenameWindow {
public:
    RenameWindow(remote::Session& session, std::span<const Upload> window, Books& books)
        : m_session(session), m_window(window), m_books(books) {}

    void run(const Commit& commit, const std::function<bool()>& enough, const Wait& wait) {
        for (std::size_t i = 0; i < m_window.size() && !m_books.ended() && !enough(); ++i)
            place(i);
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
    void place(std::size_t i) {
        m_books.begin(i);
        const Upload& u = m_window[i];
        if (const Reply put = m_session.put(u.temporary_name, u.bytes); !put.ok)
            return m_books.fail(i, put);
        m_books.acknowledge(i);
        m_books.settle(i, {OutcomeClass::uncertain, 0,
                           "the session ended before the rename; the file lies under its "
                           "temporary name",
                           "put"});
        m_landed.push_back(i);
    }

    /// All sizes in one go: that of the temporary name, and that the final one is free. The latter
    /// before "rename next" is committed: a foreign file must never come to look like ours.
    void check(std::span<const std::size_t> left) {
        std::vector<std::string> names;
        names.reserve(left.size() * 2);
        for (const std::size_t i : left) {
            names.push_back(m_window[i].temporary_name);
            names.push_back(m_window[i].final_name);
        }
        m_verified.clear();
        const std::vector<SizeReply> seen = m_session.sizes(names);
        for (std::size_t n = 0; n < left.size(); ++n)
            if (m_books.has_published(left[n]))
                judge_refused(left[n], seen[2 * n], seen[2 * n + 1]);
            else
                judge(left[n], seen[2 * n], seen[2 * n + 1]);
    }

    /// Its rename was refused a moment ago. It stays in doubt, as it is, unless nothing has changed
    /// since but the time.
    void judge_refused(std::size_t i, const SizeReply& temporary, const SizeReply& taken) {
        if (!temporary.reply.ok && !is_own_fault(temporary.reply))
            m_books.end(classify(temporary.reply));
        else if (temporary.bytes && taken.reply.ok && !taken.bytes)
            m_verified.push_back(i);
        else if (!taken.bytes)
            m_again.push_back(i);
        else
            m_books.settle(i, {OutcomeClass::uncertain, taken.reply.code,
                               "its rename was refused, and its final name is there", "rename"});
    }

    void judge(std::size_t i, const SizeReply& temporary, const SizeReply& taken) {
        const Upload& u = m_window[i];
        if (!temporary.reply.ok)
            return fail_landed(i, temporary.reply);
        if (!temporary.bytes) {
            m_books.gone(i, temporary.reply, "under its temporary name " + u.temporary_name);
            return m_again.push_back(i);
        }
        if (*temporary.bytes != u.bytes.size()) {
            m_books.remove(m_session, u.temporary_name);
            return m_books.settle(i, {OutcomeClass::temporary, temporary.reply.code,
                                      "the server has " + std::to_string(*temporary.bytes) +
                                          " bytes of " + std::to_string(u.bytes.size()),
                                      "size"});
        }
        m_books.verified(i);
        if (!taken.reply.ok)
            return fail_landed(i, taken.reply);
        if (taken.bytes) {
            m_books.remove(m_session, u.temporary_name);
            return m_books.settle(i, {OutcomeClass::permanent, taken.reply.code,
                                      "a file of that name is there already (" +
                                          std::to_string(*taken.bytes) + " bytes)",
                                      "size"});
        }
        m_verified.push_back(i);
    }

    void fail_landed(std::size_t i, const Reply& reply) {
        if (!may_pass(reply))
            return m_books.fail_landed(i, reply);
        m_books.refused(i, reply);
        m_again.push_back(i);
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
                publish(i);
    }

    void publish(std::size_t i) {
        const Upload& u = m_window[i];
        m_books.publishing(i);
        const Reply renamed = m_session.rename(u.temporary_name, u.final_name);
        if (renamed.ok)
            return m_books.settle(i, classify(renamed));
        if (!may_pass(renamed))
            return m_books.fail(i, renamed);
        m_books.refused(i, renamed);
        m_again.push_back(i);
    }

    remote::Session& m_session;
    std::span<const Upload> m_window;
    Books& m_books;
    std::vector<std::size_t> m_landed;
    std::vector<std::size_t> m_verified;
    std::vector<std::size_t> m_again; ///< refused, or gone: worth a later look
};

} // namespace

void upload_and_rename(remote::Session& session, std::span<const Upload> window,
                       const Commit& commit, const std::function<bool()>& enough, const Wait& wait,
                       Books& books) {
    RenameWindow{session, window, books}.run(commit, enough, wait);
}

} // namespace shoporder::deliver
