#include "store/attention.hpp"

#include "store/connection.hpp"
#include "store/open_states.hpp"

#include <algorithm>

namespace shoporder::store {

namespace {

using order::DeliveryState;

constexpr std::size_t k_counted_of_group = 10'000;
constexpr std::size_t k_counted_in_all = 50'000;
constexpr std::size_t k_counted_at_least = 50;

// Both as the index deliveries_open has them, or SQLite does not use it.
#define SHOPORDER_AGE                                                                              \
    "CASE WHEN state IN ('partial', 'rejected') THEN changed_at ELSE coalesce(since, changed_at)"  \
    " END"
#define SHOPORDER_OPEN "state IN " SHOPORDER_OPEN_STATES

#define SHOPORDER_GROUP SHOPORDER_OPEN " AND state = ?1 AND supplier_id = ?2 AND reason_code = ?3"
// Apart: with it the index alone does not tell.
#define SHOPORDER_OF_SHOP                                                                          \
    " AND EXISTS (SELECT 1 FROM orders o WHERE o.id = order_id AND o.shop = ?5)"

/// The next reason after this one that something in this state has at this supplier.
std::optional<std::string> next_reason(Database& database, DeliveryState state,
                                       std::int64_t supplier, const std::string* after) {
    if (after == nullptr) {
        Query first(database.connection(),
                    "SELECT reason_code FROM deliveries WHERE " SHOPORDER_OPEN
                    " AND state = ? AND supplier_id = ? ORDER BY reason_code LIMIT 1",
                    order::name(state), supplier);
        return first.step() ? std::optional{first.text(0)} : std::nullopt;
    }
    Query q(database.connection(),
            "SELECT reason_code FROM deliveries WHERE " SHOPORDER_OPEN
            " AND state = ? AND supplier_id = ? AND reason_code > ? ORDER BY reason_code LIMIT 1",
            order::name(state), supplier, *after);
    return q.step() ? std::optional{q.text(0)} : std::nullopt;
}

std::vector<std::string> reasons(Database& database, DeliveryState state, std::int64_t supplier) {
    std::vector<std::string> out;
    while (auto next = next_reason(database, state, supplier, out.empty() ? nullptr : &out.back()))
        out.push_back(*std::move(next));
    return out;
}

/// `question` is one of the two beside each other; its ?5 is the shop.
Query of_group(Database& database, const AttentionGroup& group, const std::string& shop,
               const char* question, std::size_t limit) {
    if (shop.empty())
        return {database.connection(), question,          order::name(group.state),
                group.supplier_id,     group.reason_code, limit};
    return {database.connection(),
            question,
            order::name(group.state),
            group.supplier_id,
            group.reason_code,
            limit,
            shop};
}

struct Member {
    std::int64_t id = 0;
    base::Time age;
};
std::vector<Member> members(Database& database, const AttentionGroup& group,
                            const std::string& shop, std::size_t limit) {
    constexpr const char* k_all =
        "SELECT id, " SHOPORDER_AGE " FROM deliveries WHERE " SHOPORDER_GROUP
        " ORDER BY " SHOPORDER_AGE ", id LIMIT ?4";
    constexpr const char* k_of_shop =
        "SELECT id, " SHOPORDER_AGE " FROM deliveries WHERE " SHOPORDER_GROUP SHOPORDER_OF_SHOP
        " ORDER BY " SHOPORDER_AGE ", id LIMIT ?4";
    Query q = of_group(database, group, shop, shop.empty() ? k_all : k_of_shop, limit);
    std::vector<Member> out;
    while (q.step())
        out.push_back({q.integer(0), base::from_micros(q.integer(1))});
    return out;
}

/// At most `most` and one.
std::size_t count(Database& database, const AttentionGroup& group, const std::string& shop,
                  std::size_t most) {
    constexpr const char* k_all =
        "SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE " SHOPORDER_GROUP " LIMIT ?4)";
    constexpr const char* k_of_shop =
        "SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE " SHOPORDER_GROUP SHOPORDER_OF_SHOP
        " LIMIT ?4)";
    Query q = of_group(database, group, shop, shop.empty() ? k_all : k_of_shop, most + 1);
    q.step();
    return static_cast<std::size_t>(q.integer(0));
}

/// The groups of one state and supplier. Where one alone was not counted to its end, the counter
/// of them all tells the rest.
class Counting {
public:
    Counting(Database& database, const DeliveryFilter& filter)
        : m_database(database), m_filter(filter) {}

