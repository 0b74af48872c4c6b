// One conformance suite against real servers: what the protocol of delivery needs of each, whatever
// the transport. net/real_server.hpp has the table.
#include "deliver/classify.hpp"
#include "deliver/upload.hpp"
#include "net/real_server.hpp"

#include "base/file.hpp"

#include <algorithm>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace shoporder {
namespace {

using base::OutcomeClass;
using remote::Phase;

const auto k_never_enough = [] { return false; };

class ConformanceTest : public test::RealServerTest {
public:
    // The cases. Each finds an empty folder.
    void put_size_rename_list_get_remove_overwrite_missing();
    void a_file_of_that_name_is_left_alone();
    void a_lost_session_is_taken_up_by_looking();
    void an_absolute_folder_of_any_name();
    void a_window_is_one_login();
    void every_way_to_a_final_name();
    void a_missing_folder_needs_a_person();

    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& entry : std::filesystem::directory_iterator(folder()))
            out.push_back(entry.path().filename().string());
        std::sort(out.begin(), out.end());
        return out;
    }
};

void ConformanceTest::put_size_rename_list_get_remove_overwrite_missing() {
    const auto s = session();
    const remote::Reply opened = s->open();
    ASSERT_TRUE(opened.ok) << opened.text;
    EXPECT_TRUE(opened.text.ends_with("in")) << opened.text;
    EXPECT_TRUE(s->list().reply.ok) << "an empty folder";
    EXPECT_TRUE(s->list().entries.empty());
    // After a listing the connection is in ASCII mode: SIZE must not mind.
    const std::string bytes = std::string("a\r\nb\n\0\xff", 7) + std::string(100000, '\r');
    for (const std::string& content : {bytes, std::string{}, std::string{"again"}}) {
        const remote::Reply put = s->put("tmp-a", content); // overwrites
        ASSERT_TRUE(put.ok) << put.text;
        EXPECT_TRUE(put.data_sent || content.empty());
        const remote::SizeReply size = s->size("tmp-a");
        ASSERT_TRUE(size.reply.ok) << size.reply.text;
        ASSERT_EQ(size.bytes, content.size());
        EXPECT_TRUE(base::read_file(folder() / "tmp-a") == content);
        const remote::GetReply got = s->get("tmp-a", 200000);
        ASSERT_TRUE(got.reply.ok) << got.reply.text;
        EXPECT_TRUE(got.bytes == content);
    }
    const remote::SizeReply absent = s->size("a.xml");
    EXPECT_TRUE(absent.reply.ok) << absent.reply.text;
    EXPECT_FALSE(absent.bytes);
    const remote::Reply renamed = s->rename("tmp-a", "#1001 a;type=a.xml");
    ASSERT_TRUE(renamed.ok) << renamed.text;
    EXPECT_TRUE(renamed.rename_sent);
    if (is_ftp())
        EXPECT_EQ(renamed.code, 250);
    const remote::ListReply listed = s->list();
    ASSERT_EQ(listed.entries.size(), 1U);
    EXPECT_EQ(listed.entries[0].name, "#1001 a;type=a.xml");
    EXPECT_EQ(s->size("#1001 a;type=a.xml").bytes, 5U);
    const remote::Reply missing = s->rename("tmp-a", "b.xml");
    EXPECT_FALSE(missing.ok);
    EXPECT_FALSE(missing.rename_sent) << "RNFR was refused, so RNTO never left";
    EXPECT_EQ(missing.code, 550);
    EXPECT_EQ(missing.phase, Phase::rename);
    EXPECT_TRUE(s->remove("#1001 a;type=a.xml").ok);
    EXPECT_EQ(s->remove("#1001 a;type=a.xml").code, 550);
    const remote::GetReply gone = s->get("tmp-a", 10);
    EXPECT_FALSE(gone.reply.ok);
    EXPECT_EQ(gone.reply.code, 550);
    EXPECT_TRUE(std::filesystem::is_empty(folder()));
}

void ConformanceTest::a_file_of_that_name_is_left_alone() {
    const auto s = session();
    ASSERT_TRUE(s->put("a.xml", "theirs").ok);
    const deliver::Upload ours{1, "ours", "a.xml", "tmp-a.xml.1"};
    int commits = 0;
    const auto results = deliver::upload(
        *s, {}, {&ours, 1}, [&](std::span<const std::int64_t>, deliver::Mark) { ++commits; },
        k_never_enough);
    EXPECT_EQ(results[0].outcome.cls, OutcomeClass::permanent) << results[0].outcome.reason;
    EXPECT_EQ(commits, 0);
    EXPECT_EQ(base::read_file(folder() / "a.xml"), "theirs");
    EXPECT_FALSE(std::filesystem::exists(folder() / "tmp-a.xml.1"));
}

