#include "flow/operate/redact.hpp"
#include "support/collected.hpp"

#include "base/file.hpp"
#include "flow/operate/data_export.hpp"
#include "flow/operate/purge.hpp"
#include "flow/operate/redaction_list.hpp"
#include "flow/operate/resend.hpp"
#include "store/events.hpp"
#include "store/privacy_tasks.hpp"
#include "store/rejected.hpp"

#include <gtest/gtest.h>
#include <set>
#include <sqlite3.h>
#include <sys/stat.h>

using namespace shoporder;
using order::DeliveryState;
using test::k_sample_id;
using test::sample_order;
using test::with;

namespace {

const char* const k_planted[] = {"shopper@example.com", "Björk", "8 123 456", "Sveav"};

/// Every cell of a column, as it lies in the file.
std::vector<std::string> cells(const std::filesystem::path& path, const std::string& sql) {
    sqlite3* db = nullptr;
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sqlite3_errmsg(db);
    std::vector<std::string> out;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, 0));
        out.emplace_back(bytes == nullptr ? "" : bytes,
                         static_cast<std::size_t>(sqlite3_column_bytes(statement, 0)));
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return out;
}

constexpr std::size_t k_window = 20;

std::set<std::string> windows(const std::vector<std::string>& blobs, std::size_t step) {
    std::set<std::string> out;
    for (const std::string& blob : blobs)
        for (std::size_t at = 8; at + k_window <= blob.size(); at += step)
            out.insert(blob.substr(at, k_window));
    return out;
}

struct Redacted : test::Collected {
    flow::Person ann{"redact (ann)", ""};

    void SetUp() override {
        Collected::SetUp();
        shop.settings.retention.rejected = std::chrono::hours{24};
    }
    /// An order like the sample's, of somebody else.
    static std::string others(std::int64_t id) {
        std::string body = with(sample_order(), std::to_string(k_sample_id), std::to_string(id));
        body = with(body, "shopper@example.com", "other@example.com");
        body = with(body, "Björk", "Ole");
        body = with(body, "+46 8 123 456", "+47 99 000 111");
        body = with(body, "Sveav", "Konge");
        body = with(body, "7211550001", "7211559999");
        return with(body, "\"order_number\": 1001",
                    "\"order_number\": " + std::to_string(id % 100000));
    }
    static std::string theirs(std::int64_t id) {
        return with(with(sample_order(), std::to_string(k_sample_id), std::to_string(id)),
                    "\"order_number\": 1001", "\"order_number\": " + std::to_string(id % 100000));
    }
    /// All bytes of the database and what lies beside it.
    std::string raw() {
        std::string out;
        for (const char* part : {"", "-wal", "-shm", ".redactions"})
            if (std::filesystem::exists(shop.settings.database.string() + part))
                out += base::read_file(shop.settings.database.string() + part, 1U << 30U);
        return out;
    }
    std::vector<std::string> blobs(const std::string& of_whom) {
        const std::string in = " IN (SELECT id FROM orders WHERE id " + of_whom + ")";
        auto out = cells(shop.settings.database, "SELECT body FROM webhooks WHERE order_id" + in);
        for (const std::string& more :
             {"SELECT bytes FROM documents WHERE id IN (SELECT document_id FROM deliveries WHERE "
              "order_id" +
                  in + ")",
              "SELECT bytes FROM answers WHERE id IN (SELECT answer_id FROM answer_parts WHERE "
              "delivery_id IN (SELECT id FROM deliveries WHERE order_id" +
                  in + "))"})
            for (std::string& cell : cells(shop.settings.database, more))
                out.push_back(std::move(cell));
        return out;
    }
    flow::DataOf customer() {
        return flow::data_of_person(*shop.database,
                                    order::read_person("Shopper@Example.com").value());
    }
    flow::RedactionResult redact(const flow::DataOf& data) {
        return flow::redact(*shop.database, data, ann, shop.clock);
    }
    void close_all(const flow::DataOf& data) {
        flow::close_deliveries(*shop.database, flow::open_deliveries(*shop.database, data), ann,
                               shop.clock);
    }
    static std::string request(const char* file) {
        return test::data_file(std::string{"bodies/"} + file);
    }
};

