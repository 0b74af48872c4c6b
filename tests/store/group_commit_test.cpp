// The writer thread by itself: what it stores, and what it does when the disk is full.
#include "flow/intake/group_commit.hpp"
#include "flow/intake/housekeeping.hpp"
#include "store/arrivals.hpp"
#include "store/reserve.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

using namespace shoporder;

namespace {

store::NewWebhook webhook(const std::string& body, const std::string& id, base::Time at) {
    store::NewWebhook w;
    w.shop = "demo.myshopify.com";
    w.webhook_id = id;
    w.topic = "orders/create";
    w.received_at = at;
    w.secret = "primary";
    w.size = body.size();
    w.sha256 = base::sha256(body);
    w.body = order::read_body(body, order::Detail::summary);
    auto packed = store::pack(body);
    w.codec = packed.codec;
    w.packed = packed.bytes;
    return w;
}

/// Counts what became of what was sent.
struct Counts {
    std::atomic<int> stored{0};
    std::atomic<int> duplicates{0};
    std::atomic<int> refused{0};
};
class Sender final : public flow::GroupCommit::Sender {
public:
    explicit Sender(Counts& counts) : m_counts(counts) {}
    void stored(const store::NewWebhook& webhook,
                const std::optional<store::Stored>& what) override {
        EXPECT_FALSE(webhook.shop.empty());
        ++(!what ? m_counts.refused : what->duplicate ? m_counts.duplicates : m_counts.stored);
    }

private:
    Counts& m_counts;
};

} // namespace

TEST(GroupCommit, FiftyOfTheSameAtOnceAreStoredOnce) {
    test::Shop shop;
    Counts counts;
    {
        flow::GroupCommit writer({shop.settings.database}, shop.clock, shop.journal, [] {});
        const auto w = webhook(test::sample_order(), "w1", shop.clock.now());
        std::vector<std::thread> senders;
        for (int i = 0; i < 50; ++i)
            senders.emplace_back([&] {
                auto copy = w;
                writer.store(std::move(copy), std::make_unique<Sender>(counts));
            });
        for (std::thread& sender : senders)
            sender.join();
    }
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.duplicates, 49);
    EXPECT_EQ(store::list_webhooks(*shop.database, 0, 100).size(), 1U);
    const auto arrivals = store::list_arrivals(*shop.database, 0);
    ASSERT_EQ(arrivals.size(), 1U);
    EXPECT_EQ(arrivals[0].accepted, 50);
    EXPECT_EQ(arrivals[0].hour, store::hour_of(shop.clock.now()));
}

TEST(GroupCommit, MoreThanMayWaitAreRefusedAtOnceAndNoneIsForgotten) {
    test::Shop shop;
    Counts counts;
    {
        const auto w = webhook(test::sample_order(), "w1", shop.clock.now());
        flow::GroupCommit writer({shop.settings.database, 0, 5}, shop.clock, shop.journal, [] {});
        const store::Write elsewhere(
            *shop.database); // holds the write lock; ends before the writer
        for (int i = 0; i < 200; ++i) {
            auto copy = w;
            writer.store(std::move(copy), std::make_unique<Sender>(counts));
        }
        // The writer may have taken a batch before it came to the lock.
        EXPECT_GE(counts.refused, 200 - 5 - static_cast<int>(flow::GroupCommit::k_batch));
        EXPECT_EQ(counts.stored + counts.duplicates, 0);
    }
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.stored + counts.duplicates + counts.refused, 200);
}

TEST(GroupCommit, SideNotesAreWrittenBeforeItEnds) {
    test::Shop shop;
    {
        flow::GroupCommit writer({shop.settings.database}, shop.clock, shop.journal, [] {});
        writer.note([](flow::SideNotes& notes) {
            notes.count("refused/401");
            notes.refused_signature("demo.myshopify.com");
            notes.refused_signature("");
            store::Rejected r;
            for (const char* const body : {"1", "2", "3"}) {
                r.body = body;
                notes.reject(r, 2);
            }
        });
    }
    EXPECT_EQ(store::list_tallies(*shop.database, "refused/").at(0).count, 1);
    const auto arrivals = store::list_arrivals(*shop.database, 0);
    ASSERT_EQ(arrivals.size(), 2U);
    EXPECT_EQ(arrivals[0].shop, "");
    EXPECT_EQ(arrivals[1].refused, 1);
    ASSERT_EQ(store::list_rejected(*shop.database).size(), 2U);
    EXPECT_EQ(store::find_rejected(*shop.database, 2)->body, "3");
}

TEST(Housekeeping, ForgetsAWebhookIdAfterTwoWeeksAndNotBeforeOne) {
    test::Shop shop;
    // Other topics than orders are known by their webhook id alone.
    const std::string body =
        R"({"id": 1, "order_id": 5550001001, "kind": "x", "refund_line_items": []})";
    const auto again = [&] {
        return shop.receive(body, "refunds/create", "demo.myshopify.com", "same").duplicate;
    };
    EXPECT_FALSE(again());
    shop.clock.advance(std::chrono::hours{24 * 7 - 1});
    while (flow::keep_house(*shop.database, shop.clock.now())) {
    }
    EXPECT_TRUE(again());
    shop.clock.advance(std::chrono::hours{24 * 7 + 1});
    while (flow::keep_house(*shop.database, shop.clock.now())) {
    }
    EXPECT_FALSE(again());
}

TEST(Housekeeping, ForgetsHourlyCountsAfterFiveWeeks) {
    test::Shop shop;
    const auto now = store::hour_of(shop.clock.now());
    store::Write write(*shop.database);
    for (std::int64_t hour = now - 24 * 36; hour <= now; ++hour)
        store::add_arrivals(write, {"demo.myshopify.com", hour, 1, 0});
    write.commit();
    while (flow::keep_house(*shop.database, shop.clock.now())) {
    }
    const auto left = store::list_arrivals(*shop.database, 0);
    ASSERT_FALSE(left.empty());
    EXPECT_EQ(left.front().hour, now - 24 * 35);
    EXPECT_EQ(left.back().hour, now);
}

TEST(Reserve, GivesWayInStepsAndKeepsTheLast) {
    const test::TemporaryFolder folder;
    store::Reserve reserve(folder / "a.db", 4U << 20U);
    ASSERT_EQ(reserve.rebuild(), "");
    EXPECT_EQ(reserve.size(), 4U << 20U);
    EXPECT_EQ(std::filesystem::status(folder / "a.db.reserve").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_TRUE(reserve.give_way());
    EXPECT_TRUE(reserve.give_way());
    EXPECT_TRUE(reserve.give_way());
    EXPECT_EQ(reserve.size(), 1U << 20U);
    EXPECT_FALSE(reserve.give_way());
    EXPECT_EQ(reserve.rebuild(), "");
    EXPECT_EQ(reserve.size(), 4U << 20U);
    EXPECT_EQ(store::Reserve(folder / "a.db", 0).rebuild(), "");
    EXPECT_FALSE(std::filesystem::exists(folder / "a.db.reserve"));
}
