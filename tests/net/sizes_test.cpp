// Many sizes in one call, and files that are not whole yet in a folder of their own: what is sent,
// in how many round trips, and what each answer then means.
#include "deliver/classify.hpp"
#include "remote/session.hpp"
#include "support/scripted_ftp.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

namespace shoporder {
namespace {

using remote::Phase;
using remote::SizeReply;
using test::Fault;
using test::ScriptedFtp;
using Lines = std::vector<std::string>;

remote::Settings settings_for(const ScriptedFtp& server) {
    remote::Settings s;
    s.endpoint.user = "acme";
    s.endpoint.host = "127.0.0.1";
    s.endpoint.port = server.port();
    s.endpoint.folder = "in";
    s.password = "secret";
    s.subfolder = "tmp";
    s.response_timeout = std::chrono::seconds{2};
    return s;
}

/// The log but for the login.
Lines said_to(const ScriptedFtp& server) {
    Lines log = server.log();
    std::erase_if(log, [](const std::string& line) {
        return line == "CONNECT" || line.starts_with("USER ") || line.starts_with("PASS ") ||
               line == "PWD";
    });
    return log;
}

TEST(Sizes, AWindowInASubfolderMovesOnceEachWay) {
    ScriptedFtp server;
    const auto s = remote::make_session(settings_for(server));
    ASSERT_TRUE(s->put("tmp/a.1", "one").ok);
    ASSERT_TRUE(s->put("tmp/b.1", "three").ok);
    EXPECT_EQ(server.files().at("/in/tmp/b.1"), "three");
    const Lines names{"tmp/a.1", "a", "tmp/b.1", "b"};
    const std::vector<SizeReply> sizes = s->sizes(names);
    ASSERT_EQ(sizes.size(), 4U);
    EXPECT_EQ(sizes[0].bytes, 3U);
    EXPECT_TRUE(sizes[1].reply.ok && !sizes[1].bytes);
    EXPECT_EQ(sizes[1].reply.code, 550);
    EXPECT_EQ(sizes[2].bytes, 5U);
    EXPECT_EQ(sizes[2].reply.code, 213);
    EXPECT_TRUE(sizes[3].reply.ok && !sizes[3].bytes);
    ASSERT_TRUE(s->rename("tmp/a.1", "a").ok);
    ASSERT_TRUE(s->rename("tmp/b.1", "b").ok);
    EXPECT_EQ(said_to(server),
              (Lines{"CWD in/tmp", "EPSV", "TYPE I", "STOR a.1", "EPSV", "STOR b.1", // the puts
                     "CWD /", "CWD in", "SIZE tmp/a.1", "SIZE a", "SIZE tmp/b.1", "SIZE b",
                     "RNFR tmp/a.1", "RNTO a", "RNFR tmp/b.1", "RNTO b"}));
    EXPECT_EQ(server.files().size(), 2U);
    ASSERT_TRUE(s->put("tmp/c.1", "x").ok);
    ASSERT_TRUE(s->remove("tmp/c.1").ok);
    EXPECT_EQ(server.count("CWD"), 7) << "in/tmp; and two for each of three moves";
    EXPECT_EQ(server.count("CONNECT"), 1);
}

TEST(Sizes, ASubfolderWorksFromEveryFolder) {
    for (const std::string folder : {"", "/", "/in", "in/new"}) {
        ScriptedFtp server;
        remote::Settings settings = settings_for(server);
        settings.endpoint.folder = folder;
        settings.subfolder = "t #;%2";
        const auto s = remote::make_session(settings);
        ASSERT_TRUE(s->put("t #;%2/a.1", "one").ok) << folder;
        EXPECT_EQ(s->size("t #;%2/a.1").bytes, 3U) << folder;
        EXPECT_TRUE(s->rename("t #;%2/a.1", "a").ok) << folder;
        ASSERT_EQ(server.files().size(), 1U) << folder;
        const std::string slash = folder.starts_with('/') ? "" : "/";
        EXPECT_EQ(server.files().begin()->first,
                  slash + folder + (folder.empty() || folder == "/" ? "a" : "/a"));
    }
}

TEST(Sizes, AMissingSubfolderIsAFolderFaultAndTheSessionGoesOn) {
    ScriptedFtp server;
    const auto s = remote::make_session(settings_for(server));
    server.add({"CWD", Fault::Kind::answer, "550 No such directory"});
    const remote::Reply reply = s->put("tmp/a", "x");
    EXPECT_FALSE(reply.ok);
    EXPECT_EQ(reply.phase, Phase::folder);
    EXPECT_EQ(reply.code, 550);
    ASSERT_TRUE(s->put("b", "x").ok);
    EXPECT_EQ(server.files().count("/in/b"), 1U);
}

TEST(Sizes, NamesThatAreNoNamesAreLeftOutAndRefusedByName) {
    ScriptedFtp server;
    server.put_file("/in/a", "1");
    const auto s = remote::make_session(settings_for(server));
    const Lines names{"../a", "a", "other/a", "x\r\nDELE a", "tmp/tmp/a"};
    const std::vector<SizeReply> sizes = s->sizes(names);
    ASSERT_EQ(sizes.size(), 5U);
    for (const std::size_t i : {0U, 2U, 3U, 4U})
        EXPECT_TRUE(sizes[i].reply.refused_here) << names[i];
    EXPECT_EQ(sizes[1].bytes, 1U);
    EXPECT_EQ(said_to(server), (Lines{"CWD in", "TYPE I", "SIZE a"}));
    EXPECT_TRUE(s->sizes({}).empty());
    EXPECT_EQ(server.count("SIZE"), 1);
}

TEST(Sizes, TwoHundredAreOneCall) {
    ScriptedFtp server;
    Lines names;
    for (std::size_t i = 0; i < 200; ++i) {
        names.push_back("f" + std::to_string(i));
        if (i % 3 != 0)
            server.put_file("/in/" + names.back(), std::string(i, 'x'));
    }
    const auto s = remote::make_session(settings_for(server));
    const std::vector<SizeReply> sizes = s->sizes(names);
    ASSERT_EQ(sizes.size(), names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_TRUE(sizes[i].reply.ok) << i;
        EXPECT_EQ(sizes[i].bytes, i % 3 != 0 ? std::optional<std::uint64_t>{i} : std::nullopt) << i;
    }
    EXPECT_EQ(server.count("LIST"), 1) << "not understood";
    EXPECT_EQ(said_to(server).size(), 205U)
        << "CWD, EPSV, TYPE A, LIST; TYPE I, and a command for each";
}

TEST(Sizes, OneRefusalConcernsOneFile) {
    ScriptedFtp server;
    for (const char* const path : {"/in/a", "/in/b", "/in/c"})
        server.put_file(path, "12");
    server.add({"SIZE", Fault::Kind::answer, "450 Busy", 0, 1});
    const Lines names{"a", "b", "c"};
    const auto sizes = remote::make_session(settings_for(server))->sizes(names);
    EXPECT_EQ(sizes[0].bytes, 2U);
    EXPECT_FALSE(sizes[1].reply.ok);
    EXPECT_EQ(sizes[1].reply.code, 450);
    EXPECT_EQ(sizes[1].reply.phase, Phase::size);
    EXPECT_EQ(sizes[1].reply.text, "450 Busy");
    EXPECT_EQ(sizes[2].bytes, 2U);
}

TEST(Sizes, ALostConnectionIsTheAnswerForAllThatAreLeft) {
    for (const auto& [kind, words] : std::vector<std::pair<Fault::Kind, std::string>>{
             {Fault::Kind::drop, ""}, {Fault::Kind::hang, ""}, {Fault::Kind::answer, "421 Bye"}}) {
        ScriptedFtp server;
        for (const char* const path : {"/in/a", "/in/b", "/in/c", "/in/d"})
            server.put_file(path, "12");
        server.add({"SIZE", kind, words, 0, 2});
        const Lines names{"a", "b", "c", "d"};
        const auto s = remote::make_session(settings_for(server));
        const auto sizes = s->sizes(names);
        EXPECT_EQ(sizes[0].bytes, 2U);
        EXPECT_EQ(sizes[1].bytes, 2U);
        for (const std::size_t i : {2U, 3U}) {
            EXPECT_FALSE(sizes[i].reply.ok) << words;
            EXPECT_FALSE(sizes[i].bytes);
            EXPECT_EQ(sizes[i].reply.code, words.empty() ? 0 : 421);
            EXPECT_EQ(sizes[i].reply.phase, Phase::size);
        }
        EXPECT_EQ(server.count("SIZE"), 3) << "not asked again behind the caller's back";
        EXPECT_EQ(s->sizes(names)[3].bytes, 2U) << "and then by a new connection";
        EXPECT_EQ(server.count("CONNECT"), 2);
    }
}

// proftpd's 550 in ASCII mode, the state of the new connection, must not read as "absent".
TEST(Sizes, AConnectionReplacedWithoutAWordIsAskedInBinaryMode) {
    ScriptedFtp server;
    server.put_file("/in/a", "12");
    server.put_file("/in/b", "345");
    server.add({"SIZE", Fault::Kind::done_close}); // answered, then closed while nobody looks
    const auto s = remote::make_session(settings_for(server));
    ASSERT_EQ(s->size("a").bytes, 2U);
    std::this_thread::sleep_for(std::chrono::milliseconds{50}); // until it is closed
    const Lines names{"a", "b"};
    const auto sizes = s->sizes(names);
    EXPECT_EQ(sizes[0].bytes, 2U) << sizes[0].reply.text;
    EXPECT_EQ(sizes[1].bytes, 3U) << sizes[1].reply.text;
    EXPECT_EQ(server.count("CONNECT"), 2);
    EXPECT_EQ(server.count("SIZE"), 5) << "two of them in vain";
}

// From here on servers that do not answer SIZE.

void forbid_size(ScriptedFtp& server, const std::string& reply) {
    server.add({"SIZE", Fault::Kind::answer, reply, 0, 0, -1});
}

class WithoutSize : public ::testing::TestWithParam<const char*> {};

TEST_P(WithoutSize, OneListingOfEachFolderTells) {
    ScriptedFtp server;
    server.answer_list();
    forbid_size(server, GetParam());
    server.put_file("/in/b", "345");
    server.put_file("/in/tmp/a.1", "12");
    const auto s = remote::make_session(settings_for(server));
    const Lines names{"tmp/a.1", "a", "tmp/b.1", "b"};
    const auto sizes = s->sizes(names);
    EXPECT_EQ(sizes[0].bytes, 2U) << sizes[0].reply.text;
    EXPECT_TRUE(sizes[1].reply.ok && !sizes[1].bytes) << sizes[1].reply.text;
    EXPECT_TRUE(sizes[2].reply.ok && !sizes[2].bytes) << sizes[2].reply.text;
    EXPECT_EQ(sizes[3].bytes, 3U) << sizes[3].reply.text;
    EXPECT_EQ(sizes[3].reply.phase, Phase::size);
    EXPECT_EQ(server.count("SIZE"), 4);
    EXPECT_EQ(server.count("LIST"), 2) << "one for each folder";
    EXPECT_EQ(s->size("b").bytes, 3U);
    EXPECT_EQ(server.count("SIZE"), 4) << "not asked again";
    EXPECT_EQ(server.count("LIST"), 3);
    ASSERT_TRUE(s->put("tmp/c.1", "6789").ok);
    EXPECT_EQ(s->size("tmp/c.1").bytes, 4U);
    ASSERT_TRUE(s->rename("tmp/c.1", "c").ok);
    EXPECT_EQ(server.files().at("/in/c"), "6789") << "and in binary";
    EXPECT_EQ(server.count("CONNECT"), 1);
}

TEST_P(WithoutSize, WithoutLISTTheRefusalStands) {
    ScriptedFtp server;
    forbid_size(server, GetParam());
    server.put_file("/in/a", "12");
    const auto s = remote::make_session(settings_for(server));
    const Lines names{"a", "tmp/a"};
    for (const SizeReply& size : s->sizes(names)) {
        EXPECT_FALSE(size.reply.ok);
        EXPECT_EQ(size.reply.phase, Phase::size);
        EXPECT_EQ(size.reply.code, std::stoi(GetParam()));
        EXPECT_EQ(size.reply.text, "SIZE: " + std::string{GetParam()} + "; LIST: 502 unknown");
        const auto outcome = deliver::classify(size.reply);
        EXPECT_EQ(base::name(outcome.cls), base::name(base::OutcomeClass::operator_));
        EXPECT_TRUE(outcome.reason.starts_with("the server does not answer SIZE"))
            << outcome.reason;
    }
    EXPECT_EQ(server.count("LIST"), 1) << "one word is enough";
    server.heal();
    EXPECT_EQ(s->size("a").bytes, 2U) << "asked again: nothing better is known";
}

INSTANTIATE_TEST_SUITE_P(Replies, WithoutSize,
                         ::testing::Values("500 What?", "502 Not implemented.", "504 No such mode",
                                           "550 Permission denied.", "550 SIZE is disabled"),
                         [](const auto& each) { return "at_" + std::to_string(each.index); });

TEST(Listed, ARefusalForOneFileIsNotOneOfSIZE) {
    ScriptedFtp server;
    server.answer_list();
    server.put_file("/in/a", "12");
    server.put_file("/in/b", "345");
    server.add({"SIZE", Fault::Kind::answer, "550 b: Permission denied", 0, 0, -1, "b"});
    server.add({"SIZE", Fault::Kind::answer, "550 denied: No such file", 0, 0, -1, "denied"});
    const auto s = remote::make_session(settings_for(server));
    const Lines names{"a", "b", "denied"};
    const auto sizes = s->sizes(names);
    EXPECT_EQ(sizes[0].bytes, 2U);
    EXPECT_EQ(sizes[1].bytes, 3U) << "by the listing";
    EXPECT_TRUE(sizes[2].reply.ok && !sizes[2].bytes);
    EXPECT_EQ(server.count("LIST"), 1);
    EXPECT_EQ(s->size("a").bytes, 2U);
    EXPECT_EQ(server.count("LIST"), 1) << "SIZE is of use here";
}

TEST(Listed, AnUnreadableListingProvesNothing) {
    ScriptedFtp server;
    server.answer_list("-rw-r--r-- 1 0 0 12 Nov 25 13:09 a\r\n"
                       "-rw-r--r-- 1 0 0 12 25. marraskuuta b\r\n"
                       "lrwxrwxrwx 1 0 0 9 Nov 25 13:09 c -> d\r\n");
    forbid_size(server, "502 What?");
    const auto s = remote::make_session(settings_for(server));
    const Lines names{"a", "b", "c"};
    const auto sizes = s->sizes(names);
    EXPECT_EQ(sizes[0].bytes, 12U);
    for (const std::size_t i : {1U, 2U}) {
        EXPECT_FALSE(sizes[i].reply.ok) << names[i];
        EXPECT_EQ(sizes[i].reply.code, 502);
        EXPECT_TRUE(sizes[i].reply.text.starts_with("SIZE: 502 What?; LIST: "));
    }
}

TEST(Listed, HiddenNamesAreAskedFor) {
    ScriptedFtp server;
    server.answer_list();
    server.put_file("/in/.a", "12");
    forbid_size(server, "502 What?");
    const auto s = remote::make_session(settings_for(server));
    const Lines names{".a", ".b"};
    const auto sizes = s->sizes(names);
    EXPECT_EQ(sizes[0].bytes, 2U);
    EXPECT_TRUE(sizes[1].reply.ok && !sizes[1].bytes);
    EXPECT_EQ(said_to(server).back(), "LIST -a");
}

TEST(Listed, AListingThatFailsForNowIsNoRefusal) {
    for (const auto& [kind, words, code] : std::vector<std::tuple<Fault::Kind, std::string, int>>{
             {Fault::Kind::answer, "450 Busy", 450},
             {Fault::Kind::answer, "421 Bye", 421},
             {Fault::Kind::drop, "", 0},
             {Fault::Kind::hang, "", 0}}) {
        ScriptedFtp server;
        server.answer_list();
        server.put_file("/in/a", "12");
        forbid_size(server, "502 What?");
        server.add({"LIST", kind, words}); // 450 is an empty folder to libcurl
        const auto s = remote::make_session(settings_for(server));
        const Lines names{"a", "b"};
        for (const SizeReply& size : s->sizes(names)) {
            EXPECT_FALSE(size.reply.ok);
            EXPECT_EQ(size.reply.phase, Phase::size);
            EXPECT_EQ(size.reply.code, code);
            EXPECT_NE(size.reply.curl, 0);
            EXPECT_EQ(base::name(deliver::classify(size.reply).cls),
                      base::name(base::OutcomeClass::temporary));
        }
        EXPECT_EQ(s->size("a").bytes, 2U) << words;
    }
}

TEST(Listed, AnEmptyListingOfAFolderThatCannotBeReadProvesNothing) {
    ScriptedFtp server;
    server.answer_list();
    forbid_size(server, "502 What?");
    server.add({"LIST", Fault::Kind::done_answer,
                "226 Transfer done (but failed to open directory)."}); // vsftpd's words
    const auto s = remote::make_session(settings_for(server));
    EXPECT_FALSE(s->size("a").reply.ok);
    EXPECT_TRUE(s->size("a").reply.ok) << "empty, and read";
}

TEST(Listed, AFolderWithItsSizesOrAtLeastItsNames) {
    ScriptedFtp server;
    server.put_file("/in/a", "12");
    const auto s = remote::make_session(settings_for(server));
    remote::ListReply listed = s->list_with_sizes(); // LIST is not understood
    ASSERT_EQ(listed.entries.size(), 1U);
    EXPECT_FALSE(listed.entries[0].bytes);
    server.answer_list();
    listed = s->list_with_sizes();
    ASSERT_EQ(listed.entries.size(), 1U);
    EXPECT_EQ(listed.entries[0].name, "a");
    EXPECT_EQ(listed.entries[0].bytes, 2U);
}

} // namespace
} // namespace shoporder