TEST_F(Redacted, LeavesNothingInTheFile) {
    std::vector<std::int64_t> mine{k_sample_id};
    for (std::int64_t i = 1; i <= 40; ++i) {
        shop.receive(others(8000000000 + 2 * i));
        shop.receive(theirs(8000000001 + 2 * i));
        mine.push_back(8000000001 + 2 * i);
        if (i % 10 == 0)
            run();
    }
    for (const std::int64_t id : mine) {
        const std::string number = shop.deliveries(id).at(0).po_number;
        // Every other one cannot be read, so that only its words tell whose it is.
        const char* const element = id % 4 == 1 ? "reason" : "note";
        answers.files[number + ".xml"] =
            answer(number,
                   std::string{"<"} + element + ">for Björk, shopper@example.com</" + element + ">",
                   "accepted");
    }
    collect();
    EXPECT_GE(count_of_state("attention"), 20U);
    EXPECT_GE(count_of_state("applied"), 20U);
    shop.receive(R"({"id": 12, "email": "shopper@example.com", "phone": "+468123456"})",
                 "customers/update");
    shop.receive(R"({"line_items": [, "email": "shopper@example.com")");
    {
        store::Write write(*shop.database);
        store::Rejected rejected;
        rejected.at = shop.clock.now();
        rejected.body = sample_order();
        store::keep_rejected(write, rejected, 10);
        store::Event event{shop.clock.now(), "operator"};
        event.order_id = k_sample_id;
        event.text = "Björk phoned";
        store::add_event(write, event);
        write.commit();
    }
    ASSERT_TRUE(store::empty_log(*shop.database, std::chrono::seconds{1}));

    // The planted data is there: through the codec, and as compressed bytes in the file.
    const std::string list = " IN (" + [&] {
        std::string ids;
        for (const std::int64_t id : mine)
            ids += (ids.empty() ? "" : ",") + std::to_string(id);
        return ids;
    }() + ")";
    for (const char* text : k_planted)
        EXPECT_NE(store::webhook_body(*shop.database, 1).find(text), std::string::npos) << text;
    const auto kept = windows(blobs(" NOT" + list), 1);
    const auto mine_before = windows(blobs(list), k_window);
    std::vector<std::string> own;
    for (const std::string& window : mine_before)
        if (!kept.contains(window) && window.find_first_not_of(window[0]) != std::string::npos)
            own.push_back(window);
    ASSERT_GT(own.size(), 1000U);
    const std::string before = raw();
    for (std::size_t i = 0; i < own.size(); i += 50)
        EXPECT_NE(before.find(own[i]), std::string::npos);
    EXPECT_NE(before.find("Björk phoned"), std::string::npos);

    const flow::DataOf data = customer();
    EXPECT_EQ(data.orders, mine);
    EXPECT_EQ(data.others.size(), 2U);
    close_all(data);
    const auto done = redact(data);
    EXPECT_EQ(done.orders, mine.size());
    EXPECT_TRUE(done.log_emptied);
    EXPECT_EQ(done.rejected, 1U);
    EXPECT_EQ(done.answers, mine.size());
    EXPECT_EQ(count_of_state("attention"), 0U);

    const std::string after = raw();
    for (const char* text : k_planted)
        EXPECT_EQ(after.find(text), std::string::npos) << text;
    std::size_t left = 0;
    for (const std::string& window : own)
        left += after.find(window) == std::string::npos ? 0 : 1;
    EXPECT_EQ(left, 0U) << "of " << own.size();
    EXPECT_EQ(shop.database->check(), "ok");

    // Others have theirs, and the ledger knows what was sent.
    EXPECT_NE(store::webhook_body(*shop.database, 2).find("other@example.com"), std::string::npos);
    const auto head = store::find_order(*shop.database, k_sample_id).value();
    EXPECT_EQ(head.shop, "demo.myshopify.com");
    EXPECT_TRUE(head.updated_at);
    EXPECT_FALSE(head.total.empty());
    const auto d = first();
    EXPECT_EQ(d.po_number, "1001-A");
    const auto document = store::find_document(*shop.database, d.document_id).value();
    EXPECT_FALSE(document.file_name.empty());
    EXPECT_GT(document.size, 0U);
    EXPECT_EQ(document.sha256.size(), 64U);
    EXPECT_TRUE(document.uploaded_at);
}

