// Suppliers who write files: fetched, stored, applied, acknowledged, in this order, so that a crash
// at any step leaves something that the next run takes up.
#include "base/text.hpp"
#include "confirm/arrivals.hpp"
#include "flow/collect/asking.hpp"

#include <algorithm>
#include <map>
#include <thread>

namespace shoporder::flow {

namespace {

/// So many files of one supplier are fetched in one run.
constexpr std::size_t k_most_files = 1000;

class Folder {
public:
    Folder(Asking& asking, const order::Inbox& rules, std::string inbox,
           const order::Endpoint& where)
        : m_asking(asking),
          m_rules(rules),
          m_inbox(std::move(inbox)),
          m_place(where.url()),
          m_session(asking.open(
              where, rules.after == order::Afterwards::move ? rules.after_to : std::string{},
              rules.endpoint ? rules.credential : std::string{})) {}

    void collect() {
        const AnswerReader reader(m_asking.how.supplier);
        const remote::ListReply listed = m_session->list_with_sizes();
        expect(listed.reply, "listing " + m_place);
        m_known = store::known_files(m_asking.how.database, m_asking.how.supplier.id, m_place);
        confirm::Arrivals arrivals = sort(listed.entries);
        m_asking.result.skipped = arrivals.unspeakable;
        forget(arrivals.gone);
        for (const remote::Entry& entry : listed.entries)
            m_sizes.emplace(entry.name, entry.bytes);
        for (const std::string& name : arrivals.too_large)
            refuse_large(name);
        watch(arrivals);
        std::size_t taken = 0;
        for (const std::string& name : arrivals.fetch) {
            if (m_asking.over() || taken++ == k_most_files)
                break;
            fetch(name, reader);
        }
        // What an earlier run had stored and could not acknowledge.
        for (const std::string& name : arrivals.acknowledge)
            if (!m_asking.over())
                acknowledge(name);
        if (!m_unread.empty())
            throw Trouble("a file of its " + m_inbox + " cannot be fetched (" + m_unread + ")",
                          false);
        if (!m_unacknowledged.empty())
            throw Trouble("what is stored here cannot be put aside there (" + m_unacknowledged +
                              "); it is remembered meanwhile",
                          true);
    }

private:
    [[nodiscard]] confirm::Arrivals sort(const std::vector<remote::Entry>& entries) const {
        std::map<std::string, confirm::Seen> seen;
        for (const auto& [name, file] : m_known)
            seen[name] = {file.bytes, file.answer_id != 0, file.acknowledged};
        return confirm::sort_arrivals(entries, seen, m_rules);
    }

    void put(const std::string& name, const store::KnownFile& file) {
        store::Write write(m_asking.how.database);
        store::put_file(write, m_asking.how.supplier.id, m_place, name, file);
        write.commit();
        m_known[name] = file;
    }

    template <typename Act>
    void in_chunks(const std::vector<std::string>& names, const Act& act) {
        for (std::size_t i = 0; i < names.size();) {
            store::Write write(m_asking.how.database);
            for (const std::size_t end = std::min(i + 200, names.size()); i < end; ++i)
                act(write, names[i]);
            write.commit();
        }
    }

    void forget(const std::vector<std::string>& names) {
        in_chunks(
            names,
            [this](store::Write& write, const std::string& name) {
                store::forget_file(write, m_asking.how.supplier.id, m_place, name);
            });
    }

    /// New files, a second time: what has the same size then is whole.
    void watch(confirm::Arrivals& arrivals) {
        if (arrivals.watch.empty())
            return;
        std::vector<std::string> untold;
        for (const std::string& name : arrivals.watch)
            if (!m_sizes[name])
                untold.push_back(name);
        ask_sizes(untold);
        // The first look is kept: where this run ends before the second, the next one's is it.
        in_chunks(arrivals.watch, [this](store::Write& write, const std::string& name) {
            const store::KnownFile file{m_sizes[name], 0, false};
            store::put_file(write, m_asking.how.supplier.id, m_place, name, file);
        });
        std::this_thread::sleep_for(m_asking.options.steady);
        const auto before = m_sizes;
        ask_sizes(arrivals.watch);
        for (const std::string& name : arrivals.watch) {
            const auto size = m_sizes[name];
            if (!size)
                continue; // gone again, or nobody may ask
            if (before.at(name) == size) {
                arrivals.fetch.push_back(name);
                continue;
            }
            ++m_asking.result.not_yet;
            put(name, {size, 0, false});
        }
    }

