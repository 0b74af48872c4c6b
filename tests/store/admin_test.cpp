// The read-only API over a real database, without a socket; and what it reads from.
#include "flow/admin/admin.hpp"
#include "flow/admin/metrics.hpp"
#include "store/attention.hpp"
#include "store/connection.hpp"
#include "store/events.hpp"
#include "store/time_limit.hpp"
#include "store/uploads.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>

namespace shoporder::flow {
namespace {

constexpr const char* k_token = "0123456789abcdef0123";

class Api : public testing::Test {
protected:
    Api() {
        shop.settings.credentials = config::Credentials(shop.folder / "credentials", {});
        shop.settings.credentials.set("api", k_token);
        shop.settings.admin_credential = "api";
    }
    [[nodiscard]] static receive::Request request(const std::string& path,
                                                  const std::string& query = "") {
        receive::Request request;
        request.method = "GET";
        request.path = path;
        request.query = query;
        request.headers.emplace_back("authorization", std::string{"Bearer "} + k_token);
        return request;
    }
    [[nodiscard]] receive::Response get(const std::string& path, const std::string& query = "") {
        return admin().answer(request(path, query));
    }
    Admin& admin() {
        if (!m_admin)
            m_admin = std::make_unique<Admin>(shop.settings, shop.clock, shop.journal,
                                              [this] { return ready; });
        return *m_admin;
    }
    static std::string header(const receive::Response& response, std::string_view name) {
        for (const auto& [key, value] : response.headers)
            if (key == name)
                return value;
        return "";
    }

    test::Shop shop;
    bool ready = true;

private:
    std::unique_ptr<Admin> m_admin;
};

TEST_F(Api, IsOffWithoutACredentialAndHealthIsNot) {
    shop.settings.admin_credential.clear();
    EXPECT_EQ(get("/orders").status, 403);
    EXPECT_EQ(get("/metrics").status, 403);
    EXPECT_EQ(get("/healthz").status, 200);
    EXPECT_EQ(get("/readyz").status, 200);
    ready = false;
    EXPECT_EQ(get("/healthz").status, 200);
    EXPECT_EQ(get("/readyz").status, 503);
}

TEST_F(Api, PagesByKeys) {
    for (int i = 1; i <= 5; ++i)
        shop.receive(
            test::with(test::sample_order(), "5550001001", "555000100" + std::to_string(i)));
    std::string target = "/orders?limit=2";
    std::vector<std::string> ids;
    for (int page = 0; page < 3; ++page) {
        const std::size_t question = target.find('?');
        const auto response = get(target.substr(0, question), target.substr(question + 1));
        ASSERT_EQ(response.status, 200) << response.body;
        for (std::size_t at = response.body.find("\"id\": \""); at != std::string::npos;
             at = response.body.find("\"id\": \"", at + 1))
            ids.push_back(response.body.substr(at + 7, 10));
        const std::string link = header(response, "Link");
        if (page == 2) {
            EXPECT_EQ(link, "");
            continue;
        }
        ASSERT_TRUE(link.starts_with("<") && link.ends_with(">; rel=\"next\"")) << link;
        target = link.substr(1, link.find('>') - 1);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"5550001005", "5550001004", "5550001003", "5550001002",
                                             "5550001001"}));
}

TEST_F(Api, AnEtagSparesTheBytes) {
    const auto first = get("/orders");
    const std::string tag = header(first, "ETag");
    ASSERT_EQ(tag.size(), 34U);
    auto again = request("/orders");
    again.headers.emplace_back("if-none-match", "\"x\", " + tag);
    EXPECT_EQ(admin().answer(again).status, 304);
    EXPECT_EQ(admin().answer(again).body, "");
    shop.receive(test::sample_order());
    EXPECT_EQ(admin().answer(again).status, 200);
}

TEST_F(Api, WhatIsOursStaysHere) {
    std::filesystem::remove(shop.settings.database);
    std::filesystem::create_directory(shop.settings.database);
    const auto response = get("/orders");
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.body.find(shop.folder.path().string()), std::string::npos) << response.body;
}

TEST_F(Api, AReaderIsInterrupted) {
    const store::TimeLimit limit(*shop.database, std::chrono::milliseconds{30});
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_THROW(store::Query(shop.database->connection(),
                              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                              " SELECT count(*) FROM n")
                     .step(),
                 store::TimeIsUp);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{2});
}

TEST_F(Api, AReaderIsFreeAfterItsLimit) {
    { const store::TimeLimit limit(*shop.database, std::chrono::milliseconds{0}); }
    store::Query q(shop.database->connection(),
                   "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000)"
                   " SELECT count(*) FROM n");
    ASSERT_TRUE(q.step());
    EXPECT_EQ(q.integer(0), 100000);
}