void ConformanceTest::a_lost_session_is_taken_up_by_looking() {
    {
        const auto s = session();
        ASSERT_TRUE(s->put("tmp-a.1", "whole").ok);
        ASSERT_TRUE(s->put("tmp-b.1", "ha").ok);
        ASSERT_TRUE(s->put("c.xml", "there").ok);
    }
    const auto s = session();
    const auto look = [&](const deliver::Evidence& evidence) {
        return deliver::look(*s, {}, evidence, [](std::span<const std::int64_t>, deliver::Mark) {})
            .found;
    };
    using deliver::Found;
    EXPECT_EQ(look({1, 5, "a.xml", "tmp-a.1", "", false, false}), Found::finished);
    EXPECT_EQ(look({2, 4, "b.xml", "tmp-b.1", "", false, false}), Found::send_again);
    EXPECT_EQ(look({3, 5, "c.xml", "tmp-c.1", "", true, true}), Found::delivered);
    EXPECT_EQ(look({4, 5, "d.xml", "tmp-d.1", "", true, true}), Found::undecided);
    EXPECT_EQ(names(), (std::vector<std::string>{"a.xml", "c.xml"}));
}

// The url's `//` form: what the server shows as its root, which is a chroot's top or the machine's.
void ConformanceTest::an_absolute_folder_of_any_name() {
    const std::string name = "Aufträge für #1 (50%)";
    const auto made = folder() / name;
    std::filesystem::create_directory(made);
    struct stat owner {};
    ASSERT_EQ(::stat(folder().c_str(), &owner), 0);
    if (::geteuid() == 0)
        ASSERT_EQ(::chown(made.c_str(), owner.st_uid, owner.st_gid), 0);
    remote::Settings s = settings();
    const bool in_chroot = !is_local() && GetParam().kind != "sshd" && ::geteuid() == 0;
    s.endpoint.folder = in_chroot ? "/in/" + name : made.string();
    const auto absolute = remote::make_session(s);
    const remote::Reply opened = absolute->open();
    ASSERT_TRUE(opened.ok) << opened.text;
    ASSERT_TRUE(absolute->put("tmp-a", "bytes").ok);
    EXPECT_EQ(absolute->size("tmp-a").bytes, 5U);
    EXPECT_TRUE(absolute->rename("tmp-a", "a.xml").ok);
    const remote::ListReply listed = absolute->list();
    ASSERT_EQ(listed.entries.size(), 1U) << listed.reply.text;
    EXPECT_EQ(listed.entries[0].name, "a.xml");
    EXPECT_EQ(absolute->get("a.xml", 100).bytes, "bytes");
    EXPECT_EQ(base::read_file(made / "a.xml"), "bytes");
    EXPECT_TRUE(absolute->remove("a.xml").ok);
    EXPECT_TRUE(std::filesystem::is_empty(made));
}

void ConformanceTest::a_window_is_one_login() {
    std::vector<std::string> bytes;
    std::vector<deliver::Upload> window;
    for (int i = 0; i < 20; ++i)
        bytes.push_back("<order number=\"" + std::to_string(i) + "\"/>" + std::string(3000, ' '));
    for (int i = 0; i < 20; ++i) {
        const std::string name = "PO-" + std::to_string(i) + ".xml";
        window.push_back({i, bytes[static_cast<std::size_t>(i)], name,
                          deliver::temporary_name(order::TemporaryName::prefix, "tmp-", name, 1)});
    }
    const int logins = has_log() ? m_server->logins() : 0;
    {
        const auto s = session();
        ASSERT_TRUE(s->open().ok);
        for (const auto& result : deliver::upload(
                 *s, {}, window,
                 [](std::span<const std::int64_t> documents, deliver::Mark) {
                     EXPECT_EQ(documents.size(), 20U);
                 },
                 k_never_enough))
            EXPECT_TRUE(result.outcome.done()) << result.outcome.reason;
        EXPECT_EQ(s->list().entries.size(), 20U);
    }
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(base::read_file(folder() / ("PO-" + std::to_string(i) + ".xml")),
                  bytes[static_cast<std::size_t>(i)]);
    if (has_log())
        EXPECT_EQ(m_server->logins(), logins + 1);
}

