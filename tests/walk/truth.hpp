#pragma once
// Purpose: a shop's order as it truly is, changed at random in the ways shops change orders, and
// the bodies Shopify would send of each state.
// State: the order. Fails: not at all. Threads: one walk.
// Every unit of a line is in one place: open, held (a fulfilment hold, a pre-order), or shipped;
// what was removed is gone, and what came back was shipped before.
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace shoporder::walk {

struct Line {
    std::string vendor;
    bool ships = true;
    std::int64_t bought = 0; ///< Shopify's `quantity`: never falls
    std::int64_t open = 0;
    std::int64_t held = 0;
    std::int64_t shipped = 0;
    std::int64_t returned = 0; ///< of those that shipped
    std::int64_t removed = 0;
    std::int64_t stale = 0; ///< `fulfillable_quantity` tells as many too many, for one state
    [[nodiscard]] std::int64_t ordered() const { return open + held + shipped; }
    [[nodiscard]] std::int64_t told_open() const { return open + stale; }
};

/// A message of Shopify's; the order's id is filled in when it is sent.
struct Message {
    std::string topic;
    std::string body; ///< ids of lines are ORDER * 100 + their number from 1
};

class Truth {
public:
    explicit Truth(std::mt19937& random);

    /// Changes something; returns what, for the walk's story.
    std::string change();
    /// The newest state, as order `id` tells it.
    [[nodiscard]] Message message(std::int64_t id) const;

    std::vector<Line> lines;
    bool paid = false;
    bool cancelled = false;
    bool deleted = false;
    int version = 1; ///< of address and note

private:
    int below(int n) { return std::uniform_int_distribution<>{0, n - 1}(m_random); }
    bool chance(int percent) { return below(100) < percent; }
    Line new_line();
    std::string change_line(int how);
    std::string cancel();

    std::mt19937& m_random;
    int m_state = 1;
};

} // namespace shoporder::walk