class Uploads : public Api {
protected:
    std::int64_t supplier = shop.add_supplier("acme", "Acme");
    std::int64_t document() {
        store::Write write(*shop.database);
        const auto id = store::add_document(
            write, {supplier, "f" + std::to_string(++m_files) + ".xml", "native", "<o/>", 0},
            shop.clock.now());
        write.commit();
        return id;
    }
    void attempt(std::chrono::milliseconds took, const base::Outcome& outcome) {
        const auto id = document();
        store::Write write(*shop.database);
        const auto attempt = store::begin_attempt(write, id, "", "", "file:///x", shop.clock.now());
        store::end_attempt(write, attempt, outcome, shop.clock.now() + took);
        if (outcome.done())
            store::mark_uploaded(write, id, shop.clock.now() + took);
        write.commit();
    }

private:
    int m_files = 0;
};

TEST_F(Uploads, AreCountedAsTheyEnd) {
    using base::OutcomeClass;
    attempt(std::chrono::milliseconds{100}, {});
    attempt(std::chrono::milliseconds{101}, {});
    attempt(std::chrono::minutes{10}, {});
    attempt(std::chrono::milliseconds{-50}, {}); // the clock was set back
    attempt(std::chrono::seconds{1}, {OutcomeClass::temporary, 451, "busy", "put"});
    attempt(std::chrono::seconds{1}, {OutcomeClass::temporary, 0, "", "unsent"});
    attempt(std::chrono::seconds{1}, {OutcomeClass::uncertain, 0, "gone", "put"});
    const auto all = store::upload_figures(*shop.database);
    ASSERT_EQ(all.size(), 1U);
    const store::UploadFigures& figures = all.at(supplier);
    EXPECT_EQ(figures.sent, 4);
    EXPECT_EQ(figures.failed,
              (std::map<std::string, std::int64_t>{{"temporary", 1}, {"uncertain", 1}}));
    EXPECT_EQ(figures.took[0], 2); // at most 100 ms
    EXPECT_EQ(figures.took[1], 1);
    EXPECT_EQ(figures.beyond, 1);
    EXPECT_EQ(figures.micros, 100'000 + 101'000 + 600'000'000);
    const std::string text = get("/metrics").body;
    for (const char* line :
         {"shoporder_upload_duration_seconds_bucket{supplier=\"acme\",le=\"0.1\"} 2\n",
          "shoporder_upload_duration_seconds_bucket{supplier=\"acme\",le=\"0.25\"} 3\n",
          "shoporder_upload_duration_seconds_bucket{supplier=\"acme\",le=\"300\"} 3\n",
          "shoporder_upload_duration_seconds_bucket{supplier=\"acme\",le=\"+Inf\"} 4\n",
          "shoporder_upload_duration_seconds_sum{supplier=\"acme\"} 600.201\n",
          "shoporder_upload_duration_seconds_count{supplier=\"acme\"} 4\n",
          "shoporder_upload_failures_total{supplier=\"acme\",outcome=\"temporary\"} 1\n",
          "shoporder_documents_sent_total{supplier=\"acme\"} 4\n"})
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

TEST_F(Uploads, TheOldestUnsentOfEachSupplier) {
    shop.receive(test::sample_order());
    static_cast<void>(plan(*shop.database, shop.settings, shop.clock, shop.journal));
    const auto oldest = store::oldest_unsent(*shop.database);
    ASSERT_EQ(oldest.count(supplier), 1U);
    EXPECT_LE(oldest.at(supplier), shop.clock.now());
}

TEST_F(Api, EventsOfOneOrderOrDelivery) {
    shop.add_supplier("acme", "Acme");
    for (const char* id : {"5550001001", "5550001002"})
        shop.receive(test::with(test::sample_order(), "5550001001", id));
    static_cast<void>(plan(*shop.database, shop.settings, shop.clock, shop.journal));
    store::EventFilter filter;
    filter.order_id = 5550001002;
    const auto of_order = store::list_events(*shop.database, filter);
    ASSERT_FALSE(of_order.empty());
    for (const store::Event& event : of_order)
        EXPECT_EQ(event.order_id, 5550001002);
    filter.order_id = 0;
    filter.delivery_id = of_order.back().delivery_id;
    filter.newest = true;
    const auto of_delivery = store::list_events(*shop.database, filter);
    ASSERT_FALSE(of_delivery.empty());
    for (const store::Event& event : of_delivery)
        EXPECT_EQ(event.delivery_id, filter.delivery_id);
    filter.newest = false;
    filter.after_id = of_delivery.back().id;
    EXPECT_TRUE(store::list_events(*shop.database, filter).empty());
    filter = {};
    filter.order_id = 5;
    EXPECT_TRUE(store::list_events(*shop.database, filter).empty());
}

} // namespace
} // namespace shoporder::flow