void ConformanceTest::every_way_to_a_final_name() {
    const auto incoming = folder() / "incoming";
    std::filesystem::create_directory(incoming);
    struct stat owner {};
    ASSERT_EQ(::stat(folder().c_str(), &owner), 0);
    if (::geteuid() == 0)
        ASSERT_EQ(::chown(incoming.c_str(), owner.st_uid, owner.st_gid), 0);
    remote::Settings with_folder = settings();
    with_folder.subfolder = "incoming";
    const auto s = remote::make_session(with_folder);
    const auto send = [&](order::UploadMode mode, const std::string& name,
                          const std::string& temporary) {
        const std::string bytes = name + std::string(1000, ' ');
        const std::vector<deliver::Upload> window{
            {1, bytes, name + "1.xml", temporary},
            {2, bytes, name + "2.xml", temporary.empty() ? "" : temporary + "2"}};
        for (const auto& result : deliver::upload(
                 *s, {mode, ".done", false}, window,
                 [](std::span<const std::int64_t>, deliver::Mark) {}, k_never_enough))
            EXPECT_TRUE(result.outcome.done()) << name << ": " << result.outcome.reason;
        EXPECT_EQ(base::read_file(folder() / (name + "1.xml")), bytes);
        EXPECT_EQ(base::read_file(folder() / (name + "2.xml")), bytes);
    };
    send(order::UploadMode::rename, "in-folder", "incoming/a.1");
    EXPECT_TRUE(std::filesystem::is_empty(incoming));
    send(order::UploadMode::rename, "suffix", "a.1.part");
    send(order::UploadMode::done_file, "done", "");
    EXPECT_EQ(base::read_file(folder() / "done1.xml.done"), "");
    send(order::UploadMode::direct, "direct", "");
    EXPECT_EQ(names(), (std::vector<std::string>{"direct1.xml", "direct2.xml", "done1.xml",
                                                 "done1.xml.done", "done2.xml", "done2.xml.done",
                                                 "in-folder1.xml", "in-folder2.xml", "incoming",
                                                 "suffix1.xml", "suffix2.xml"}));
}

void ConformanceTest::a_missing_folder_needs_a_person() {
    remote::Settings wrong = settings();
    wrong.endpoint.folder = is_local() ? (folder() / "not-there").string() : "not-there";
    const base::Outcome missing = deliver::classify(remote::make_session(wrong)->open());
    EXPECT_EQ(missing.cls, OutcomeClass::operator_) << missing.reason;
    EXPECT_EQ(missing.phase, "folder");
    EXPECT_EQ(missing.code, 550);
}

TEST_P(ConformanceTest, EveryCase) {
    struct Case {
        const char* name;
        void (ConformanceTest::*run)();
        bool removes = false; ///< it overwrites or deletes, or delivery does on its behalf
    };
    using Self = ConformanceTest;
    const std::vector<Case> cases{
        {"put, size, rename, list, get, remove, overwrite, missing",
         &Self::put_size_rename_list_get_remove_overwrite_missing, true},
        {"a file of that name is left alone", &Self::a_file_of_that_name_is_left_alone, true},
        {"a lost session is taken up by looking", &Self::a_lost_session_is_taken_up_by_looking,
         true},
        {"an absolute folder of any name", &Self::an_absolute_folder_of_any_name, true},
        {"a window is one login", &Self::a_window_is_one_login},
        {"every way to a final name", &Self::every_way_to_a_final_name, true},
        {"a missing folder needs a person", &Self::a_missing_folder_needs_a_person}};
    for (const Case& each : cases) {
        if (each.removes && GetParam().keeps)
            continue;
        SCOPED_TRACE(each.name);
        for (const auto& entry : std::filesystem::directory_iterator(folder()))
            std::filesystem::remove_all(entry);
        (this->*each.run)();
    }
}

class LoginTest : public test::RealServerTest {};

TEST_P(LoginTest, AWrongOneNeedsAPerson) {
    remote::Settings wrong = settings();
    wrong.password = "wrong-one";
    wrong.private_key_file.clear();
    const remote::Reply refused = remote::make_session(wrong)->open();
    EXPECT_FALSE(refused.ok);
    const base::Outcome login = deliver::classify(refused);
    EXPECT_EQ(login.cls, OutcomeClass::operator_) << login.reason;
    EXPECT_EQ(login.phase, "login");
    EXPECT_EQ(login.reason.find("wrong-one"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Servers, ConformanceTest, testing::ValuesIn(test::all_servers()),
                         test::name_of);

INSTANTIATE_TEST_SUITE_P(Servers, LoginTest,
                         testing::ValuesIn(test::servers_named({"vsftpd", "vsftpd_implicit_tls",
                                                                "proftpd_tls", "proftpd_sftp",
                                                                "pureftpd", "sshd", "sshd_ipv6"})),
                         test::name_of);

} // namespace
} // namespace shoporder
