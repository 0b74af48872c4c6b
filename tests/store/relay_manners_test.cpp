// How a supplier takes files, in place of renames, one by one, or many in a file.
#include "support/relayed.hpp"

#include "flow/operate/operate.hpp"
#include "flow/operate/resend.hpp"
#include "store/documents.hpp"
#include "support/paths.hpp"
#include "xml/schema.hpp"

using namespace shoporder;
using order::DeliveryState;
using remote::Phase;
using test::k_sample_id;
using test::MemoryServer;
using test::Relayed;

namespace {

remote::Reply lost_reply(Phase phase, bool data_sent) {
    auto reply = MemoryServer::fault(phase, 0, CURLE_RECV_ERROR);
    reply.data_sent = data_sent;
    return reply;
}

std::vector<std::string> names(const MemoryServer& server) {
    std::vector<std::string> out;
    for (const auto& [name, bytes] : server.files)
        out.push_back(name);
    return out;
}

} // namespace

TEST_F(Relayed, ADoneFileFollowsAWholeFile) {
    change("acme", [](auto& s) { s.upload = order::UploadMode::done_file; });
    run();
    EXPECT_EQ(names(acme()),
              (std::vector<std::string>{"1001-A-5550001001.xml", "1001-A-5550001001.xml.done"}));
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
}

TEST_F(Relayed, ADirectUploadThatBrokeOffIsHeldAndNeverSentTwice) {
    change("acme", [](auto& s) { s.upload = order::UploadMode::direct; });
    acme().after = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("put"))
            return lost_reply(Phase::put, true);
        return std::nullopt;
    };
    acme().consumes = true; // and gone it is
    acme().before = [this](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("size"))
            acme().files.clear();
        return std::nullopt;
    };
    run();
    EXPECT_EQ(story(), "acme 1 held:undecided; globex 1 uploaded");
    shop.clock.advance(std::chrono::hours{30});
    retry();
    run();
    EXPECT_EQ(acme().count("put"), 1U);
}

TEST_F(Relayed, ADirectUploadThatLandedWholeIsFoundOutByLooking) {
    change("acme", [](auto& s) { s.upload = order::UploadMode::direct; });
    acme().after = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("put"))
            return lost_reply(Phase::put, true);
        return std::nullopt;
    };
    EXPECT_EQ(run().reconciled, 1U);
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
}

TEST_F(Relayed, AServerThatRefusesRenamesParksOnceAndIsServedAnotherWay) {
    receive(2, 6);
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("rename"))
            return MemoryServer::fault(Phase::rename, 550);
        return std::nullopt;
    };
    run();
    EXPECT_EQ(supplier("acme").mode, order::SupplierMode::live) << "a scanner says 550, too";
    EXPECT_EQ(acme().count("put"), 4U) << "one window tells enough";
    run();
    EXPECT_EQ(supplier("acme").mode, order::SupplierMode::live);
    run();
    EXPECT_EQ(supplier("acme").mode, order::SupplierMode::parked);
    EXPECT_NE(supplier("acme").mode_reason.find("upload.mode"), std::string::npos);
    change("acme", [](auto& s) { s.upload = order::UploadMode::direct; });
    store::Write write(*shop.database);
    store::resume_supplier(write, supplier("acme").id, "ann", shop.clock.now());
    store::mark_changed(write, 0);
    write.commit();
    for (int i = 0; i < 3; ++i) {
        retry();
        run();
        shop.clock.advance(std::chrono::minutes{1});
    }
    ASSERT_EQ(acme().files.size(), 6U) << "no temporary file is left";
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(shop.deliveries(k_sample_id + i).at(0).state, DeliveryState::uploaded);
}

TEST_F(Relayed, ATemporaryFolderHoldsWhatIsNotWhole) {
    change("acme", [](auto& s) {
        s.temporary_at = order::TemporaryName::folder;
        s.temporary = "incoming";
    });
    run();
    EXPECT_EQ(acme().count("put incoming/1001-A-5550001001.xml.1"), 1U);
    EXPECT_EQ(names(acme()), std::vector<std::string>{"1001-A-5550001001.xml"});
}

// ---- refusals and leftovers

TEST_F(Relayed, ARefusalIsBelievedAtTheThirdTimeWithinAnHour) {
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("put"))
            return MemoryServer::fault(Phase::put, 550);
        return std::nullopt;
    };
    run();
    EXPECT_EQ(story(), "acme 1 deferred:refused; globex 1 uploaded");
    shop.clock.advance(std::chrono::minutes{20});
    retry();
    EXPECT_EQ(story(), "acme 1 deferred:refused; globex 1 uploaded");
    shop.clock.advance(std::chrono::minutes{39});
    retry();
    EXPECT_EQ(acme().count("put"), 2U) << "not due yet";
    shop.clock.advance(std::chrono::minutes{1});
    retry();
    EXPECT_EQ(story(), "acme 1 held:refused; globex 1 uploaded");
    EXPECT_EQ(acme().count("put"), 3U);
}

