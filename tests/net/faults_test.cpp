// Every fault of an FTP server that the delivery is built against, one row each: what it is called,
// what it leaves on the server, and that after looking every order is there exactly once or before
// a person, by name.
#include "deliver/upload.hpp"
#include "remote/session.hpp"
#include "store/documents.hpp"
#include "support/scripted_ftp.hpp"
#include "support/wired.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

namespace shoporder {
namespace {

using base::OutcomeClass;
using deliver::Found;
using test::Fault;
using test::ScriptedFtp;
using Kind = Fault::Kind;

constexpr auto k_done = OutcomeClass::done;
constexpr auto k_temporary = OutcomeClass::temporary;
constexpr auto k_permanent = OutcomeClass::permanent;
constexpr auto k_operator = OutcomeClass::operator_;
constexpr auto k_uncertain = OutcomeClass::uncertain;

enum class Left { nothing, part, temporary, delivered, elsewhere };

struct Case {
    std::string name;
    std::vector<Fault> faults;
    OutcomeClass cls;
    Left left;
    Found found = Found::send_again; ///< what looking then says (asked for uncertain only)
    int code = -1;                   ///< the reply in the outcome, -1: not looked at
    bool lists = false;              ///< the server tells sizes by LIST, too
    std::string says{};              ///< what the reason names, and why the supplier is parked
};

/// How googletest names it in a failure.
[[maybe_unused]] void PrintTo(const Case& c, std::ostream* out) {
    *out << c.name;
}

constexpr const char* k_in_use =
    "550 The process cannot access the file because it is being used by another process.";
constexpr std::chrono::milliseconds k_late{400};

remote::Settings settings_for(const ScriptedFtp& server) {
    remote::Settings s;
    s.endpoint.scheme = order::Scheme::ftp;
    s.endpoint.user = "acme";
    s.endpoint.host = "127.0.0.1";
    s.endpoint.port = server.port();
    s.endpoint.folder = "in";
    s.password = "secret";
    s.connect_timeout = std::chrono::seconds{2};
    s.response_timeout = std::chrono::seconds{1};
    s.transfer_timeout = std::chrono::seconds{20};
    return s;
}

std::vector<Case> cases() {
    std::vector<Case> out;
    // Before any data: the seven points a session passes.
    for (const char* const verb : {"CONNECT", "USER", "PASS", "CWD", "EPSV", "TYPE", "STOR"}) {
        const auto at_verb = [&](const std::string& name, Fault fault, int code) {
            out.push_back({name + "_at_" + verb,
                           {std::move(fault)},
                           k_temporary,
                           Left::nothing,
                           Found::send_again,
                           code});
        };
        at_verb("closing_421", {verb, Kind::answer, "421 Timeout."}, 421);
        at_verb("dropped", {verb, Kind::drop}, 0);
        at_verb("silent", {verb, Kind::hang}, 0);
    }
    const auto refused = [&](const std::string& verb, const std::string& reply, OutcomeClass cls,
                             Left left, Found found = Found::send_again) {
        out.push_back({"refused_" + reply.substr(0, 3) + "_at_" + verb,
                       {{verb, Kind::answer, reply}},
                       cls,
                       left,
                       found,
                       std::stoi(reply)});
    };
    refused("PASS", "530 Login incorrect.", k_operator, Left::nothing);
    refused("PASS", "430 Invalid username or password", k_temporary, Left::nothing);
    refused("CWD", "550 No such directory", k_operator, Left::nothing);
    // No login without TLS: each server has its own code, and some refuse before USER.
    for (const auto& [verb, reply] : std::vector<std::pair<std::string, std::string>>{
             {"CONNECT", "421 This server takes TLS sessions only."},
             {"CONNECT", "530 TLS required"},
             {"USER", "421-Sorry, cleartext sessions are not accepted on this server.\r\n"
                      "421 Please reconnect using other mechanisms."},
             {"USER", "503 Use AUTH first."},
             {"USER", "530 Non-anonymous sessions must use encryption."},
             {"USER", "550 SSL/TLS required on the control channel"},
             {"USER", "534 Policy requires SSL."},
             {"PASS", "530-This server speaks TLS.\r\n530 Login incorrect."},
             {"STOR", "522 Data connections must be encrypted."}}) {
        out.push_back({"demands_tls_" + reply.substr(0, 3) + "_at_" + verb,
                       {{verb, Kind::answer, reply}},
                       k_operator,
                       Left::nothing});
        out.back().code = std::stoi(reply);
        out.back().says = "use ftpes://acme@127.0.0.1:";
    }
    out.push_back({"epsv_unknown", {{"EPSV", Kind::answer, "500 what?"}}, k_done, Left::delivered});
    out.push_back(
        {"epsv_port_dead_then_pasv", {{"EPSV", Kind::dead_port}}, k_done, Left::delivered});
    out.push_back(
        {"data_ports_dead",
         {{"EPSV", Kind::dead_port, "", 0, 0, -1}, {"PASV", Kind::dead_port, "", 0, 0, -1}},
         k_temporary,
         Left::nothing});
    for (const char* const reply : {"425 No data connection", "450 Busy", "452 Disk full"})
        refused("STOR", reply, k_temporary, Left::nothing);
    for (const char* const reply :
         {"532 Need account", "550 Denied", "552 Over quota", "553 Name not allowed"})
        refused("STOR", reply, k_permanent, Left::nothing);
    // While the data goes.
    out.push_back(
        {"data_closed", {{"STOR", Kind::data_close, "", 100000}}, k_temporary, Left::part});
    out.push_back(
        {"data_reset", {{"STOR", Kind::data_reset, "", 100000}}, k_temporary, Left::part});
    out.push_back({"data_stalls", {{"STOR", Kind::data_hang, "", 1000}}, k_uncertain, Left::part});
    // After it.
    out.push_back({"lost_226_dropped",
                   {{"STOR", Kind::done_drop}},
                   k_uncertain,
                   Left::temporary,
                   Found::finished});
    out.push_back({"lost_226_silent",
                   {{"STOR", Kind::done_hang}},
                   k_uncertain,
                   Left::temporary,
                   Found::finished});
    const auto after_data = [&](const std::string& reply, OutcomeClass cls, Left left) {
        out.push_back({"after_data_" + reply.substr(0, 3),
                       {{"STOR", Kind::done_answer, reply}},
                       cls,
                       left,
                       Found::finished,
                       std::stoi(reply)});
    };
    for (const char* const reply : {"426 Aborted", "451 Local error", "452 Disk full", "500 Oops"})
        after_data(reply, k_uncertain, Left::temporary);
    after_data("552 Over quota", k_permanent, Left::temporary);
    after_data("522 SSL session reuse required", k_temporary, Left::temporary);
    out.push_back(
        {"answer_250_for_226", {{"STOR", Kind::done_answer, "250 fine"}}, k_done, Left::delivered});
    // Between the data and the rename.
    out.push_back(
        {"dropped_at_SIZE", {{"SIZE", Kind::drop}}, k_uncertain, Left::temporary, Found::finished});
    out.push_back(
        {"size_unknown", {{"SIZE", Kind::answer, "500 what?"}}, k_operator, Left::temporary});
    const auto in_field = [&](const std::string& name, Fault fault, OutcomeClass cls, Left left,
                              Found found) {
        out.push_back({name, {std::move(fault)}, cls, left, found});
    };
    in_field("slow_greeting", {"CONNECT", Kind::late, "", 0, 0, 1, "", k_late}, k_done,
             Left::delivered, Found::finished);
    // Acknowledged, and then under neither name.
    in_field("taken_at_once", {"STOR", Kind::taken}, k_uncertain, Left::nothing, Found::undecided);
    in_field("renamed_at_once", {"STOR", Kind::renamed}, k_uncertain, Left::elsewhere,
             Found::undecided);
    // In use for a while.
    in_field("hidden_at_SIZE", {"SIZE", Kind::answer, "550 File not found", 0, 0, 2}, k_uncertain,
             Left::temporary, Found::finished);
    in_field("in_use_at_SIZE", {"SIZE", Kind::answer, k_in_use, 0, 0, 2}, k_uncertain,
             Left::temporary, Found::finished);
    in_field("in_use_at_RNFR", {"RNFR", Kind::answer, k_in_use, 0, 0, 3}, k_uncertain,
             Left::temporary, Found::finished);
    in_field("in_use_at_RNTO", {"RNTO", Kind::answer, k_in_use, 0, 0, 3}, k_uncertain,
             Left::temporary, Found::finished);
    // The four tries of the first run and the one of the second.
    in_field("in_use_for_two_runs", {"RNFR", Kind::answer, k_in_use, 0, 0, 5}, k_uncertain,
             Left::temporary, Found::finished);
    // The rename.
    refused("RNFR", "450 Busy", k_uncertain, Left::temporary, Found::finished);
    refused("RNFR", "550 No such file", k_uncertain, Left::temporary, Found::finished);
    refused("RNTO", "450 Busy", k_uncertain, Left::temporary, Found::finished);
    refused("RNTO", "553 Exists", k_uncertain, Left::temporary, Found::finished);
    out.push_back({"dropped_before_RNTO",
                   {{"RNTO", Kind::drop}},
                   k_uncertain,
                   Left::temporary,
                   Found::finished,
                   0});
    out.push_back({"lost_RNTO_dropped",
                   {{"RNTO", Kind::done_drop}},
                   k_uncertain,
                   Left::delivered,
                   Found::inferred,
                   0});
    out.push_back({"lost_RNTO_silent",
                   {{"RNTO", Kind::done_hang}},
                   k_uncertain,
                   Left::delivered,
                   Found::inferred,
                   0});
    out.push_back({"closing_421_at_RNTO",
                   {{"RNTO", Kind::answer, "421 Timeout."}},
                   k_uncertain,
                   Left::temporary,
                   Found::finished,
                   421});
    return out;
}

class FaultTest : public ::testing::TestWithParam<Case> {};

/// One document, a server that keeps what it gets.
TEST_P(FaultTest, IsClassedAndLeavesWhatItSays) {
    const Case& c = GetParam();
    ScriptedFtp server;
    for (const Fault& fault : c.faults)
        server.add(fault);
    const std::string bytes(300000, 'x');
    const auto session = remote::make_session(settings_for(server));
    const deliver::Upload document{7, bytes, "PO-1.xml", "tmp-PO-1.xml.1"};
    int commits = 0;
    const auto commit = [&](std::span<const std::int64_t> ids, deliver::Mark mark) {
        EXPECT_EQ(ids.size(), 1U);
        EXPECT_EQ(ids.front(), 7);
        EXPECT_EQ(mark, deliver::Mark::publishing);
        EXPECT_EQ(server.count("RNFR"), 0) << "renamed before the commit";
        ++commits;
    };
    const auto results =
        deliver::upload(*session, {}, {&document, 1}, commit, [] { return false; });
    ASSERT_EQ(results.size(), 1U);
    const base::Outcome& outcome = results[0].outcome;
    EXPECT_EQ(base::name(outcome.cls), base::name(c.cls)) << outcome.reason;
    EXPECT_EQ(outcome.reason.find("secret"), std::string::npos) << outcome.reason;
    EXPECT_NE(outcome.reason.find(c.says), std::string::npos) << outcome.reason;
    if (c.code >= 0)
        EXPECT_EQ(outcome.code, c.code) << outcome.reason;
    if (!outcome.done())
        EXPECT_FALSE(outcome.reason.empty());
    EXPECT_EQ(commits, server.count("RNFR"));
    // The server's side of the session may be a moment behind.
    server.heal();
    const auto files = server.files();
    switch (c.left) {
    case Left::nothing:
        EXPECT_TRUE(files.empty());
        break;
    case Left::part:
        ASSERT_EQ(files.count("/in/PO-1.xml"), 0U);
        break;
    case Left::temporary:
        ASSERT_EQ(files.count("/in/tmp-PO-1.xml.1"), 1U);
        EXPECT_EQ(files.at("/in/tmp-PO-1.xml.1"), bytes);
        break;
    case Left::elsewhere:
        EXPECT_EQ(files.count("/in/tmp-PO-1.xml.1.processed"), 1U);
        EXPECT_EQ(files.size(), 1U);
        break;
    case Left::delivered:
        ASSERT_EQ(files.count("/in/PO-1.xml"), 1U);
        EXPECT_EQ(files.at("/in/PO-1.xml"), bytes);
        EXPECT_EQ(files.size(), 1U);
        break;
    }
    if (outcome.cls != k_uncertain)
        return;
    // Looking, with a supplier who leaves files where they are.
    const auto again = remote::make_session(settings_for(server));
    const auto look = deliver::look(*again, {},
                                    {7, bytes.size(), document.final_name, document.temporary_name,
                                     "", commits > 0, results[0].size_verified && commits > 0,
                                     results[0].acknowledged},
                                    [](std::span<const std::int64_t>, deliver::Mark) {});
    const Found expected = c.found == Found::inferred ? Found::delivered : c.found;
    EXPECT_EQ(static_cast<int>(look.found), static_cast<int>(expected)) << look.outcome.reason;
    const bool there = expected == Found::finished || expected == Found::delivered;
    EXPECT_EQ(server.files().count("/in/PO-1.xml"), there ? 1U : 0U);
    EXPECT_EQ(server.files().size(), there || c.left == Left::elsewhere ? 1U : 0U);
}

/// The same through the whole of dispatch and retry: a hundred orders with the fault in their
/// midst, a supplier who takes every file at once, days of simulated time. Figures: lost 0, doubled
/// 0, the rest before a person, by name.
class PassingFaultTest : public test::Wired, public testing::WithParamInterface<Case> {};

TEST_P(PassingFaultTest, EndsWithEveryOrderOnceOrBeforeAPerson) {
    const Case& c = GetParam();
    for (Fault fault : c.faults) {
        // Of each order's commands the third's; of a session's, the first.
        if (fault.verb == "STOR" || fault.verb == "RNFR" || fault.verb == "RNTO")
            fault.skip = 2;
        else if (fault.verb == "SIZE")
            fault.skip = 4;
        m_server.add(fault);
    }
    if (c.lists)
        m_server.answer_list();
    for (int round = 0; round < 12; ++round) {
        run(true);
        run(false);
        resume();
        if (!anything_open())
            break;
        m_shop.clock.advance(std::chrono::minutes{20});
    }
    EXPECT_FALSE(anything_open());
    EXPECT_EQ(m_server.unfired(), 0U) << "the test has looked at nothing";
    int held = 0;
    int gone = 0; // taken under another name than its final one
    for (int i = 1; i <= k_orders; ++i) {
        const auto deliveries = m_shop.deliveries(test::k_sample_id + i);
        ASSERT_EQ(deliveries.size(), 1U);
        const store::Delivery& d = deliveries[0];
        const auto head = store::find_document(*m_shop.database, d.document_id).value();
        const auto copies = this->copies(head.file_name);
        const bool undecided = c.found == Found::undecided && d.reason_code == "undecided";
        const bool done = d.state == order::DeliveryState::uploaded;
        EXPECT_TRUE(done || (order::is_attention(d.state) && !d.reason.empty()))
            << d.po_number << " is " << order::name(d.state);
        EXPECT_EQ(copies.size(), done || undecided ? 1U : 0U) << d.po_number << ": " << d.reason;
        for (const std::string& copy : copies)
            EXPECT_TRUE(copy == store::document_bytes(*m_shop.database, d.document_id))
                << d.po_number << " arrived damaged";
        EXPECT_LE(store::document_attempts(*m_shop.database, head.id).size(), 9U);
        held += done ? 0 : 1;
        gone += undecided ? 1 : 0;
    }
    EXPECT_EQ(m_server.taken().size(), static_cast<std::size_t>(k_orders - held + gone))
        << "a file of no order of ours";
    // What a server says once passes, whatever it is; only a quota after the data is believed. What
    // it acknowledged and does not show is for a person.
    EXPECT_EQ(gone, c.found == Found::undecided ? 1 : 0);
    EXPECT_EQ(held - gone, c.name == "after_data_552" ? 1 : 0);
    // What needs a person has parked the supplier, and nothing else has.
    EXPECT_EQ(!m_parked.empty(), c.cls == k_operator);
    for (const std::string& why : m_parked)
        EXPECT_NE(why.find(c.says), std::string::npos) << why;
}

/// A fault that never passes has no end to wait for.
std::vector<Case> passing_cases() {
    std::vector<Case> out = cases();
    std::erase_if(out, [](const Case& c) {
        return std::any_of(c.faults.begin(), c.faults.end(),
                           [](const Fault& f) { return f.times < 0; });
    });
    return out;
}

/// The same on a server whose listings tell a whole window's sizes; SIZE is then asked no more.
std::vector<Case> listing_cases() {
    std::vector<Case> out = passing_cases();
    std::erase_if(out, [](const Case& c) { return c.faults.front().verb == "SIZE"; });
    const auto at_list = [&](const std::string& name, Fault fault) {
        fault.verb = "LIST";
        out.push_back({name + "_at_LIST", {std::move(fault)}, k_uncertain, Left::temporary});
    };
    at_list("dropped", {"", Kind::drop});
    at_list("silent", {"", Kind::hang});
    for (const char* const reply : {"421 Timeout.", "450 Busy", "550 Denied"})
        at_list("refused_" + std::string{reply}.substr(0, 3), {"", Kind::answer, reply});
    at_list("lost_226_dropped", {"", Kind::done_drop});
    at_list("lost_226_silent", {"", Kind::done_hang});
    at_list("after_data_426", {"", Kind::done_answer, "426 Aborted"});
    // And a cheerful 226: before, within and at the end of its four lines.
    for (const std::size_t bytes : {0U, 100U, 310U})
        at_list("cut_after_" + std::to_string(bytes), {"", Kind::data_close, "", bytes});
    for (Case& c : out)
        c.lists = true;
    return out;
}

std::string name_of(const ::testing::TestParamInfo<Case>& each) {
    return each.param.name;
}

INSTANTIATE_TEST_SUITE_P(AllFaults, FaultTest, ::testing::ValuesIn(cases()), name_of);
INSTANTIATE_TEST_SUITE_P(AllFaults, PassingFaultTest, ::testing::ValuesIn(passing_cases()),
                         name_of);
INSTANTIATE_TEST_SUITE_P(WithListings, PassingFaultTest, ::testing::ValuesIn(listing_cases()),
                         name_of);

} // namespace
} // namespace shoporder
