#pragma once
// Purpose: the books an honest clerk would keep of one order: what left, for whom, what was said
// of it later, and whether that fits what the shop's order truly is. Knows nothing of `route`.
// State: what send() and close() saw. Fails: complaints are texts. Threads: one walk.
#include "store/deliveries.hpp"
#include "walk/truth.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace shoporder::walk {

/// What a supplier believes it is to ship of one part.
struct Belief {
    std::map<std::int64_t, std::int64_t> lines;   ///< line → quantity
    int version = 0;                              ///< of the address it was told
    bool arrived = true;                          ///< false: a person called it off before it left
    std::map<std::int64_t, std::int64_t> on_hold; ///< what it was told to keep back
};

class Books {
public:
    Books(const Truth& truth, std::int64_t order) : m_truth(truth), m_order(order) {}

    /// Before a delivery of goods leaves: complains of what must not.
    void send(const store::Delivery& goods);
    /// It was called off in time, or known not to have arrived when the order was cancelled.
    void drop(const store::Delivery& goods) {
        m_parts.erase(key(goods));
        m_on_the_way.erase(key(goods));
    }
    void call_off(const store::Delivery& goods);
    /// A person told the supplier a change or a cancellation, or it leaves as a document.
    void told(const store::Delivery& word);
    /// Before the word leaves as a document: complains where it overtakes what was said before.
    void say(const store::Delivery& word);
    /// The document of goods or a word is at the supplier.
    void arrived(const store::Delivery& d) { m_on_the_way.erase(key(d)); }
    /// After so many dispatches that whatever can go has gone: complains of words that did not.
    void check_settled(const std::vector<store::Delivery>& deliveries,
                       std::int64_t takes_documents);
    /// Called-off goods of this line were given to another supplier; returns how many.
    std::int64_t free(std::int64_t line);

    /// After a dispatch: complains where the deliveries do not fit the truth.
    void check(const std::vector<store::Delivery>& deliveries);

    std::vector<std::string> complaints;

private:
    using Key = std::pair<std::int64_t, int>; ///< supplier, part
    [[nodiscard]] static Key key(const store::Delivery& d) { return {d.supplier_id, d.part}; }
    [[nodiscard]] std::int64_t line_id(std::size_t index) const {
        return m_order * 100 + static_cast<std::int64_t>(index) + 1;
    }
    [[nodiscard]] std::int64_t counted(std::int64_t line) const; ///< sent, or called off
    [[nodiscard]] std::int64_t real(std::int64_t line) const;    ///< with a supplier
    /// Shipped before a document asked for any, by another way.
    [[nodiscard]] std::int64_t before(std::int64_t line) const;
    void complain(const std::string& text) { complaints.push_back(text); }
    void check_unsent(const std::vector<store::Delivery>& deliveries);
    void check_words(const std::vector<store::Delivery>& deliveries);
    void check_revisions(const std::vector<store::Delivery>& deliveries);
    void check_needless(const std::vector<store::Delivery>& words);
    void check_line(const std::map<Key, Belief>& after, std::size_t index);

    const Truth& m_truth;
    std::int64_t m_order;
    std::map<Key, Belief> m_parts;
    std::map<Key, int> m_said;  ///< the newest revision that left
    std::set<Key> m_on_the_way; ///< left, and may not have arrived
    std::map<std::int64_t, std::int64_t> m_before;
};

} // namespace shoporder::walk