TEST_F(Redacted, ALateWebhookBringsNothingBackAndSendsNothing) {
    const std::size_t sent = acme().files.size() + globex().files.size();
    flow::DataOf data = customer();
    close_all(data);
    redact(data);
    shop.clock.advance(std::chrono::hours{24});
    for (const char* time : {"2027-11-22T10:00:00Z", "2028-11-22T10:00:00Z"}) {
        const auto stored =
            shop.receive(with(sample_order(), "\"updated_at\": \"2026-11-22T10:00:01+01:00\"",
                              std::string{"\"updated_at\": \""} + time + "\""),
                         "orders/updated");
        EXPECT_EQ(stored.state, order::WebhookState::ignored);
        EXPECT_EQ(store::webhook_body(*shop.database, stored.id), "");
    }
    const auto refund = shop.receive(request("refund.json"), "refunds/create");
    EXPECT_EQ(store::webhook_body(*shop.database, refund.id), "");
    shop.receive(request("order_delete.json"), "orders/delete");
    {
        store::Write write(*shop.database);
        store::mark_changed(write, k_sample_id);
        write.commit();
    }
    run();
    retry();
    EXPECT_EQ(acme().files.size() + globex().files.size(), sent);
    EXPECT_THROW(flow::resend(*shop.database, first().id, ann, shop.clock), base::Error);
    EXPECT_FALSE(store::find_order(*shop.database, k_sample_id)->changed);
    ASSERT_TRUE(store::empty_log(*shop.database, std::chrono::seconds{1}));
    EXPECT_EQ(raw().find("shopper@example.com"), std::string::npos);
    // An order that this shop never sent, and its first webhook that comes after the redaction.
    redact(flow::data_of_orders(*shop.database, {99}));
    EXPECT_EQ(shop.receive(theirs(99)).state, order::WebhookState::ignored);
    EXPECT_FALSE(store::find_order(*shop.database, 99));
}

TEST_F(Redacted, WaitsForWhatIsNotOver) {
    shop.receive(theirs(8000000001));
    shop.plan();
    flow::DataOf data = customer();
    const auto open = flow::open_deliveries(*shop.database, data);
    ASSERT_FALSE(open.empty());
    EXPECT_THROW(redact(data), base::Error);
    EXPECT_NE(store::webhook_body(*shop.database, 2), "");
    close_all(data);
    redact(data);
    EXPECT_EQ(store::webhook_body(*shop.database, 2), "");
    for (const auto& d : shop.deliveries(8000000001))
        EXPECT_TRUE(d.state == DeliveryState::cancelled || d.state == DeliveryState::settled);
}

TEST_F(Redacted, TellsWhoHasTheData) {
    flow::DataOf data = customer();
    close_all(data);
    const auto done = redact(data);
    ASSERT_FALSE(done.holders.empty());
    EXPECT_EQ(done.holders[0].supplier, "acme");
    EXPECT_EQ(done.holders[0].po_number, "1001-A");
    EXPECT_TRUE(done.holders[0].uploaded_at);
}

TEST_F(Redacted, TheListHoldsNoPersonalDataAndRepeatsIt) {
    const auto copy = shop.folder / "copy.db";
    ASSERT_TRUE(store::empty_log(*shop.database, std::chrono::seconds{1}));
    shop.receive(R"({"line_items": [, "email": "shopper@example.com")"); // speaks of no order
    ASSERT_TRUE(store::empty_log(*shop.database, std::chrono::seconds{1}));
    std::filesystem::copy_file(shop.settings.database, copy);
    flow::DataOf data = customer();
    close_all(data);
    redact(data);
    const auto path = flow::redaction_list(shop.settings.database);
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    const std::string list = base::read_file(path);
    for (const char* text : k_planted)
        EXPECT_EQ(list.find(text), std::string::npos) << text;
    EXPECT_NE(list.find("orders=5550001001"), std::string::npos) << list;
    EXPECT_EQ(flow::reapply_redactions(*shop.database, shop.settings.database, ann, shop.clock),
              0U);

    // A line that a crash cut short orders nothing, and spoils no other.
    base::write_file(path, list + "2026-11-22T12:00:00Z orders orders=1", 0600);
    EXPECT_EQ(flow::read_redactions(shop.settings.database).size(), 1U);
    flow::append_redaction(shop.settings.database, {shop.clock.now(), "shop", "x.myshopify.com"});
    EXPECT_EQ(flow::read_redactions(shop.settings.database).size(), 2U);

    // As `restore` has it: the older file, by the list beside the newer one.
    store::Database restored(copy, store::Access::write);
    EXPECT_NE(store::webhook_body(restored, 1), "");
    EXPECT_EQ(flow::reapply_redactions(restored, shop.settings.database, ann, shop.clock), 2U);
    EXPECT_EQ(store::webhook_body(restored, 1), "");
    EXPECT_TRUE(store::open_deliveries(restored, k_sample_id).empty());
    EXPECT_EQ(base::read_file(copy).find("shopper@example.com"), std::string::npos);
}

