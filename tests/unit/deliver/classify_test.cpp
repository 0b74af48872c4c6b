#include "deliver/classify.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace shoporder::deliver {
namespace {

using base::OutcomeClass;
using remote::Phase;
using remote::Reply;

struct Row {
    const char* fault;
    Phase phase;
    int curl;
    int code;
    bool data_sent;
    bool rename_sent;
    const char* cls;
};

// The table "What libcurl says for each FTP fault", with the codes as literals: libcurl's numbers
// are its interface and must not drift with a header.
const std::vector<Row> k_rows{
    {"421 before data", Phase::put, 28, 421, false, false, "temporary"},
    {"421 as a greeting", Phase::connect, 28, 421, false, false, "temporary"},
    {"421 at PASS", Phase::login, 28, 421, false, false, "temporary"},
    {"421 at CWD", Phase::folder, 28, 421, false, false, "temporary"},
    {"dropped as a greeting", Phase::connect, 56, 0, false, false, "temporary"},
    {"dropped at PASS", Phase::login, 56, 0, false, false, "temporary"},
    {"dropped at CWD", Phase::folder, 56, 0, false, false, "temporary"},
    {"dropped at STOR", Phase::put, 56, 0, false, false, "temporary"},
    {"silence at USER", Phase::login, 28, 0, false, false, "temporary"},
    {"silence at STOR", Phase::put, 28, 0, false, false, "temporary"},
    {"host unknown", Phase::connect, 6, 0, false, false, "temporary"},
    {"port closed", Phase::connect, 7, 0, false, false, "temporary"},
    {"530 at PASS", Phase::login, 67, 530, false, false, "operator"},
    {"430 at PASS", Phase::login, 67, 430, false, false, "temporary"},
    {"500 at PASS", Phase::login, 67, 500, false, false, "operator"},
    {"no such folder", Phase::folder, 9, 550, false, false, "operator"},
    {"folder busy", Phase::folder, 9, 450, false, false, "temporary"},
    {"data port dead", Phase::put, 7, 227, false, false, "temporary"},
    {"425 at STOR", Phase::put, 25, 425, false, false, "temporary"},
    {"450 at STOR", Phase::put, 25, 450, false, false, "temporary"},
    {"452 at STOR", Phase::put, 25, 452, false, false, "temporary"},
    {"530 at STOR", Phase::put, 25, 530, false, false, "operator"},
    {"532 at STOR", Phase::put, 25, 532, false, false, "permanent"},
    {"550 at STOR", Phase::put, 25, 550, false, false, "permanent"},
    {"552 at STOR", Phase::put, 25, 552, false, false, "permanent"},
    {"553 at STOR", Phase::put, 25, 553, false, false, "permanent"},
    {"data dropped", Phase::put, 55, 150, true, false, "temporary"},
    {"data stalls", Phase::put, 28, 150, true, false, "uncertain"},
    {"226 lost, dropped", Phase::put, 56, 0, true, false, "uncertain"},
    {"226 lost, dropped, 150 remembered", Phase::put, 56, 150, true, false, "uncertain"},
    {"226 lost, silence", Phase::put, 28, 150, true, false, "uncertain"},
    {"421 for 226", Phase::put, 28, 421, true, false, "uncertain"},
    {"426 after data", Phase::put, 18, 426, true, false, "uncertain"},
    {"451 after data", Phase::put, 18, 451, true, false, "uncertain"},
    {"452 after data", Phase::put, 18, 452, true, false, "uncertain"},
    {"500 after data", Phase::put, 18, 500, true, false, "uncertain"},
    {"552 after data", Phase::put, 70, 552, true, false, "permanent"},
    {"TLS session not reused, vsftpd", Phase::put, 18, 522, true, false, "temporary"},
    {"TLS session not reused, proftpd", Phase::put, 18, 425, true, false, "temporary"},
    {"RNFR 450", Phase::rename, 21, 450, false, false, "uncertain"},
    {"RNFR 550", Phase::rename, 21, 550, false, false, "uncertain"},
    {"RNTO 450", Phase::rename, 21, 450, false, true, "uncertain"},
    {"RNTO 553", Phase::rename, 21, 553, false, true, "uncertain"},
    {"dropped at RNTO", Phase::rename, 56, 0, false, true, "uncertain"},
    {"silence at RNTO", Phase::rename, 28, 0, false, true, "uncertain"},
    {"421 at RNTO", Phase::rename, 28, 421, false, true, "uncertain"},
    {"login lost on the way to a rename", Phase::login, 56, 0, false, false, "temporary"},
    {"SIZE unknown", Phase::size, 21, 500, false, false, "operator"},
    {"dropped at SIZE", Phase::size, 56, 0, false, false, "temporary"},
    {"DELE 550", Phase::remove, 21, 550, false, false, "permanent"},
    {"DELE 450", Phase::remove, 21, 450, false, false, "temporary"},
    {"too long to take", Phase::get, 63, 213, false, false, "permanent"},
    {"TLS refused", Phase::login, 64, 500, false, false, "operator"},
    {"certificate not trusted", Phase::login, 60, 234, false, false, "operator"},
    {"CA file missing", Phase::connect, 77, 0, false, false, "operator"},
    {"TLS handshake broken", Phase::login, 35, 234, false, false, "temporary"},
    {"sftp login refused", Phase::login, 67, 0, false, false, "operator"},
    {"sftp host key changed", Phase::login, 60, 0, false, false, "operator"},
    {"unusable url", Phase::connect, 3, 0, false, false, "operator"},
};

TEST(Classify, GivesEachFaultTheClassOfTheTable) {
    for (const Row& row : k_rows) {
        Reply reply;
        reply.phase = row.phase;
        reply.curl = row.curl;
        reply.code = row.code;
        reply.data_sent = row.data_sent;
        reply.rename_sent = row.rename_sent;
        reply.text = "words of the server";
        const base::Outcome outcome = classify(reply);
        EXPECT_EQ(base::name(outcome.cls), row.cls) << row.fault;
        EXPECT_EQ(outcome.code, row.code) << row.fault;
        // Nothing went over it, so it is the supplier who cannot be reached.
        const bool no_way = std::string{row.fault} == "data port dead";
        EXPECT_EQ(outcome.phase, no_way ? "connect" : remote::name(row.phase)) << row.fault;
        EXPECT_NE(outcome.reason.find("words of the server"), std::string::npos) << row.fault;
    }
}

TEST(Classify, SuccessIsDoneWithItsCode) {
    Reply reply;
    reply.ok = true;
    reply.code = 250;
    reply.phase = Phase::rename;
    reply.rename_sent = true;
    const base::Outcome outcome = classify(reply);
    EXPECT_TRUE(outcome.done());
    EXPECT_EQ(outcome.code, 250);
    EXPECT_TRUE(outcome.reason.empty());
}

TEST(Classify, ACrowdedServerIsNotAWrongPassword) {
    Reply reply;
    reply.phase = Phase::login;
    reply.curl = 67;
    reply.code = 530;
    reply.text = "530 Sorry, the maximum number of clients (5) are already connected.";
    EXPECT_EQ(classify(reply).cls, OutcomeClass::temporary);
    reply.text = "530 Too many users logged in, try later";
    EXPECT_EQ(classify(reply).cls, OutcomeClass::temporary);
    reply.text = "530 Login incorrect.";
    EXPECT_EQ(classify(reply).cls, OutcomeClass::operator_);
}

TEST(Classify, ADemandForTlsNeedsAPersonWhateverItsCode) {
    Reply reply;
    reply.wants_tls = true;
    for (const Phase phase : {Phase::connect, Phase::login, Phase::put})
        for (const int code : {421, 503, 522, 530, 550}) {
            reply.phase = phase;
            reply.code = code;
            EXPECT_EQ(classify(reply).cls, OutcomeClass::operator_) << code;
        }
    reply.data_sent = true;
    reply.code = 421;
    EXPECT_EQ(classify(reply).cls, OutcomeClass::uncertain) << "the file may be there";
}

TEST(Classify, WhatWasNeverSentIsASettingOrAName) {
    Reply reply;
    reply.refused_here = true;
    reply.phase = Phase::connect;
    EXPECT_EQ(classify(reply).cls, OutcomeClass::operator_);
    reply.phase = Phase::put;
    EXPECT_EQ(classify(reply).cls, OutcomeClass::permanent);
    reply.phase = Phase::rename;
    EXPECT_EQ(classify(reply).cls, OutcomeClass::permanent);
}

TEST(Classify, ACancelledCallIsDoubtfulOnlyWhereSomethingHadLeft) {
    Reply reply;
    reply.cancelled = true;
    reply.curl = 42;
    reply.phase = Phase::put;
    EXPECT_EQ(classify(reply).cls, OutcomeClass::temporary);
    reply.data_sent = true;
    EXPECT_EQ(classify(reply).cls, OutcomeClass::uncertain);
    reply.data_sent = false;
    reply.phase = Phase::rename;
    reply.rename_sent = true;
    EXPECT_EQ(classify(reply).cls, OutcomeClass::uncertain);
}

} // namespace
} // namespace shoporder::deliver
