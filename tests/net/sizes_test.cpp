// Many sizes in one call, and files that are not whole yet in a folder of their own: what is sent,
// in how many round trips, and what each answer then means.
#include "remote/session.hpp"
#include "support/scripted_ftp.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
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
    EXPECT_EQ(said_to(server).size(), 202U) << "CWD, TYPE, and a command for each";
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
    const Lines names{"a", "b"};
    const auto sizes = s->sizes(names);
    EXPECT_EQ(sizes[0].bytes, 2U) << sizes[0].reply.text;
    EXPECT_EQ(sizes[1].bytes, 3U) << sizes[1].reply.text;
    EXPECT_EQ(server.count("CONNECT"), 2);
    EXPECT_EQ(server.count("SIZE"), 5) << "two of them in vain";
}

} // namespace
} // namespace shoporder
