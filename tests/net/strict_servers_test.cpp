// Real servers that forbid something: what a session says of it, and what that means.
#include "deliver/classify.hpp"
#include "deliver/upload.hpp"
#include "net/real_server.hpp"

#include "base/file.hpp"

#include <string>
#include <vector>

namespace shoporder {
namespace {

using base::OutcomeClass;
using remote::Phase;
using test::Server;
using Options = std::vector<std::string>;

// --- five sessions at most -----------------------------------------------------------------------

class CrowdedServerTest : public test::RealServerTest {};

std::vector<Server> crowded_servers() {
    return {
        {"vsftpd_of_one_host", "vsftpd", Options{"--set", "max_per_ip=5"}},
        {"vsftpd", "vsftpd", Options{"--set", "max_clients=5"}},
        {"vsftpd_tls", "vsftpd", Options{"--tls", "--set", "max_per_ip=5"}},
        {"proftpd_of_one_host", "proftpd", Options{"--set", "MaxClientsPerHost 5"}},
        {"proftpd_of_one_user", "proftpd", Options{"--set", "MaxClientsPerUser 5"}},
        {"proftpd", "proftpd", Options{"--set", "MaxClients 5"}},
        {"proftpd_tls", "proftpd", Options{"--tls", "--set", "MaxClientsPerHost 5"}},
        {"proftpd_instances", "proftpd", Options{"--set", "MaxInstances 5"}},
        {"pureftpd_of_one_host", "pure-ftpd", Options{"--set", "--maxclientsperip", "--set", "5"}},
        {"pureftpd", "pure-ftpd", Options{"--set", "--maxclientsnumber", "--set", "5"}},
        {"proftpd_sftp", "proftpd", Options{"--sftp", "--set", "MaxClientsPerHost 5"}}};
}

TEST_P(CrowdedServerTest, TheSixthSessionComesAgainLater) {
    std::vector<std::unique_ptr<remote::Session>> others;
    for (int i = 0; i < 5; ++i) {
        others.push_back(session());
        const remote::Reply opened = others.back()->open();
        ASSERT_TRUE(opened.ok) << i << ": " << opened.text;
    }
    const base::Outcome sixth = deliver::classify(session()->open());
    EXPECT_EQ(sixth.cls, OutcomeClass::temporary) << sixth.code << ' ' << sixth.reason;
    others.clear();
    // The server takes a moment to notice that they have gone.
    base::Outcome later;
    for (int i = 0; i < 40 && !(later = deliver::classify(session()->open())).done(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    EXPECT_TRUE(later.done()) << later.reason;
}

INSTANTIATE_TEST_SUITE_P(Servers, CrowdedServerTest, testing::ValuesIn(crowded_servers()),
                         test::name_of);

// --- no rename -----------------------------------------------------------------------------------

class FixedNamesTest : public test::RealServerTest {};

std::vector<Server> servers_without_rename() {
    return {{"vsftpd", "vsftpd", Options{"--set", "cmds_denied=RNFR,RNTO"}},
            {"vsftpd_upload_only", "vsftpd", Options{"--set", "anon_other_write_enable=NO"}},
            {"vsftpd_without_RNTO", "vsftpd", Options{"--set", "cmds_denied=RNTO"}},
            {"proftpd", "proftpd",
             Options{"--set", "<Limit RNFR RNTO>", "--set", "DenyAll", "--set", "</Limit>"}},
            {"pureftpd", "pure-ftpd", Options{"--set", "--norename"}},
            {"sshd", "sshd",
             Options{"--set", "ForceCommand internal-sftp -P rename,posix-rename -d @DIR@/files"}}};
}

TEST_P(FixedNamesTest, ARefusedRenameSaysSo) {
    const auto s = session();
    ASSERT_TRUE(s->put("tmp-a", "bytes").ok);
    const remote::Reply renamed = s->rename("tmp-a", "a.xml");
    EXPECT_FALSE(renamed.ok);
    EXPECT_EQ(renamed.phase, Phase::rename);
    EXPECT_GE(renamed.code, 500) << renamed.text;
    EXPECT_LE(renamed.code, 599) << renamed.text;
    EXPECT_EQ(renamed.rename_sent, GetParam().name == "vsftpd_without_RNTO") << renamed.text;
    EXPECT_EQ(base::read_file(folder() / "tmp-a"), "bytes");
    EXPECT_FALSE(std::filesystem::exists(folder() / "a.xml"));
    // The file lies there whole: looking is what comes next, not sending again.
    EXPECT_EQ(deliver::classify(renamed).cls, OutcomeClass::uncertain);
    // And the connection is still good.
    EXPECT_EQ(s->size("tmp-a").bytes, 5U);
}

TEST_P(FixedNamesTest, FilesComeToTheirFinalNamesAllTheSame) {
    const auto s = session();
    for (const auto mode : {order::UploadMode::done_file, order::UploadMode::direct}) {
        const std::string name = std::string{order::name(mode)} + ".xml";
        const deliver::Upload document{1, "bytes", name, ""};
        const auto results = deliver::upload(
            *s, {mode, ".ok", false}, {&document, 1},
            [](std::span<const std::int64_t>, deliver::Mark) {}, [] { return false; });
        EXPECT_TRUE(results[0].outcome.done()) << results[0].outcome.reason;
        EXPECT_EQ(base::read_file(folder() / name), "bytes");
        EXPECT_EQ(std::filesystem::exists(folder() / (name + ".ok")),
                  mode == order::UploadMode::done_file);
    }
}

INSTANTIATE_TEST_SUITE_P(Servers, FixedNamesTest, testing::ValuesIn(servers_without_rename()),
                         test::name_of);

// --- no overwrite --------------------------------------------------------------------------------

class WriteOnceTest : public test::RealServerTest {};

std::vector<Server> servers_without_overwrite() {
    return {{"vsftpd", "vsftpd", Options{"--set", "anon_other_write_enable=NO"}},
            {"proftpd", "proftpd", Options{"--set", "AllowOverwrite off"}},
            {"proftpd_sftp", "proftpd", Options{"--sftp", "--set", "AllowOverwrite off"}}};
}

TEST_P(WriteOnceTest, AFileThatIsThereIsNotWrittenAgain) {
    const auto s = session();
    ASSERT_TRUE(s->put("a.xml", "first").ok);
    const remote::Reply again = s->put("a.xml", "second");
    EXPECT_FALSE(again.ok);
    EXPECT_TRUE(again.code == 550 || again.code == 553) << again.code << ' ' << again.text;
    EXPECT_EQ(again.phase, Phase::put);
    EXPECT_FALSE(again.data_sent);
    EXPECT_EQ(deliver::classify(again).cls, OutcomeClass::permanent);
    EXPECT_EQ(base::read_file(folder() / "a.xml"), "first");
    EXPECT_TRUE(s->put("b.xml", "the connection is still good").ok);
}

INSTANTIATE_TEST_SUITE_P(Servers, WriteOnceTest, testing::ValuesIn(servers_without_overwrite()),
                         test::name_of);

// --- no SIZE -------------------------------------------------------------------------------------

class NoSizeTest : public test::RealServerTest {};

std::vector<Server> servers_without_size() {
    return {{"vsftpd", "vsftpd", Options{"--set", "cmds_denied=SIZE"}},
            {"vsftpd_tls", "vsftpd", Options{"--tls", "--set", "cmds_denied=SIZE"}},
            {"proftpd", "proftpd",
             Options{"--set", "<Limit SIZE>", "--set", "DenyAll", "--set", "</Limit>"}}};
}

// Both answer 550, as if there were no such file: only the listing tells.
TEST_P(NoSizeTest, TheListingTellsTheSize) {
    const auto s = session();
    ASSERT_TRUE(s->put("tmp-a", "bytes").ok);
    const remote::SizeReply there = s->size("tmp-a");
    EXPECT_TRUE(there.reply.ok) << there.reply.text;
    EXPECT_EQ(there.bytes, 5U);
    const remote::SizeReply absent = s->size("a.xml");
    EXPECT_TRUE(absent.reply.ok) << absent.reply.text;
    EXPECT_FALSE(absent.bytes);
}

TEST_P(NoSizeTest, AWindowArrivesAndIsFoundAgain) {
    const std::vector<deliver::Upload> window{{1, "first", "a.xml", "tmp-a.xml.1"},
                                              {2, "the second", "b.xml", "tmp-b.xml.1"}};
    const auto nothing = [](std::span<const std::int64_t>, deliver::Mark) {};
    for (const deliver::Result& result :
         deliver::upload(*session(), {}, window, nothing, [] { return false; }))
        ASSERT_TRUE(result.outcome.done()) << result.outcome.reason;
    EXPECT_EQ(base::read_file(folder() / "a.xml"), "first");
    EXPECT_EQ(base::read_file(folder() / "b.xml"), "the second");
    // On a fresh connection that has put nothing: taken for absent, it would be sent again.
    const deliver::Look found =
        deliver::look(*session(), {}, {1, 5, "a.xml", "tmp-a.xml.1", "", true, true}, nothing);
    EXPECT_EQ(found.found, deliver::Found::delivered) << found.outcome.reason;
}

INSTANTIATE_TEST_SUITE_P(Servers, NoSizeTest, testing::ValuesIn(servers_without_size()),
                         test::name_of);

} // namespace
} // namespace shoporder
