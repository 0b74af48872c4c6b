// However much is wrong, `status` is one screen, and what it leaves out is counted. And a cause
// with many deliveries is counted right, whichever way.
#include "flow/operate/views.hpp"
#include "report/attention_view.hpp"
#include "store/attention.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>
#include <numeric>

using namespace shoporder;
using order::DeliveryState;
using test::Shop;
using test::with;

namespace {

constexpr std::array k_codes = {"unrouted", "address", "test_order",    "before_start",
                                "money",    "defect",  "tell_supplier", "undecided",
                                "refused",  "manual"};

struct StatusPage : ::testing::Test {
    Shop shop;
    int numbers = 0;

    std::int64_t add_order(int n) {
        const std::int64_t id = test::k_sample_id + n;
        shop.receive(
            with(with(test::sample_order(), std::to_string(test::k_sample_id), std::to_string(id)),
                 "#1001", "#\u202E\u6CE8\u6587 of the shop's own making, " + std::to_string(n)));
        return id;
    }

    void add(store::Write& write, std::int64_t order, std::int64_t supplier, DeliveryState state,
             const std::string& code, base::Duration age = std::chrono::hours{1}) {
        store::Delivery d;
        d.order_id = order;
        d.supplier_id = supplier;
        d.part = ++numbers; // unique in its order
        d.po_number = "PO" + std::to_string(numbers);
        d.state = state;
        d.reason_code = code;
        d.reason = "the reason for " + code +
                   ", told at such length that no line of eighty columns can take all of it: it "
                   "names what is wrong, what was looked at, and what a person could do about it";
        store::add_delivery(write, d, "test", shop.clock.now() - age);
    }

    void add_unrouted(std::int64_t order) {
        store::Write write(*shop.database);
        add(write, order, store::k_unrouted_id, DeliveryState::held, "unrouted");
        write.commit();
    }

    report::StatusView view() {
        return flow::status_view(*shop.database, shop.settings, shop.clock.now());
    }

    /// Hundreds of causes, parked suppliers, several shops, orders that lie.
    void flood() {
        constexpr int k_suppliers = 40;
        for (int i = 2; i < 9; ++i) {
            config::Shop further = shop.settings.shops.front();
            further.domain = "a-shop-with-a-long-name-" + std::to_string(i) + ".myshopify.com";
            shop.settings.shops.push_back(further);
        }
        const std::int64_t order = add_order(0);
        for (int i = 0; i < k_suppliers; ++i) {
            const auto id =
                shop.add_supplier("a-supplier-with-a-long-name-" + std::to_string(i), "V");
            numbers = 0;
            store::Write write(*shop.database);
            for (const char* code : k_codes)
                for (int n = 0; n <= i % 3; ++n)
                    add(write, order, id, DeliveryState::held, code, std::chrono::hours{n});
            add(write, order, id, DeliveryState::failed, "fault");
            add(write, order, id, DeliveryState::rejected, "refused");
            add(write, order, id, DeliveryState::partial, "doubt");
            for (const DeliveryState state :
                 {DeliveryState::waiting, DeliveryState::ready, DeliveryState::deferred,
                  DeliveryState::uncertain, DeliveryState::uploaded, DeliveryState::confirmed,
                  DeliveryState::cancelled, DeliveryState::settled})
                add(write, order, id, state, "");
            if (i % 2 == 0)
                store::set_supplier_mode(write, id, order::SupplierMode::parked,
                                         std::string(200, 'w') + " is a word without an end",
                                         std::nullopt, "test", shop.clock.now());
            write.commit();
        }
        for (int i = 1; i < 12; ++i)
            add_unrouted(add_order(i));
        shop.clock.advance(std::chrono::days{3});
    }
};

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        out.push_back(line);
    return out;
}

report::Style at(base::Time now, std::size_t width, bool colour = false) {
    report::Style style;
    style.now = now;
    style.width = width;
    style.colour = colour;
    return style;
}

std::size_t sum(const std::vector<report::AttentionGroup>& groups) {
    return std::accumulate(
        groups.begin(), groups.end(), std::size_t{0},
        [](std::size_t n, const auto& group) { return n + group.count; });
}

} // namespace

TEST_F(StatusPage, IsOneScreenHoweverMuchIsWrong) {
    flood();
    const report::StatusView all = view();
    EXPECT_GT(all.groups.size(), 500U);
    EXPECT_GT(report::complaints(all).size(), 20U);
    for (const std::size_t width : {0U, 80U, 100U, 200U})
        for (const bool colour : {false, true}) {
            const auto page = lines(report::to_text(all, at(shop.clock.now(), width, colour)));
            EXPECT_LT(page.size(), 24U) << width;
            EXPECT_TRUE(width == 0 || page.size() >= 19) << "the room is used";
            for (const std::string& line : page)
                if (width > 0) // without a terminal no line is broken
                    EXPECT_LE(report::display_width(line), width) << line;
            EXPECT_NE(page.front().find("needs attention"), std::string::npos) << page.front();
        }
}