    void add(DeliveryState state, std::int64_t supplier, std::size_t total) {
        const std::size_t begin = m_out.size();
        std::size_t others = 0;
        std::vector<std::size_t> cut;
        const auto codes = reasons(m_database, state, supplier);
        for (const std::string& code : codes) {
            const bool wanted = m_filter.reason_code.empty() || m_filter.reason_code == code;
            if (!wanted)
                continue;
            AttentionGroup group{state, supplier, code, 0, true, {}, 0};
            const auto oldest = members(m_database, group, m_filter.shop, 1);
            if (oldest.empty())
                continue;
            group.oldest = oldest.front().age;
            group.example = oldest.front().id;
            if (codes.size() == 1 && m_filter.shop.empty())
                group.count = total;
            else
                take(group);
            others += group.exact ? group.count : 0;
            if (!group.exact)
                cut.push_back(m_out.size());
            m_out.push_back(std::move(group));
        }
        const bool all = m_out.size() - begin == codes.size() && m_filter.shop.empty();
        if (cut.size() == 1 && all && total > others) {
            m_out[cut.front()].count = total - others;
            m_out[cut.front()].exact = true;
        }
    }

    [[nodiscard]] std::vector<AttentionGroup> largest_first() && {
        std::stable_sort(m_out.begin(), m_out.end(), [](const auto& a, const auto& b) {
            return a.count != b.count ? a.count > b.count : a.oldest < b.oldest;
        });
        return std::move(m_out);
    }

private:
    void take(AttentionGroup& group) {
        const std::size_t most = std::max(std::min(k_counted_of_group, m_left), k_counted_at_least);
        const std::size_t counted = count(m_database, group, m_filter.shop, most);
        group.exact = counted <= most;
        group.count = std::min(counted, most);
        m_left -= std::min(m_left, group.count);
    }

    Database& m_database;
    const DeliveryFilter& m_filter;
    std::size_t m_left = k_counted_in_all;
    std::vector<AttentionGroup> m_out;
};

/// Of each reason the oldest.
std::vector<base::Time> oldest_by_reason(Database& database, DeliveryState state,
                                         std::int64_t supplier) {
    std::vector<base::Time> out;
    for (const std::string& code : reasons(database, state, supplier))
        for (const Member& each : members(database, {state, supplier, code, 0, true, {}, 0}, "", 1))
            out.push_back(each.age);
    return out;
}

} // namespace

std::vector<AttentionGroup> attention_groups(Database& database, const DeliveryFilter& filter) {
    Counting counting(database, filter);
    for (const auto& [key, n] : counters(database)) {
        const auto& [supplier, state] = key;
        const bool wanted =
            order::is_attention(state) && n > 0 &&
            (filter.supplier_id == 0 || filter.supplier_id == supplier) &&
            (filter.states.empty() ||
             std::find(filter.states.begin(), filter.states.end(), state) != filter.states.end());
        if (wanted)
            counting.add(state, supplier, static_cast<std::size_t>(n));
    }
    return std::move(counting).largest_first();
}

std::vector<std::int64_t> group_members(Database& database, const AttentionGroup& group,
                                        const std::string& shop, std::size_t limit) {
    const auto all = members(database, group, shop, limit);
    std::vector<std::int64_t> out(all.size());
    std::transform(all.begin(), all.end(), out.begin(), [](const Member& each) { return each.id; });
    return out;
}

std::optional<base::Time> oldest_in(Database& database, DeliveryState state) {
    std::optional<base::Time> out;
    for (const auto& [key, n] : counters(database))
        if (key.second == state && n != 0)
            for (const base::Time each : oldest_by_reason(database, state, key.first))
                out = std::min(out.value_or(each), each);
    return out;
}

std::map<std::int64_t, base::Time> oldest_unsent(Database& database) {
    std::map<std::int64_t, base::Time> out;
    for (const auto& [key, n] : counters(database))
        if (order::may_still_leave(key.second) && n != 0)
            for (const base::Time each : oldest_by_reason(database, key.second, key.first)) {
                base::Time& oldest = out.try_emplace(key.first, each).first->second;
                oldest = std::min(oldest, each);
            }
    return out;
}

} // namespace shoporder::store
