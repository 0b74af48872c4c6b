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

    void run(const Commit& commit, const std::function<bool()>& enough) {
        for (std::size_t i = 0; i < m_window.size() && !m_books.ended() && !enough(); ++i)
            place(i);
        if (m_books.ended() || m_landed.empty())
            return;
        check();
        if (m_books.ended() || m_verified.empty())
            return;
        commit(documents(m_window, m_verified), Mark::publishing);
        for (const std::size_t i : m_verified)
            if (!m_books.ended())
                publish(i);
    }

private:
    void place(std::size_t i) {
        m_books.begin(i);
        const Upload& u = m_window[i];
        if (const Reply put = m_session.put(u.temporary_name, u.bytes); !put.ok)
            return m_books.fail(i, put);
        m_books.settle(i, {OutcomeClass::uncertain, 0,
                           "the session ended before the rename; the file lies under its "
                           "temporary name",
                           "put"});
        m_landed.push_back(i);
    }

    /// All sizes in one go: that of the temporary name, and that the final one is free. The latter
    /// before "rename next" is committed: a foreign file must never come to look like ours.
    void check() {
        std::vector<std::string> names;
        names.reserve(m_landed.size() * 2);
        for (const std::size_t i : m_landed) {
            names.push_back(m_window[i].temporary_name);
            names.push_back(m_window[i].final_name);
        }
        const std::vector<SizeReply> seen = m_session.sizes(names);
        for (std::size_t n = 0; n < m_landed.size(); ++n)
            judge(m_landed[n], seen[2 * n], seen[2 * n + 1]);
    }

    void judge(std::size_t i, const SizeReply& temporary, const SizeReply& taken) {
        const Upload& u = m_window[i];
        if (!temporary.reply.ok)
            return m_books.fail_landed(i, temporary.reply);
        if (!temporary.bytes)
            return m_books.settle(i, {OutcomeClass::operator_, temporary.reply.code,
                                      "the file vanished under its temporary name " +
                                          u.temporary_name +
                                          ": the server hides it or the supplier takes such names",
                                      "size"});
        if (*temporary.bytes != u.bytes.size()) {
            m_books.remove(m_session, u.temporary_name);
            return m_books.settle(i, {OutcomeClass::temporary, temporary.reply.code,
                                      "the server has " + std::to_string(*temporary.bytes) +
                                          " bytes of " + std::to_string(u.bytes.size()),
                                      "size"});
        }
        m_books.verified(i);
        if (!taken.reply.ok)
            return m_books.fail_landed(i, taken.reply);
        if (taken.bytes) {
            m_books.remove(m_session, u.temporary_name);
            return m_books.settle(i, {OutcomeClass::permanent, taken.reply.code,
                                      "a file of that name is there already (" +
                                          std::to_string(*taken.bytes) + " bytes)",
                                      "size"});
        }
        m_verified.push_back(i);
    }

    void publish(std::size_t i) {
        const Upload& u = m_window[i];
        m_books.publishing(i);
        const Reply renamed = m_session.rename(u.temporary_name, u.final_name);
        if (!renamed.ok)
            return m_books.fail(i, renamed);
        m_books.settle(i, classify(renamed));
    }

    remote::Session& m_session;
    std::span<const Upload> m_window;
    Books& m_books;
    std::vector<std::size_t> m_landed;
    std::vector<std::size_t> m_verified;
};

} // namespace

void upload_and_rename(remote::Session& session, std::span<const Upload> window,
                       const Commit& commit, const std::function<bool()>& enough, Books& books) {
    RenameWindow{session, window, books}.run(commit, enough);
}

} // namespace shoporder::deliver
