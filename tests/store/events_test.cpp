// The story's lists: what a time's question finds, however the clock went.
#include "support/shop.hpp"

#include "store/events.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

using namespace shoporder;

namespace {

constexpr int k_events = 12'000; // more than a time's events are looked for one by one

/// A minute apart, but for a clock that now and then was wrong by hours.
std::vector<base::Time> write_story(test::Shop& shop, std::mt19937_64& random) {
    std::vector<base::Time> times;
    store::Write write(*shop.database);
    for (int i = 0; i < k_events; ++i) {
        base::Time at = shop.clock.now() + std::chrono::minutes{i};
        if (random() % 50 == 0)
            at += std::chrono::minutes{static_cast<std::int64_t>(random() % 2000) - 1000};
        store::add_event(write, {at, "state"});
        times.push_back(at);
    }
    write.commit();
    return times;
}

std::vector<base::Time> expected(const std::vector<base::Time>& times,
                                 const store::EventFilter& filter) {
    std::vector<base::Time> found;
    std::copy_if(times.begin(), times.end(), std::back_inserter(found),
                 [&](base::Time at) { return at >= filter.since && at < filter.until; });
    const std::size_t over = found.size() - std::min(found.size(), filter.limit);
    const auto first = found.begin() + static_cast<std::ptrdiff_t>(filter.newest ? over : 0);
    return {first, first + static_cast<std::ptrdiff_t>(found.size() - over)};
}

} // namespace

TEST(Events, OfATimeAreTheSameAsByLookingAtEach) {
    std::mt19937_64 random{7}; // NOLINT(cert-msc51-cpp): the same walk every time
    test::Shop shop;
    const std::int64_t before = [&] {
        const auto there = store::list_events(*shop.database, {});
        return there.empty() ? 0 : there.back().id;
    }();
    const std::vector<base::Time> times = write_story(shop, random);
    std::size_t found = 0;
    for (int i = 0; i < 200; ++i) {
        store::EventFilter filter;
        filter.after_id = before;
        const auto minute = [&] {
            return std::chrono::minutes{static_cast<std::int64_t>(random() % (k_events + 2000))};
        };
        if (random() % 8 != 0)
            filter.since = shop.clock.now() + minute();
        if (random() % 2 == 0)
            filter.until = std::max(filter.since, shop.clock.now()) + minute() / 10;
        filter.limit = 1 + random() % 300;
        filter.newest = random() % 2 == 0;
        std::vector<base::Time> got;
        for (const store::Event& event : store::list_events(*shop.database, filter))
            got.push_back(event.at);
        ASSERT_EQ(got, expected(times, filter)) << "question " << i;
        found += got.size();
    }
    EXPECT_GT(found, 10'000U);
}