TEST_F(StatusPage, CountsWhatItLeavesOutAndNamesTheCommand) {
    flood();
    const report::StatusView all = view();
    const auto page = lines(report::to_text(all, at(shop.clock.now(), 80)));
    std::size_t causes = 0;
    std::size_t problems = 0;
    std::size_t left_causes = 0;
    std::size_t left_problems = 0;
    for (const std::string& line : page) {
        const std::string_view text = base::trim(line);
        const auto number =
            static_cast<std::size_t>(base::parse_int(text.substr(0, text.find(' '))).value_or(0));
        if (text.ends_with(" more causes: shoporder queue list --attention"))
            left_causes = number;
        else if (text.ends_with(" more problems: shoporder status --all"))
            left_problems = number;
        else if (text.starts_with("supplier ") || text.find(" of order ") != std::string::npos)
            ++problems;
        else if (number > 0 && line.starts_with("  "))
            ++causes;
    }
    EXPECT_GE(causes, 2U);
    EXPECT_GE(problems, 2U) << "what no delivery shows is not crowded out";
    EXPECT_EQ(causes + left_causes, all.groups.size());
    const auto wrong = report::find_complaints(all);
    EXPECT_EQ(
        static_cast<std::ptrdiff_t>(problems + left_problems),
        std::count_if(wrong.begin(), wrong.end(), [](const auto& c) { return !c.in_groups; }));
}

TEST_F(StatusPage, SaysEverythingWhenAsked) {
    flood();
    const report::StatusView all = view();
    const std::string text = report::to_text(all, at(shop.clock.now(), 80), report::Extent::all);
    EXPECT_EQ(text.find(" more"), std::string::npos);
    for (const report::AttentionGroup& group : all.groups)
        EXPECT_NE(text.find(group.example.supplier), std::string::npos);
    for (const config::Shop& s : shop.settings.shops)
        EXPECT_NE(text.find(s.domain), std::string::npos);
}

TEST_F(StatusPage, GroupsAreAllThatNeedsAPersonTheLargestFirst) {
    flood();
    const report::StatusView all = view();
    std::int64_t needing = 0;
    for (const auto& [state, n] : all.counts)
        needing += order::is_attention(state) ? n : 0;
    EXPECT_EQ(static_cast<std::int64_t>(sum(all.groups)), needing);
    ASSERT_FALSE(all.groups.empty());
    EXPECT_EQ(all.groups.front().example.reason_code, "unrouted");
    EXPECT_EQ(all.groups.front().count, 11U);
    EXPECT_TRUE(std::is_sorted(all.groups.begin(), all.groups.end(),
                               [](const auto& a, const auto& b) { return a.count > b.count; }));
    for (const report::AttentionGroup& group : all.groups)
        EXPECT_EQ(group.oldest, group.example.since);
}

TEST_F(StatusPage, ALargeGroupIsCountedByItsCounterOrSaidToBeLarger) {
    const std::int64_t order = add_order(0);
    const auto id = shop.add_supplier("acme", "V");
    constexpr std::size_t k_most = 10'000;
    store::Write write(*shop.database);
    store::Delivery d;
    d.order_id = order;
    d.supplier_id = id;
    d.state = DeliveryState::held;
    for (std::size_t i = 0; i < 2 * (k_most + 5); ++i) { // in parts and revisions
        d.part = 1 + static_cast<int>(i / 1000);
        d.revision = 1 + static_cast<int>(i % 1000);
        d.po_number = "PO" + std::to_string(i);
        d.reason_code = i < k_most + 5 ? "address" : "money";
        store::add_delivery(write, d, "test", shop.clock.now());
        if (i == k_most + 6) {
            const auto one_large = store::attention_groups(*shop.database, {});
            ASSERT_EQ(one_large.size(), 2U);
            EXPECT_EQ(one_large[0].count, k_most + 5);
            EXPECT_TRUE(one_large[0].exact);
            EXPECT_EQ(one_large[1].count, 2U);
        }
    }
    const auto two_large = store::attention_groups(*shop.database, {});
    ASSERT_EQ(two_large.size(), 2U);
    for (const store::AttentionGroup& group : two_large) {
        EXPECT_EQ(group.count, k_most);
        EXPECT_FALSE(group.exact);
    }
    store::DeliveryFilter one;
    one.reason_code = "money";
    EXPECT_EQ(store::attention_groups(*shop.database, one).size(), 1U);
    write.commit();
}

TEST_F(StatusPage, TheListHasEveryGroupAndSharesItsLimit) {
    flood();
    store::DeliveryFilter filter;
    filter.limit = 50;
    const report::QueueView few = flow::attention_view(*shop.database, filter);
    EXPECT_EQ(few.groups.size(), view().groups.size());
    EXPECT_LE(few.deliveries.size(), 50U);
    EXPECT_TRUE(few.more);
    filter.reason_code = "unrouted";
    filter.supplier_id = store::k_unrouted_id;
    const report::QueueView one = flow::attention_view(*shop.database, filter);
    ASSERT_EQ(one.groups.size(), 1U);
    EXPECT_EQ(one.deliveries.size(), 11U);
    EXPECT_FALSE(one.more);
    filter.shop = "other.myshopify.com";
    EXPECT_TRUE(flow::attention_view(*shop.database, filter).groups.empty());
}

TEST_F(StatusPage, AnOrdersNameShowsItsInvisibleCharacters) {
    add_unrouted(add_order(0));
    const std::string text = report::to_text(view(), at(shop.clock.now(), 80));
    EXPECT_EQ(text.find("\u202E"), std::string::npos);
    EXPECT_NE(text.find("#\\u202E\u6CE8\u6587"), std::string::npos) << text;
}
