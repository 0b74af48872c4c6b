// What servers in the field did to orders, each against the real dispatch and retry, as lasting as
// it was: nothing is lost, nothing is sent twice, and what is in doubt is before a person.
#include "support/wired.hpp"

#include <algorithm>

namespace shoporder {
namespace {

using order::DeliveryState;
using order::SupplierMode;
using test::Fault;
using Kind = Fault::Kind;
using FieldTest = test::Wired;

class TakenTest : public FieldTest, public testing::WithParamInterface<Kind> {};

// A window's time once began before its login: 12 s of greeting, and nothing was sent, ever.
TEST_F(FieldTest, ALoginSlowerThanAWindowHoldsNothingBack) {
    m_server.add({"CONNECT", Kind::late, "", 0, 0, -1, "", std::chrono::milliseconds{600}});
    m_window = std::chrono::milliseconds{300};
    run(true);
    EXPECT_EQ(count(DeliveryState::uploaded), k_orders);
    EXPECT_EQ(m_server.taken().size(), static_cast<std::size_t>(k_orders));
}

// 226, and then under neither name, for every file. The supplier may have each of them: what was
// tried is before a person, the rest waits, and neither a test that passes nor `resume` sends any
// of it again.
TEST_P(TakenTest, WhatWasAcknowledgedIsNeverSentTwice) {
    m_server.add({"STOR", GetParam(), "", 0, 0, -1});
    int rounds = 0;
    for (; rounds < 3; ++rounds) {
        run(true);
        run(false);
        EXPECT_EQ(mode(), SupplierMode::parked);
        EXPECT_EQ(count(DeliveryState::uncertain), 0) << "looked for before the supplier is parked";
        EXPECT_EQ(count(DeliveryState::held), static_cast<int>(m_server.taken().size()));
        m_shop.clock.advance(std::chrono::minutes{20});
        resume();
    }
    EXPECT_GE(m_server.taken().size(), 3U);
    EXPECT_LE(m_server.taken().size(), 3U * 4) << "one window a round tells enough";
    for (int i = 1; i <= k_orders; ++i)
        for (const store::Delivery& d : m_shop.deliveries(test::k_sample_id + i)) {
            if (d.state != DeliveryState::held)
                continue;
            EXPECT_EQ(d.reason_code, "undecided");
            EXPECT_NE(d.reason.find("acknowledged"), std::string::npos) << d.reason;
            const auto head = store::find_document(*m_shop.database, d.document_id).value();
            EXPECT_EQ(copies(head.file_name).size(), 1U) << d.po_number;
        }
    m_server.heal();
    const std::size_t taken = m_server.taken().size();
    run(true);
    run(false);
    EXPECT_EQ(count(DeliveryState::held), static_cast<int>(taken)) << "sent again by itself";
    EXPECT_EQ(count(DeliveryState::uploaded), k_orders - static_cast<int>(taken));
    EXPECT_EQ(m_server.taken().size(), static_cast<std::size_t>(k_orders));
}

INSTANTIATE_TEST_SUITE_P(AtOnce, TakenTest, testing::Values(Kind::taken, Kind::renamed));

// Two seconds (here a twentieth, as of the waits) in which a new file is in use.
TEST_F(FieldTest, AServerThatScansWhatItGotHasItAllInOneRun) {
    m_server.scan(std::chrono::milliseconds{2000} / k_hurry, {"SIZE", "RNFR", "DELE"});
    run(true);
    EXPECT_EQ(count(DeliveryState::uploaded), k_orders);
    EXPECT_EQ(m_server.count("STOR"), k_orders);
    EXPECT_EQ(mode(), SupplierMode::live);
}

TEST_F(FieldTest, AServerThatLetsNobodyRenameForAWhileHasItAllInOneRun) {
    m_server.scan(std::chrono::milliseconds{2000} / k_hurry, {"RNFR", "DELE"});
    run(true);
    EXPECT_EQ(count(DeliveryState::uploaded), k_orders);
    EXPECT_GT(m_server.count("RNFR"), k_orders) << "the test has looked at nothing";
    EXPECT_EQ(m_server.count("STOR"), k_orders);
    EXPECT_EQ(mode(), SupplierMode::live);
}

// The third run believes it, and no run counts twice.
TEST_F(FieldTest, ARefusalOfAllRenamesParksInTheThirdRun) {
    m_server.add({"RNFR", Kind::answer, "550 Permission denied.", 0, 0, -1});
    run(true);
    EXPECT_EQ(mode(), SupplierMode::live);
    EXPECT_EQ(m_server.count("STOR"), 4) << "one window tells enough";
    EXPECT_EQ(m_server.count("RNFR"), 4 * 4) << "after 0, 1, 3 and 10 s";
    run(false);
    EXPECT_EQ(mode(), SupplierMode::live);
    run(false);
    EXPECT_EQ(mode(), SupplierMode::parked);
    EXPECT_EQ(m_server.count("STOR"), 4);
    m_server.heal();
    resume();
    run(true);
    EXPECT_EQ(count(DeliveryState::uploaded), k_orders);
    EXPECT_EQ(m_server.count("STOR"), k_orders) << "what lay there whole was only renamed";
}

// One that is never let go, while the others are: it is before a person, and nobody waits for it.
TEST_F(FieldTest, OneFileInUseForEverStopsNobody) {
    const auto receive = [this](int i) {
        m_shop.clock.advance(std::chrono::minutes{1});
        m_shop.receive(test::with(
            test::with(test::sample_order(), std::to_string(test::k_sample_id), number(i)), "#1001",
            "#" + std::to_string(1001 + i)));
    };
    run(true);
    receive(k_orders + 1);
    m_server.scan(std::chrono::hours{1}, {"RNFR"});
    run(true);
    const auto stuck = [this] { return m_shop.deliveries(test::k_sample_id + k_orders + 1).at(0); };
    ASSERT_EQ(stuck().state, DeliveryState::uncertain);
    const auto head = store::find_document(*m_shop.database, stuck().document_id).value();
    m_server.scan({}, {});
    m_server.add({"RNFR", Kind::answer, "550 in use", 0, 0, -1, head.temporary_name});
    receive(k_orders + 2);
    run(true);
    EXPECT_EQ(m_shop.deliveries(test::k_sample_id + k_orders + 2).at(0).state,
              DeliveryState::uploaded);
    EXPECT_EQ(stuck().state, DeliveryState::uncertain) << "that was its second run";
    run(false);
    EXPECT_EQ(stuck().state, DeliveryState::held);
    EXPECT_EQ(stuck().reason_code, "undecided");
    EXPECT_NE(stuck().reason.find("550 in use"), std::string::npos) << stuck().reason;
    EXPECT_EQ(mode(), SupplierMode::live);
    EXPECT_EQ(m_server.count("STOR"), k_orders + 2);
}

} // namespace
} // namespace shoporder
