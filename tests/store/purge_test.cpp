#include "flow/operate/purge.hpp"
#include "support/collected.hpp"

#include "base/file.hpp"
#include "flow/operate/redact.hpp"
#include "flow/operate/redaction_list.hpp"
#include "store/events.hpp"
#include "store/privacy_tasks.hpp"
#include "store/rejected.hpp"
#include "store/reserve.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <thread>

using namespace shoporder;
using std::chrono::days;
using test::k_sample_id;
using test::sample_order;
using test::with;

namespace {

struct Purged : test::Collected {
    flow::PurgeOptions how;

    void SetUp() override {
        Collected::SetUp();
        shop.settings.retention = {days{90},  days{365}, days{180},
                                   days{180}, days{730}, std::chrono::hours{24}};
        how.person = {"purge (test)", ""};
    }
    static std::string body(std::int64_t id) {
        return with(with(sample_order(), std::to_string(k_sample_id), std::to_string(id)),
                    "\"order_number\": 1001", "\"order_number\": " + std::to_string(id % 1000000));
    }
    /// Text that does not become shorter than several pages.
    static std::string noise(std::int64_t seed) {
        std::string out;
        for (int i = 0; i < 200; ++i)
            out += base::hex(base::sha256(std::to_string(seed) + "/" + std::to_string(i)));
        return out;
    }
    /// Everything is confirmed or closed, by persons.
    void settle_all() {
        for (const auto& d : store::list_deliveries(*shop.database, {}))
            if (d.state != order::DeliveryState::uploaded &&
                d.state != order::DeliveryState::confirmed &&
                d.state != order::DeliveryState::settled &&
                d.state != order::DeliveryState::cancelled)
                flow::settle(*shop.database, d.id, how.person, shop.clock);
    }
    /// The clock moves, and something happens then: it is believed.
    void later(base::Duration by) {
        shop.clock.advance(by);
        store::Write write(*shop.database);
        store::Event event{shop.clock.now(), "operator"};
        event.text = "a day begins";
        store::add_event(write, event);
        write.commit();
    }
    std::size_t removed(const flow::PurgeResult& result, const std::string& kind) {
        for (const auto& [name, count] : result.counts)
            if (name == kind)
                return count;
        ADD_FAILURE() << "no kind " << kind;
        return 0;
    }
    flow::PurgeResult purge() {
        return flow::Purge(*shop.database, shop.settings, shop.clock).run(how);
    }
    bool body_is_there(std::int64_t webhook) {
        return !store::webhook_body(*shop.database, webhook).empty();
    }
};

TEST_F(Purged, EachKindGoesInItsTimeAndTheLedgerStays) {
    answers.files["a.xml"] = yes("1001-A");
    collect();
    settle_all();
    shop.receive(R"({"id": 12, "email": "shopper@example.com"})", "customers/update");
    {
        store::Write write(*shop.database);
        store::Rejected rejected;
        rejected.at = shop.clock.now();
        store::keep_rejected(write, rejected, 10);
        write.commit();
    }
    later(days{60});
    auto result = purge();
    EXPECT_EQ(removed(result, "bodies"), 0U);
    EXPECT_EQ(removed(result, "rejected"), 1U);
    later(days{31});
    how.dry_run = true;
    result = purge();
    EXPECT_EQ(removed(result, "bodies"), 2U);
    EXPECT_TRUE(body_is_there(1));
    how.dry_run = false;
    result = purge();
    EXPECT_EQ(removed(result, "bodies"), 2U);
    EXPECT_FALSE(body_is_there(1));
    EXPECT_EQ(removed(result, "documents"), 0U);
    later(days{90});
    result = purge();
    EXPECT_GE(removed(result, "documents"), 1U);
    EXPECT_EQ(removed(result, "answers"), 1U);
    EXPECT_THROW(static_cast<void>(store::document_bytes(*shop.database, first().document_id)),
                 base::Error);
    later(days{200});
    result = purge();
    EXPECT_EQ(removed(result, "webhooks"), 1U); // the order's newest stays
    EXPECT_TRUE(store::find_webhook(*shop.database, 1));
    later(days{400});
    result = purge();
    EXPECT_GE(removed(result, "events"), 5U);
    // What was sent is known for ever, and a late webhook sends nothing again.
    const std::size_t sent = acme().files.size() + globex().files.size();
    const auto d = first();
    EXPECT_EQ(d.po_number, "1001-A");
    EXPECT_EQ(store::find_document(*shop.database, d.document_id)->sha256.size(), 64U);
    shop.receive(with(sample_order(), "\"updated_at\": \"2026-11-22T10:00:01+01:00\"",
                      "\"updated_at\": \"2028-11-22T10:00:00Z\""),
                 "orders/updated");
    run();
    EXPECT_EQ(acme().files.size() + globex().files.size(), sent);
    EXPECT_EQ(shop.database->check(), "ok");
}

TEST_F(Purged, WhatIsOpenStays) {
    shop.receive(body(8000000001));
    shop.plan(); // ready, and never sent
    later(days{800});
    EXPECT_EQ(removed(purge(), "bodies"), 1U); // of the first, which was sent
    EXPECT_TRUE(body_is_there(2));
    for (const store::Event& event : store::list_events(*shop.database, {}))
        if (event.order_id == 8000000001)
            return;
    FAIL() << "the history of an open order is gone";
}

TEST_F(Purged, AClockThatJumpedMakesNothingOld) {
    settle_all();
    const auto refused = [&] {
        try {
            static_cast<void>(purge());
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::Exit::no);
            return true;
        }
        return false;
    };
    shop.clock.advance(days{3650}); // far ahead of the last event
    EXPECT_TRUE(refused());
    EXPECT_TRUE(body_is_there(1));
    shop.clock.advance(-days{3651}); // before it
    EXPECT_TRUE(refused());
    shop.clock.advance(days{2});
    EXPECT_FALSE(refused());
    shop.clock.advance(days{3650});
    how.trust_clock = true;
    EXPECT_FALSE(refused());
    EXPECT_FALSE(body_is_there(1));
}