TEST_F(Relayed, StaleTemporaryFilesOfSettledDocumentsAloneAreRemoved) {
    acme().after = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("put"))
            return MemoryServer::fault(Phase::put, 450); // it is there, and the server says no
        return std::nullopt;
    };
    run();
    const std::string stale = "tmp-1001-A-5550001001.xml.1";
    ASSERT_EQ(acme().files.count(stale), 1U);
    acme().files["tmp-1001-A-5550001001.xml.7"] = "somebody else's, whatever it is called";
    shop.clock.advance(std::chrono::hours{30});
    retry(); // not settled, so not touched, however old
    EXPECT_EQ(acme().count("remove"), 0U);
    acme().after = nullptr;
    shop.clock.advance(std::chrono::minutes{10});
    retry();
    ASSERT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
    EXPECT_EQ(acme().files.count(stale), 0U);
    // The second try's is not old yet.
    EXPECT_EQ(acme().count("remove"), 1U);
    receive(2, 2);
    shop.clock.advance(std::chrono::hours{25});
    run();
    EXPECT_EQ(acme().count("remove tmp-1001-A-5550001001.xml.2"), 1U);
    receive(3, 3);
    run();
    EXPECT_EQ(acme().count("remove"), 2U) << "once is enough";
    EXPECT_EQ(acme().files.count("tmp-1001-A-5550001001.xml.7"), 1U);
}

// ---- batches

TEST_F(Relayed, ABatchIsOneFileForAllThatAreReady) {
    change("acme", [](auto& s) { s.batching = order::Batching::run; });
    receive(2, 5);
    run();
    ASSERT_EQ(names(acme()), std::vector<std::string>{"batch-acme-000001.xml"});
    const std::string& bytes = acme().files.begin()->second;
    for (int i = 1; i <= 5; ++i) {
        EXPECT_NE(bytes.find(std::to_string(1000 + i) + "-A<"), std::string::npos) << i;
        EXPECT_EQ(shop.deliveries(k_sample_id - 1 + i).at(0).state, DeliveryState::uploaded);
    }
    const auto schema =
        xml::Schema::from_file(std::filesystem::path{SHOPORDER_SOURCE_DIR} / "share/order.xsd");
    EXPECT_TRUE(schema.check(bytes).empty());
    EXPECT_EQ(globex().files.size(), 5U) << "others get a file for each";
    receive(6, 6);
    run();
    EXPECT_EQ(acme().files.count("batch-acme-000002.xml"), 1U);
}

TEST_F(Relayed, ABatchThatFailsIsTriedAgainAsItIs) {
    change("acme", [](auto& s) { s.batching = order::Batching::run; });
    receive(2, 3);
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("put"))
            return MemoryServer::fault(Phase::put, 450);
        return std::nullopt;
    };
    run();
    acme().before = nullptr;
    const std::int64_t document = first().document_id;
    const std::string fixed = store::document_bytes(*shop.database, document);
    receive(4, 4); // a later one makes a batch of its own
    run();
    shop.clock.advance(std::chrono::minutes{5});
    EXPECT_EQ(retry().uploaded, 1U);
    EXPECT_EQ(acme().files.at("batch-acme-000001.xml"), fixed);
    EXPECT_EQ(store::document_deliveries(*shop.database, document).size(), 3U);
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(shop.deliveries(k_sample_id + i).at(0).state, DeliveryState::uploaded);
}

TEST_F(Relayed, OneOfABatchCannotBeCalledOffAndTheWholeCan) {
    change("acme", [](auto& s) { s.batching = order::Batching::run; });
    receive(2, 3);
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("put"))
            return MemoryServer::fault(Phase::put, 450);
        return std::nullopt;
    };
    run();
    const flow::Person ann{"queue cancel (ann)", "sent by mail"};
    EXPECT_THROW(flow::cancel(*shop.database, first().id, ann, shop.clock), base::Error);
    EXPECT_THROW(flow::settle(*shop.database, first().id, ann, shop.clock), base::Error);
    // Nor does the shop's own cancel take it out of a file that will go.
    const std::string cancelled =
        test::with(test::with(test::sample_order(), "\"cancelled_at\": null",
                              "\"cancelled_at\": \"2026-11-23T09:00:00Z\""),
                   "\"updated_at\": \"2026-11-22T", "\"updated_at\": \"2026-11-23T");
    shop.receive(cancelled);
    shop.plan();
    EXPECT_EQ(first().state, DeliveryState::deferred);
    EXPECT_EQ(shop.deliveries(k_sample_id).at(1).reason_code, "tell_supplier");
    flow::cancel(*shop.database, first().id, ann, shop.clock, flow::Scope::file);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(shop.deliveries(k_sample_id + i).at(0).state, DeliveryState::cancelled);
    shop.clock.advance(std::chrono::hours{1});
    acme().before = nullptr;
    retry();
    EXPECT_TRUE(acme().files.empty());
}

TEST_F(Relayed, ABatchInDoubtIsLookedForOnce) {
    change("acme", [](auto& s) { s.batching = order::Batching::run; });
    receive(2, 4);
    acme().after = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (!verb.starts_with("rename"))
            return std::nullopt;
        auto reply = MemoryServer::fault(Phase::rename, 0, CURLE_RECV_ERROR);
        reply.rename_sent = true;
        return reply;
    };
    const auto result = run();
    EXPECT_EQ(result.reconciled, 1U);
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(shop.deliveries(k_sample_id + i).at(0).state, DeliveryState::uploaded);
    flow::resend(*shop.database, first().id, {"queue resend (ann)", "lost"}, shop.clock);
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(shop.deliveries(k_sample_id + i).at(0).state, DeliveryState::deferred);
}