TEST_F(Redacted, AComplianceWebhookMakesATaskWithAMonth) {
    shop.receive(request("customers_redact.json"), "customers/redact");
    shop.receive(request("customers_redact.json"), "customers/redact"); // sent again with a new id
    shop.receive(request("data_request.json"), "customers/data_request");
    shop.receive(request("shop_redact.json"), "shop/redact");
    // A body replayed under another topic does nothing.
    shop.receive(request("customers_redact.json"), "customers/data_request");
    const auto tasks = store::list_privacy_tasks(*shop.database, false);
    ASSERT_EQ(tasks.size(), 3U);
    EXPECT_EQ(tasks[0].kind, "customers_redact");
    EXPECT_EQ(tasks[0].customer_id, 7211550001);
    EXPECT_EQ(tasks[0].orders, std::vector<std::int64_t>{k_sample_id});
    EXPECT_EQ(tasks[0].due_at, shop.clock.now() + std::chrono::days{30});
    // The data is handed over before it goes.
    flow::DataOf data = flow::data_of_task(*shop.database, tasks[0].id);
    close_all(data);
    EXPECT_THROW(redact(data), base::Error);
    const std::string all = flow::export_data(*shop.database, shop.settings,
                                              flow::data_of_task(*shop.database, tasks[1].id))
                                .text();
    for (const char* text : k_planted)
        EXPECT_NE(all.find(text), std::string::npos) << text;
    EXPECT_NE(all.find("acme"), std::string::npos);
    {
        store::Write write(*shop.database);
        EXPECT_TRUE(store::finish_privacy_task(write, tasks[1].id, "ann", shop.clock.now()));
        write.commit();
    }
    redact(flow::data_of_task(*shop.database, tasks[0].id));
    ASSERT_EQ(store::list_privacy_tasks(*shop.database, false).size(), 1U);
    EXPECT_THROW(static_cast<void>(flow::data_of_task(*shop.database, tasks[0].id)), base::Error);
    ASSERT_TRUE(store::empty_log(*shop.database, std::chrono::seconds{1}));
    EXPECT_EQ(raw().find("shopper@example.com"), std::string::npos);
    // The shop's: every order it ever sent, and nothing of another shop.
    shop.receive(others(8000000002));
    redact(flow::data_of_task(*shop.database, tasks[2].id));
    EXPECT_TRUE(store::redacted_at(*shop.database, 8000000002));
    EXPECT_TRUE(store::list_privacy_tasks(*shop.database, false).empty());
}

TEST_F(Redacted, FindsAPersonByEachName) {
    shop.receive(others(8000000002));
    const auto orders = [&](const char* typed) {
        return flow::data_of_person(*shop.database, order::read_person(typed).value()).orders;
    };
    const std::vector<std::int64_t> mine{k_sample_id};
    EXPECT_EQ(orders(" SHOPPER@example.com\n"), mine);
    EXPECT_EQ(orders("7211550001"), mine);
    EXPECT_EQ(orders("+46 8 123 456"), mine);
    EXPECT_EQ(orders("0046 8-123456"), mine);
    EXPECT_EQ(orders("hopper@example.com"), std::vector<std::int64_t>{});
    EXPECT_EQ(orders("721155000"), std::vector<std::int64_t>{});
    for (const char* nobody : {"", "Björk", "1", "@", "a@", "12 34"})
        EXPECT_FALSE(order::read_person(nobody) && order::read_person(nobody)->customer_id != 1 &&
                     !order::read_person(nobody)->empty())
            << nobody;
}

} // namespace