TEST_F(Purged, GivesPagesBackAndHoldsTheLockForMilliseconds) {
    for (std::int64_t i = 1; i <= 300; ++i)
        shop.receive(R"({"id": )" + std::to_string(i) + R"(, "email": "x@example.com", "t": ")" +
                         noise(i) + R"("})",
                     "customers/update");
    settle_all();
    later(days{100});
    ASSERT_TRUE(store::empty_log(*shop.database, std::chrono::seconds{1}));
    const auto size = std::filesystem::file_size(shop.settings.database);
    const auto result = purge();
    EXPECT_EQ(removed(result, "bodies"), 301U);
    EXPECT_LT(result.longest_lock, 1000U); // what a busy machine does to the promised 50
    EXPECT_GT(result.freed_pages, 0U);
    EXPECT_LT(std::filesystem::file_size(shop.settings.database), size);
    EXPECT_EQ(shop.database->check(), "ok");
}

TEST_F(Purged, CarriesOutTasksWherePrivacyIsAuto) {
    settle_all();
    shop.receive(test::data_file("bodies/customers_redact.json"), "customers/redact");
    EXPECT_TRUE(purge().tasks.empty());
    EXPECT_TRUE(body_is_there(1));
    shop.settings.privacy_auto = true;
    shop.receive(body(8000000001));
    shop.plan();
    EXPECT_EQ(purge().tasks.size(), 1U);
    EXPECT_FALSE(body_is_there(1));
    EXPECT_TRUE(body_is_there(3)); // no order of the request
    EXPECT_TRUE(store::list_privacy_tasks(*shop.database, false).empty());
}

TEST_F(Purged, FinishesARedactionThatWasInterrupted) {
    settle_all();
    flow::append_redaction(shop.settings.database, {shop.clock.now(), "orders", "", {k_sample_id}});
    EXPECT_EQ(purge().redacted, 1U);
    EXPECT_FALSE(body_is_there(1));
    EXPECT_EQ(purge().redacted, 0U);
}

TEST_F(Purged, AnAnswerThatComesLaterIsRedactedToo) {
    settle_all();
    flow::DataOf data = flow::data_of_orders(*shop.database, {k_sample_id});
    static_cast<void>(flow::redact(*shop.database, data, how.person, shop.clock));
    answers.files["a.xml"] = yes("1001-A");
    collect();
    EXPECT_EQ(purge().redacted, 1U);
    EXPECT_EQ(store::answer_bytes(*shop.database, only_answer().id), "");
}

TEST_F(Purged, NoBackupOutlivesARedactionByMoreThanAMonth) {
    settle_all();
    const auto folder = shop.settings.backup_folder();
    std::filesystem::create_directory(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    for (const char* name : {"shoporder-20261101T000000Z.db", "shoporder-20261122T110000Z.db"})
        base::write_file(folder / name, "", 0600);
    flow::DataOf data = flow::data_of_orders(*shop.database, {k_sample_id});
    static_cast<void>(flow::redact(*shop.database, data, how.person, shop.clock));
    const auto last = flow::last_backup(shop.settings, shop.clock.now());
    ASSERT_TRUE(last);
    EXPECT_EQ(last->name, "shoporder-20261122T110000Z.db");
    shop.settings.backup.keep = 60;
    EXPECT_EQ(flow::last_backup(shop.settings, shop.clock.now())->gone_by,
              shop.clock.now() + days{30});
    shop.settings.backup.keep = 7;
    EXPECT_EQ(flow::last_backup(shop.settings, shop.clock.now())->gone_by,
              base::parse_time("2026-11-29T11:00:00Z"));
    later(days{31});
    auto result = purge();
    EXPECT_EQ(result.backups_removed.size(), 1U);
    EXPECT_EQ(result.problems.size(), 1U); // the newest is never removed, and it is said
    base::write_file(folder / "shoporder-20261223T110000Z.db", "", 0600);
    result = purge();
    EXPECT_EQ(result.backups_removed, std::vector<std::string>{"shoporder-20261122T110000Z.db"});
    EXPECT_TRUE(result.problems.empty());
}

} // namespace
