// A stored webhook is judged again: by this version, and by what is known now.
#include "flow/operate/replay.hpp"
#include "store/events.hpp"
#include "store/privacy_tasks.hpp"
#include "store/redaction.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

using namespace shoporder;
using test::k_sample_id;
using test::sample_order;
using test::with;

namespace {

struct Replay : ::testing::Test {
    test::Shop shop;
    flow::Person ann{"webhook replay (ann)", ""};

    void SetUp() override {
        shop.add_supplier("acme", "Acme");
        shop.add_supplier("globex", "Globex");
    }
    void sql(const std::string& text) {
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open(shop.settings.database.c_str(), &db), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(db, text.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(db);
        sqlite3_close(db);
    }
    /// As a version would have left it that could not read this body.
    std::int64_t unread(const std::string& body) {
        const std::int64_t id = shop.receive(body).id;
        sql("UPDATE webhooks SET kind = 'unreadable', order_id = 0, state = 'corrupt',"
            " reason = 'no JSON' WHERE id = " +
            std::to_string(id) + "; DELETE FROM orders WHERE webhook = " + std::to_string(id));
        return id;
    }
    flow::ReplayedWebhook replay(std::int64_t id, bool dry_run = false) {
        return flow::replay(*shop.database, std::vector{id}, dry_run, ann, shop.clock).at(0);
    }
    std::string state_of(std::int64_t id) {
        const auto row = store::find_webhook(*shop.database, id).value();
        return row.kind + " " + row.state + " " + std::to_string(row.order_id);
    }
};

TEST_F(Replay, WhatCouldNotBeReadBecomesAnOrder) {
    const std::int64_t id = unread(sample_order());
    ASSERT_FALSE(store::find_order(*shop.database, k_sample_id));
    const auto dry = replay(id, true);
    EXPECT_EQ(dry.state, "applied");
    EXPECT_EQ(state_of(id), "unreadable corrupt 0");
    const auto done = replay(id);
    EXPECT_EQ(done.before, "corrupt");
    EXPECT_EQ(done.state, "applied");
    EXPECT_TRUE(done.planned);
    EXPECT_EQ(done.order_name, "#1001");
    EXPECT_EQ(state_of(id), "order applied " + std::to_string(k_sample_id));
    shop.plan();
    EXPECT_EQ(shop.story(k_sample_id), "acme 1 ready; globex 1 ready");
    store::EventFilter of_order;
    of_order.order_id = k_sample_id;
    const auto events = store::list_events(*shop.database, of_order);
    ASSERT_FALSE(events.empty());
    EXPECT_EQ(events[0].text, "replayed: was corrupt, is applied");
    EXPECT_EQ(events[0].actor, ann.actor);
}

TEST_F(Replay, NothingIsSentTwice) {
    const std::int64_t id = shop.receive(sample_order()).id;
    shop.plan();
    shop.send(k_sample_id);
    const std::string sent = shop.story(k_sample_id);
    for (int i = 0; i < 3; ++i) {
        const auto done = replay(id);
        EXPECT_EQ(done.state, "applied");
        EXPECT_TRUE(done.planned);
        EXPECT_EQ(shop.plan().added, 0U);
        EXPECT_EQ(shop.story(k_sample_id), sent);
    }
}

TEST_F(Replay, AnOlderStateDoesNotReplaceANewerOne) {
    const std::int64_t old = unread(sample_order());
    const auto newer = shop.receive(with(sample_order(), "\"updated_at\": \"2026-11-22T10:00:01",
                                         "\"updated_at\": \"2026-11-22T10:00:09"));
    const auto done = replay(old);
    EXPECT_EQ(done.state, "applied");
    EXPECT_FALSE(done.planned);
    EXPECT_EQ(store::find_order(*shop.database, k_sample_id)->webhook, newer.id);
}

TEST_F(Replay, TheSameBodyIsOneOrder) {
    const std::int64_t first = unread(sample_order());
    const auto second = shop.receive(sample_order());
    ASSERT_FALSE(second.duplicate);
    const auto done = replay(first);
    EXPECT_EQ(done.state, "ignored");
    EXPECT_EQ(done.reason, "the same body came as webhook " + std::to_string(second.id));
    EXPECT_FALSE(done.planned);
    EXPECT_EQ(state_of(second.id), "order applied " + std::to_string(k_sample_id));
}

TEST_F(Replay, WhatIsStillNotForUsStaysSo) {
    const auto stored = shop.receive(sample_order(), "refunds/create");
    ASSERT_EQ(stored.state, order::WebhookState::ignored);
    const auto done = replay(stored.id);
    EXPECT_EQ(done.state, "ignored");
    EXPECT_FALSE(done.planned);
    EXPECT_FALSE(store::find_order(*shop.database, k_sample_id));
    EXPECT_EQ(replay(shop.receive("{oops").id).state, "corrupt");
}

TEST_F(Replay, ARedactedOrderDoesNotComeBack) {
    const std::int64_t id = unread(sample_order());
    {
        store::Write write(*shop.database);
        store::redact_order(write, k_sample_id, 10, shop.clock.now());
        write.commit();
    }
    const auto done = replay(id);
    EXPECT_EQ(done.state, "ignored");
    EXPECT_FALSE(store::find_order(*shop.database, k_sample_id));
    EXPECT_TRUE(store::webhook_body(*shop.database, id).empty()); // it was personal data
    EXPECT_TRUE(replay(id).gone);
}

TEST_F(Replay, AnUnknownOneChangesNothing) {
    const std::int64_t id = unread(sample_order());
    EXPECT_THROW(static_cast<void>(flow::replay(*shop.database, std::vector<std::int64_t>{id, 99},
                                                false, ann, shop.clock)),
                 base::Error);
    EXPECT_EQ(state_of(id), "unreadable corrupt 0");
}

TEST_F(Replay, ATaskIsMadeOnce) {
    const std::int64_t id =
        shop.receive(test::data_file("bodies/data_request.json"), "customers/data_request").id;
    const auto before = state_of(id);
    EXPECT_EQ(replay(id).state, "applied");
    EXPECT_EQ(state_of(id), before);
    EXPECT_EQ(store::list_privacy_tasks(*shop.database, true).size(), 1U);
}

} // namespace