    void ask_sizes(const std::vector<std::string>& names) {
        if (names.empty())
            return;
        const auto sizes = m_session->sizes(names);
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            if (!sizes[i].reply.ok)
                note_unread(names[i], sizes[i].reply);
            m_sizes[names[i]] = sizes[i].bytes;
        }
    }

    /// One file that nobody may read hides no other; a connection that is gone ends it.
    void note_unread(const std::string& name, const remote::Reply& reply) {
        if (m_unread.empty())
            m_unread = base::printable(name, 100) + ": " + reply.text;
        if (reply.cancelled || reply.phase < remote::Phase::put)
            expect(reply, "reading " + base::printable(name, 100));
    }

    void fetch(const std::string& name, const AnswerReader& reader) {
        const std::optional<std::uint64_t> size = m_sizes[name];
        const remote::GetReply got = m_session->get(name, confirm::k_largest_answer);
        if (!got.reply.ok)
            return note_unread(name, got.reply);
        if (size && got.bytes.size() != *size) { // it grew while we read
            ++m_asking.result.not_yet;
            return put(name, {got.bytes.size(), 0, false});
        }
        store::KnownFile file{size ? size : got.bytes.size(), 0,
                              m_rules.after == order::Afterwards::keep};
        const base::Time now = m_asking.how.clock.now();
        store::AddedAnswer added;
        {
            store::Write write(m_asking.how.database);
            added = store::add_answer(
                write,
                {m_asking.how.supplier.id, m_place, base::printable(name, 255), got.bytes, m_inbox},
                now);
            file.answer_id = added.id;
            store::put_file(write, m_asking.how.supplier.id, m_place, name, file);
            write.commit();
        }
        m_known[name] = file;
        ++m_asking.result.files;
        m_asking.result.repeated += added.repeated ? 1U : 0U;
        m_asking.result.answers.add(apply_answer(m_asking.how, reader, added.id));
        if (!file.acknowledged)
            acknowledge(name);
    }

    void acknowledge(const std::string& name) {
        const std::string to = confirm::acknowledged_name(name, m_rules);
        const bool removed = m_rules.after == order::Afterwards::remove;
        if (m_rules.after == order::Afterwards::keep) { // the settings have changed since
            store::KnownFile file = m_known[name];
            file.acknowledged = true;
            return put(name, file);
        }
        remote::Reply done = removed ? m_session->remove(name) : m_session->rename(name, to);
        // A name that was taken there before: with the answer's number it is nobody's.
        if (!done.ok && !removed && done.phase == remote::Phase::rename)
            done = m_session->rename(name, to + "-" + std::to_string(m_known[name].answer_id));
        if (!done.ok) {
            if (done.phase < remote::Phase::put || done.cancelled)
                expect(done, "putting " + base::printable(name, 100) + " aside");
            if (m_unacknowledged.empty())
                m_unacknowledged = base::printable(name, 100) + ": " + done.text;
            return;
        }
        if (m_rules.whole == order::Wholeness::done_file)
            static_cast<void>(m_session->remove(name + m_rules.done_suffix));
        forget({name}); // the next file of this name is another answer
    }

    /// One that is no answer: said once, and never fetched.
    void refuse_large(const std::string& name) {
        store::Write write(m_asking.how.database);
        const auto added =
            store::add_answer(write,
                              {m_asking.how.supplier.id, m_place, base::printable(name, 255),
                               "(not fetched: " + base::printable(name, 255) + ")", m_inbox},
                              m_asking.how.clock.now());
        store::set_answer_state(write, added.id, "unknown", "attention",
                                "it is larger than " +
                                    std::to_string(confirm::k_largest_answer >> 20U) +
                                    " MiB, and was not fetched");
        store::put_file(write, m_asking.how.supplier.id, m_place, name,
                        {m_sizes[name], added.id, true});
        write.commit();
        ++m_asking.result.answers.attention;
    }

    Asking& m_asking;
    const order::Inbox& m_rules;
    const std::string m_inbox;
    const std::string m_place;
    const std::unique_ptr<remote::Session> m_session;
    std::map<std::string, store::KnownFile> m_known;
    std::map<std::string, std::optional<std::uint64_t>> m_sizes;
    std::string m_unread;         ///< the first that could not be fetched, with the server's words
    std::string m_unacknowledged; ///< the first that could not be, with the server's words
};

} // namespace

void ask_files(Asking& asking, const order::Inbox& inbox, const std::string& name) {
    if (const auto where = inbox.where(asking.how.supplier.endpoint))
        Folder(asking, inbox, name, *where).collect();
}

} // namespace shoporder::flow
