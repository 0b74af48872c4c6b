// The orders of a customer and those with an article: whatever the index holds, the bodies decide.
#include "flow/operate/find_orders.hpp"
#include "flow/operate/redact.hpp"
#include "flow/plan/mark_orders.hpp"
#include "order/marks.hpp"
#include "store/order_marks.hpp"
#include "store/purge.hpp"
#include "store/redaction.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

using namespace shoporder;
using test::sample_order;
using test::with;

namespace {

using Ids = std::vector<std::int64_t>;

struct Found : ::testing::Test {
    test::Shop shop;

    void SetUp() override { shop.add_supplier("acme", "Acme"); }
    /// The sample, under another id, of this address and with this SKU.
    std::string body(std::int64_t id, const std::string& email,
                     const std::string& sku = "ACME-MUG-BLUE", int version = 0) {
        std::string out =
            with(sample_order(), std::to_string(test::k_sample_id), std::to_string(id));
        out = with(out, "shopper@example.com", email);
        out = with(out, "7211550001", std::to_string(7'000'000'000 + id % 1000));
        out = with(out, "+46 8 123 456", "+46 8 999 " + std::to_string(100000 + id % 1000));
        out = with(out, "ACME-MUG-BLUE", sku);
        out =
            with(out, "\"order_number\": 1001", "\"order_number\": " + std::to_string(id % 100000));
        return with(out, "\"updated_at\": \"2026-11-22T10:00:01",
                    "\"updated_at\": \"2026-11-22T10:00:0" + std::to_string(version));
    }
    void mark() {
        flow::mark_orders(
            *shop.database, [] { return false; });
    }
    Ids of(const std::string& person, std::size_t limit = 50) {
        store::OrderFilter filter;
        filter.limit = limit;
        return flow::find_orders(*shop.database, filter, {order::read_person(person)});
    }
    Ids with_sku(const std::string& sku, store::OrderFilter filter = {}) {
        return flow::find_orders(*shop.database, filter, {std::nullopt, sku});
    }
    /// Rows of the index, asked of the file itself.
    int rows(const std::string& where) {
        sqlite3* db = nullptr;
        int n = -1;
        EXPECT_EQ(sqlite3_open(shop.settings.database.c_str(), &db), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(
                      db, ("SELECT count(*) FROM order_marks WHERE " + where).c_str(),
                      [](void* out, int, char** row, char**) {
                          *static_cast<int*>(out) = std::atoi(row[0]);
                          return 0;
                      },
                      &n, nullptr),
                  SQLITE_OK);
        sqlite3_close(db);
        return n;
    }
};

TEST_F(Found, TheSameWithTheIndexAsWithoutIt) {
    for (int i = 1; i <= 9; ++i)
        shop.receive(body(1000 + i, i % 3 == 0 ? "ann@example.com" : "bob@example.com"));
    for (const bool marked : {false, true}) {
        EXPECT_EQ(of("Ann@example.com"), (Ids{1009, 1006, 1003})) << marked;
        EXPECT_EQ(of("bob@example.com", 2), (Ids{1008, 1007})) << marked;
        EXPECT_EQ(of("0046 8 999 100004"), Ids{1004}) << marked;
        EXPECT_EQ(of("7000000005"), Ids{1005}) << marked;
        EXPECT_TRUE(of("nobody@example.com").empty()) << marked;
        EXPECT_EQ(with_sku("acme-mug-blue").size(), 9U) << marked;
        EXPECT_TRUE(with_sku("acme-mug").empty()) << marked;
        mark();
        EXPECT_EQ(store::count_unmarked(*shop.database, 100), 0U);
    }
}

TEST_F(Found, OtherFiltersCount) {
    shop.receive(body(1001, "ann@example.com"));
    shop.receive(body(1002, "ann@example.com", "OTHER-1"));
    shop.plan();
    mark();
    store::OrderFilter filter;
    filter.shop = "other.myshopify.com";
    EXPECT_TRUE(with_sku("OTHER-1", filter).empty());
    filter.shop.clear();
    filter.states = {order::DeliveryState::ready};
    EXPECT_EQ(with_sku("OTHER-1", filter), Ids{1002});
    filter.states = {order::DeliveryState::uploaded};
    EXPECT_TRUE(with_sku("OTHER-1", filter).empty());
    EXPECT_EQ(
        flow::find_orders(*shop.database, {}, {order::read_person("ann@example.com"), "OTHER-1"}),
        Ids{1002});
}

TEST_F(Found, TheNewestBodyDecides) {
    shop.receive(body(1001, "ann@example.com", "OLD-1", 1));
    mark();
    shop.receive(body(1001, "bob@example.com", "NEW-1", 2));
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(of("ann@example.com").empty()) << i;
        EXPECT_TRUE(with_sku("OLD-1").empty()) << i;
        EXPECT_EQ(of("bob@example.com"), Ids{1001}) << i;
        mark();
    }
    // What it was found by before is gone: the marks of the newest body alone.
    EXPECT_EQ(rows("1"), static_cast<int>(order::marks_in(body(1001, "b@c", "N", 2)).size()));
}

TEST_F(Found, PagesGoOnPastWhatOtherFiltersRefuse) {
    for (int i = 0; i < 450; ++i)
        shop.receive(body(2000 + i, "ann@example.com"));
    mark();
    store::OrderFilter filter;
    filter.before_id = 2010;
    filter.limit = 1000;
    EXPECT_EQ(with_sku("ACME-MUG-BLUE", filter).size(), 10U);
    EXPECT_EQ(of("ann@example.com", 1000).size(), 450U);
}

TEST_F(Found, TheIndexForgetsWhoIsRedactedOrPurged) {
    shop.receive(body(1001, "ann@example.com"));
    shop.receive(body(1002, "bob@example.com"));
    mark();
    ASSERT_GT(rows("order_id = 1001"), 2);
    const flow::Person person{"redact (test)", ""};
    flow::redact(
        *shop.database,
        flow::data_of_person(*shop.database, order::read_person("ann@example.com").value()), person,
        shop.clock);
    EXPECT_EQ(rows("order_id = 1001"), 0);
    EXPECT_GT(rows("order_id = 1002"), 2);
    EXPECT_TRUE(of("ann@example.com").empty());
    mark(); // nothing brings it back
    EXPECT_EQ(rows("order_id = 1001"), 0);
    EXPECT_EQ(store::count_unmarked(*shop.database, 100), 0U);
}

TEST_F(Found, TheIndexForgetsWhatIsPurged) {
    for (const std::int64_t id : {1001, 1002})
        shop.receive(body(id, "ann@example.com"));
    shop.plan();
    mark();
    flow::close_deliveries(*shop.database, store::open_deliveries(*shop.database, 1001),
                           {"test", "over"}, shop.clock);
    shop.plan(); // what waits to be planned is not old
    ASSERT_GT(rows("order_id = 1001"), 2);
    store::prepare_purge(*shop.database);
    const base::Time later = shop.clock.now() + std::chrono::hours{24};
    store::Write write(*shop.database);
    EXPECT_EQ(store::remove_old(write, store::Kind::bodies, later,
                                store::find_old(*shop.database, store::Kind::bodies, later, 0, 10)),
              1U);
    write.commit();
    EXPECT_EQ(rows("order_id = 1001"), 0);
    EXPECT_GT(rows("order_id = 1002"), 2);
    EXPECT_EQ(of("ann@example.com"), Ids{1002});
}

TEST_F(Found, NoMarkIsKeptOfABodyThatWentMeanwhile) {
    shop.receive(body(1001, "ann@example.com", "A-1", 1));
    const auto read = store::unmarked_orders(*shop.database, 0, 10);
    ASSERT_EQ(read.size(), 1U);
    shop.receive(body(1001, "bob@example.com", "A-1", 2));
    store::Write write(*shop.database);
    store::mark_order(write, read[0], {"e:ann@example.com"});
    write.commit();
    EXPECT_EQ(rows("1"), 0);
    EXPECT_EQ(of("bob@example.com"), Ids{1001});
}

} // namespace
