// `supplier test --write` sends a file as an order's document goes: by the supplier's own upload
// mode, under such a name, done-file included. It works exactly where an order would get through.
#include "flow/operate/supplier_test.hpp"
#include "net/real_server.hpp"
#include "support/scripted_ftp.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace shoporder {
namespace {

using base::OutcomeClass;
using order::UploadMode;
using test::Fault;
using Kind = Fault::Kind;

constexpr UploadMode k_modes[]{UploadMode::rename, UploadMode::done_file, UploadMode::direct};
constexpr const char* k_name = "0-A-7.xml";

class SupplierTestTest : public testing::Test {
protected:
    test::ScriptedFtp m_server;
    test::Shop m_shop;
    order::Supplier m_acme;
    std::vector<std::chrono::seconds> m_waits;

    void SetUp() override {
        m_acme.name = "acme";
        m_acme.endpoint = order::Endpoint::parse(
            "ftp://acme@127.0.0.1:" + std::to_string(m_server.port()) + "/in");
        m_shop.settings.remote.response_timeout = std::chrono::seconds{1};
    }
    flow::SupplierTestResult run(UploadMode mode) {
        m_acme.upload = mode;
        flow::SupplierTest how;
        how.probe = 7;
        how.wait = [this](std::chrono::seconds time) {
            m_waits.push_back(time);
            return true;
        };
        return flow::test_supplier(m_shop.settings, m_acme, how, [](remote::Settings settings) {
            settings.password = "secret";
            return remote::make_session(settings);
        });
    }
    void refuse(const std::string& verb, const std::string& name, const char* reply) {
        m_server.add({verb, Kind::answer, reply, 0, 0, -1, name});
    }
    [[nodiscard]] bool heard(const std::string& line) const {
        const auto log = m_server.log();
        return std::find(log.begin(), log.end(), line) != log.end();
    }
};

bool names(const std::vector<std::string>& lines, const std::string& what) {
    return std::any_of(
        lines.begin(), lines.end(),
        [&](const std::string& line) { return line.find(what) != std::string::npos; });
}

TEST_F(SupplierTestTest, AFileGoesAsAnOrderWouldAndLeavesNoTrace) {
    for (const UploadMode mode : k_modes) {
        SCOPED_TRACE(order::name(mode));
        const auto result = run(mode);
        EXPECT_TRUE(result.outcome.done()) << result.outcome.reason;
        EXPECT_EQ(result.file, k_name);
        EXPECT_TRUE(result.unproven.empty()) << result.unproven.front();
        EXPECT_TRUE(m_server.files().empty()) << m_server.files().begin()->first;
    }
    EXPECT_TRUE(heard("RNTO 0-A-7.xml"));
    EXPECT_TRUE(heard("STOR 0-A-7.xml"));
    EXPECT_TRUE(heard("STOR 0-A-7.xml.done"));
    EXPECT_TRUE(m_waits.empty());
}

TEST_F(SupplierTestTest, ARefusedUploadDoesNotWorkInAnyMode) {
    m_server.add({"STOR", Kind::answer, "550 Denied", 0, 0, -1});
    for (const UploadMode mode : k_modes) {
        SCOPED_TRACE(order::name(mode));
        const auto result = run(mode);
        EXPECT_EQ(result.outcome.cls, OutcomeClass::permanent) << result.outcome.reason;
        EXPECT_EQ(result.outcome.phase, "put");
        EXPECT_NE(result.outcome.reason.find("550 Denied"), std::string::npos)
            << result.outcome.reason;
        EXPECT_NE(result.outcome.reason.find(k_name), std::string::npos) << result.outcome.reason;
    }
}

// What an order's name ends in may be what a server refuses.
TEST_F(SupplierTestTest, ANameThatIsRefusedDoesNotWork) {
    refuse("STOR", k_name, "553 Name not allowed");
    refuse("RNTO", k_name, "553 Name not allowed");
    for (const UploadMode mode : k_modes) {
        SCOPED_TRACE(order::name(mode));
        const auto result = run(mode);
        EXPECT_EQ(result.outcome.cls, OutcomeClass::permanent) << result.outcome.reason;
        EXPECT_EQ(result.outcome.code, 553) << result.outcome.reason;
        EXPECT_TRUE(m_server.files().empty()) << m_server.files().begin()->first;
    }
    EXPECT_EQ(m_waits.size(), 3U) << "a refused rename may pass, and was waited for";
}

TEST_F(SupplierTestTest, ABatchIsTriedUnderABatchsName) {
    m_acme.batching = order::Batching::run;
    const auto result = run(UploadMode::direct);
    EXPECT_TRUE(result.outcome.done()) << result.outcome.reason;
    EXPECT_TRUE(heard("STOR batch-acme-000007.xml"));
}

TEST_F(SupplierTestTest, ADoneFileThatIsRefusedDoesNotWork) {
    m_acme.done_suffix = ".ok";
    refuse("STOR", "0-A-7.xml.ok", "553 Name not allowed");
    const auto result = run(UploadMode::done_file);
    EXPECT_EQ(result.outcome.cls, OutcomeClass::permanent) << result.outcome.reason;
    EXPECT_EQ(result.outcome.code, 553) << result.outcome.reason;
    EXPECT_TRUE(m_server.files().empty());
}

TEST_F(SupplierTestTest, AFileInUseForAMomentWorks) {
    m_server.add({"RNFR", Kind::answer, "550 in use", 0, 0, 2});
    const auto result = run(UploadMode::rename);
    EXPECT_TRUE(result.outcome.done()) << result.outcome.reason;
    EXPECT_EQ(m_waits.size(), 2U);
    EXPECT_TRUE(m_server.files().empty());
}

// Accepted, and gone before it could be removed: it works, and what was not seen is said.
TEST_F(SupplierTestTest, ATakenFileWorksAndTellsThatItCouldNotBeRemoved) {
    m_server.consume_at_once("tmp-");
    auto result = run(UploadMode::rename);
    EXPECT_TRUE(result.outcome.done()) << result.outcome.reason;
    EXPECT_TRUE(names(result.unproven, "was accepted and was gone")) << result.unproven.size();
    EXPECT_EQ(result.outcome.reason.find("removed"), std::string::npos) << result.outcome.reason;

    m_server.add({"STOR", Kind::taken});
    result = run(UploadMode::direct);
    EXPECT_TRUE(result.outcome.done()) << result.outcome.reason;
    EXPECT_TRUE(names(result.unproven, "was accepted and was gone")) << result.unproven.size();
}

// Each order would be held.
TEST_F(SupplierTestTest, ATakenTemporaryFileDoesNotWork) {
    for (const UploadMode mode : {UploadMode::rename, UploadMode::done_file}) {
        SCOPED_TRACE(order::name(mode));
        m_server.add({"STOR", Kind::taken});
        const auto result = run(mode);
        EXPECT_EQ(result.outcome.cls, OutcomeClass::permanent) << result.outcome.reason;
        EXPECT_NE(result.outcome.reason.find("upload.mode=direct"), std::string::npos)
            << result.outcome.reason;
    }
}

TEST_F(SupplierTestTest, WhatCannotBeRemovedIsNamed) {
    m_server.add({"DELE", Kind::answer, "550 Permission denied", 0, 0, -1});
    for (const UploadMode mode : k_modes) {
        SCOPED_TRACE(order::name(mode));
        for (const auto& [path, bytes] : m_server.files())
            m_server.take_file(path);
        const auto result = run(mode);
        EXPECT_TRUE(result.outcome.done()) << "orders get through: " << result.outcome.reason;
        EXPECT_TRUE(names(result.unproven, std::string{k_name} + " lies there"))
            << result.unproven.size();
        EXPECT_EQ(m_server.files().count("/in/0-A-7.xml"), 1U);
    }
}

TEST_F(SupplierTestTest, ALostConnectionDoesNotWorkAndIsCleanedUpOverAnother) {
    for (const UploadMode mode : k_modes) {
        SCOPED_TRACE(order::name(mode));
        m_server.add({"STOR", Kind::done_drop});
        const auto result = run(mode);
        EXPECT_FALSE(result.outcome.done());
        EXPECT_TRUE(m_server.files().empty()) << m_server.files().begin()->first;
    }
}

TEST_F(SupplierTestTest, WithoutWritingNothingOfItIsProven) {
    const auto result =
        flow::test_supplier(m_shop.settings, m_acme, {}, [](remote::Settings settings) {
            settings.password = "secret";
            return remote::make_session(settings);
        });
    EXPECT_TRUE(result.outcome.done()) << result.outcome.reason;
    EXPECT_EQ(m_server.count("STOR"), 0);
    EXPECT_TRUE(names(result.unproven, "--write"));
}

class RealSupplierTest : public test::RealServerTest {};

TEST_P(RealSupplierTest, AFileGoesInEveryModeAndLeavesNoTrace) {
    test::Shop shop;
    order::Supplier acme;
    acme.name = "acme";
    acme.endpoint = order::Endpoint::parse("ftp://acme@localhost/in");
    std::int64_t number = 7;
    for (const UploadMode mode : k_modes) {
        SCOPED_TRACE(order::name(mode));
        acme.upload = mode;
        flow::SupplierTest how;
        how.probe = number++;
        const auto result =
            flow::test_supplier(shop.settings, acme, how, [this](const remote::Settings&) {
                return remote::make_session(settings());
            });
        EXPECT_TRUE(result.outcome.done()) << result.outcome.reason;
        const bool left = std::filesystem::exists(folder() / result.file);
        EXPECT_EQ(left, names(result.unproven, result.file + " lies there"));
        EXPECT_TRUE(!left || GetParam().keeps) << "removed where it may be";
        EXPECT_TRUE(left || std::filesystem::is_empty(folder()) || GetParam().keeps);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Servers, RealSupplierTest,
    testing::ValuesIn(test::servers_named({"vsftpd", "proftpd_tls", "pureftpd", "sshd", "folder",
                                           "vsftpd_deletes_nothing", "proftpd_overwrites_nothing",
                                           "pureftpd_renames_aside", "sshd_deletes_nothing"})),
    test::name_of);

// Servers that take no new names at all.
class ReadOnlySupplierTest : public test::RealServerTest {};

TEST_P(ReadOnlySupplierTest, DoesNotWorkInAnyMode) {
    test::Shop shop;
    order::Supplier acme;
    acme.name = "acme";
    acme.endpoint = order::Endpoint::parse("ftp://acme@localhost/in");
    for (const UploadMode mode : k_modes) {
        SCOPED_TRACE(order::name(mode));
        acme.upload = mode;
        flow::SupplierTest how;
        how.probe = 7;
        const auto result =
            flow::test_supplier(shop.settings, acme, how, [this](const remote::Settings&) {
                return remote::make_session(settings());
            });
        EXPECT_EQ(result.outcome.cls, OutcomeClass::permanent) << result.outcome.reason;
        EXPECT_EQ(result.outcome.phase, "put") << result.outcome.reason;
        EXPECT_TRUE(std::filesystem::is_empty(folder()));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Servers, ReadOnlySupplierTest,
    testing::Values(test::Server{"vsftpd", "vsftpd", {"--set", "cmds_denied=STOR"}},
                    test::Server{"vsftpd_xml_denied", "vsftpd", {"--set", "deny_file={*.xml*}"}},
                    test::Server{
                        "proftpd",
                        "proftpd",
                        {"--set", "<Limit STOR>", "--set", "DenyAll", "--set", "</Limit>"}}),
    test::name_of);

} // namespace
} // namespace shoporder
