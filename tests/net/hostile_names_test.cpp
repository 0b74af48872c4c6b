// A field of an order can never become a path, a command or another setting: whatever a name, a
// user or a password holds, the server's log shows the planned verbs and names and nothing else.
#include "remote/session.hpp"
#include "support/scripted_ftp.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace shoporder {
namespace {

using test::Fault;
using test::ScriptedFtp;

remote::Settings settings_for(const ScriptedFtp& server) {
    remote::Settings s;
    s.endpoint.user = "acme";
    s.endpoint.host = "127.0.0.1";
    s.endpoint.port = server.port();
    s.endpoint.folder = "in";
    s.password = "secret";
    s.response_timeout = std::chrono::seconds{2};
    return s;
}

/// The log without what every session says.
std::vector<std::string> planned(const ScriptedFtp& server) {
    const std::set<std::string> always{"CONNECT", "USER acme", "PASS ***", "PWD",
                                       "CWD in",  "EPSV",      "TYPE I",   "QUIT"};
    std::vector<std::string> out;
    for (const std::string& line : server.log())
        if (!always.contains(line))
            out.push_back(line);
    return out;
}

TEST(HostileNames, OddNamesArriveLetterByLetter) {
    for (const std::string& name :
         {std::string{"#1001"}, std::string{"a;type=a"}, std::string{"a%0d%0aDELE b"},
          std::string{"%2e%2e%2fx"}, std::string{"a?b=c"}, std::string{"a&b"}, std::string{"*"},
          std::string{"a b"}, std::string{"ü.xml"}, std::string{"..a"}, std::string{"~"},
          std::string{"$(id)"}, std::string{"\"q\""}, std::string(255, 'n')}) {
        ScriptedFtp server;
        const auto s = remote::make_session(settings_for(server));
        ASSERT_TRUE(s->put(name, "x").ok) << name;
        ASSERT_EQ(s->size(name).bytes, 1U) << name;
        ASSERT_TRUE(s->rename(name, "to" + name.substr(0, 200)).ok) << name;
        ASSERT_EQ(s->get("to" + name.substr(0, 200), 9).bytes, "x") << name;
        ASSERT_TRUE(s->remove("to" + name.substr(0, 200)).ok) << name;
        const std::string to = "to" + name.substr(0, 200);
        EXPECT_EQ(planned(server),
                  (std::vector<std::string>{"STOR " + name, "SIZE " + name, "RNFR " + name,
                                            "RNTO " + to, "RETR " + to, "DELE " + to}));
        EXPECT_EQ(server.count("CONNECT"), 1) << name;
    }
}

TEST(HostileNames, WhatIsNoNameNeverLeaves) {
    for (const std::string& name :
         {std::string{}, std::string{"."}, std::string{".."}, std::string{"a/b"},
          std::string{"/etc/passwd"}, std::string{"a\\b"}, std::string{"x\r\nDELE y"},
          std::string{"x\nDELE y"}, std::string("x\0y", 3), std::string{"\x1b[2J"},
          std::string{"a\x7f"}, std::string{"a\xff"}, std::string{"-rf"}, std::string{" a"},
          std::string{"a "}, std::string(300, 'n')}) {
        ScriptedFtp server;
        const auto s = remote::make_session(settings_for(server));
        EXPECT_TRUE(s->put(name, "x").refused_here) << name;
        EXPECT_TRUE(s->size(name).reply.refused_here) << name;
        EXPECT_TRUE(s->rename(name, "b").refused_here) << name;
        EXPECT_TRUE(s->rename("b", name).refused_here) << name;
        EXPECT_TRUE(s->remove(name).refused_here) << name;
        EXPECT_TRUE(s->get(name, 9).reply.refused_here) << name;
        EXPECT_TRUE(server.log().empty()) << name << ": not even a connection";
    }
}

TEST(HostileNames, ControlBytesInASettingNeverLeave) {
    ScriptedFtp server;
    const auto refused = [&](void (*change)(remote::Settings&)) {
        remote::Settings settings = settings_for(server);
        change(settings);
        const remote::Reply reply = remote::make_session(settings)->open();
        EXPECT_TRUE(reply.refused_here) << reply.text;
        EXPECT_EQ(reply.phase, remote::Phase::connect);
        EXPECT_EQ(reply.text.find("DELE"), std::string::npos);
    };
    refused([](remote::Settings& s) { s.endpoint.user = "u\r\nDELE x"; });
    refused([](remote::Settings& s) { s.password = "p\r\nDELE x"; });
    refused([](remote::Settings& s) { s.password = "secret\n"; });
    refused([](remote::Settings& s) { s.endpoint.folder = "in\r\nDELE x"; });
    refused([](remote::Settings& s) { s.endpoint.host = "127.0.0.1/x"; });
    refused([](remote::Settings& s) { s.endpoint.host = "user@127.0.0.1"; });
    refused([](remote::Settings& s) { s.endpoint.host = ""; });
    EXPECT_TRUE(server.log().empty());
}

TEST(HostileNames, UsersAndPasswordsAreNoPartOfAUrl) {
    ScriptedFtp server;
    remote::Settings settings = settings_for(server);
    settings.endpoint.user = "a@b:c/d;type=a#%41?";
    EXPECT_TRUE(remote::make_session(settings)->open().ok);
    EXPECT_EQ(server.log().at(1), "USER a@b:c/d;type=a#%41?");
}

TEST(HostileNames, FoldersAreEnteredAsTheyAreWritten) {
    for (const auto& [folder, command] : std::vector<std::pair<std::string, std::string>>{
             {"in", "CWD in"},
             {"/in", "CWD /in"},
             {"/", "CWD /"},
             {"in/new orders", "CWD in/new orders"},
             {"/srv/#1;type=a/100%41", "CWD /srv/#1;type=a/100%41"}}) {
        ScriptedFtp server;
        remote::Settings settings = settings_for(server);
        settings.endpoint.folder = folder;
        const auto s = remote::make_session(settings);
        ASSERT_TRUE(s->open().ok) << folder;
        ASSERT_TRUE(s->put("a", "x").ok) << folder;
        ASSERT_TRUE(s->put("b", "x").ok) << folder;
        const auto log = server.log();
        EXPECT_EQ(std::count(log.begin(), log.end(), command), 1) << folder;
        EXPECT_EQ(server.count("CWD"), 1) << folder << ": entered once";
    }
    ScriptedFtp server;
    remote::Settings settings = settings_for(server);
    settings.endpoint.folder.clear();
    const auto s = remote::make_session(settings);
    EXPECT_EQ(s->open().text, "/");
    ASSERT_TRUE(s->put("a", "x").ok);
    EXPECT_EQ(server.files().count("/a"), 1U);
}

TEST(HostileServers, ARepliedPasswordIsMasked) {
    ScriptedFtp server;
    server.add({"PASS", Fault::Kind::answer, "530 acme with password secret is unknown"});
    const remote::Reply reply = remote::make_session(settings_for(server))->open();
    EXPECT_EQ(reply.text.find("secret"), std::string::npos) << reply.text;
    EXPECT_NE(reply.text.find("530"), std::string::npos) << reply.text;
}

TEST(HostileServers, ASizeThatIsNoNumberIsNoSize) {
    for (const char* const said :
         {"213 ", "213 -1", "213 1x", "213 99999999999999999999999", "213 0x10", "200 5"}) {
        ScriptedFtp server;
        server.put_file("/in/a", "12345");
        server.add({"SIZE", Fault::Kind::answer, said});
        const remote::SizeReply seen = remote::make_session(settings_for(server))->size("a");
        EXPECT_FALSE(seen.reply.ok) << said;
        EXPECT_FALSE(seen.bytes) << said;
    }
}

TEST(HostileServers, WhatIsTooLongIsNotTaken) {
    ScriptedFtp server;
    server.put_file("/in/a", std::string(2000000, 'x'));
    const auto s = remote::make_session(settings_for(server));
    const remote::GetReply got = s->get("a", 1000);
    EXPECT_FALSE(got.reply.ok);
    EXPECT_TRUE(got.bytes.empty());
    // Nor is a file cut to what SIZE said of it.
    server.add({"SIZE", Fault::Kind::answer, "213 10"});
    EXPECT_FALSE(s->get("a", 1000).reply.ok);
    EXPECT_EQ(s->get("a", 2000000).bytes.size(), 2000000U);
    server.heal();
    // And the connection is none the worse.
    EXPECT_EQ(s->size("a").bytes, 2000000U);
}

TEST(HostileServers, ADeadIdleConnectionIsReplacedAndSizeStaysBinary) {
    ScriptedFtp server;
    server.put_file("/in/a", "12345");
    const auto s = remote::make_session(settings_for(server));
    ASSERT_EQ(s->size("a").bytes, 5U);
    server.add({"SIZE", Fault::Kind::done_drop}); // the answer and the connection are lost
    ASSERT_FALSE(s->size("a").reply.ok);
    // The new connection is in ASCII mode, where this server says 550: that must not read as
    // "gone".
    EXPECT_EQ(s->size("a").bytes, 5U);
}

// The waits that libcurl does by itself, inside of one of its own calls.
TEST(Cancel, EndsAWaitForAnAnswerSoon) {
    for (const char* const verb : {"STOR", "SIZE", "RNTO"}) {
        ScriptedFtp server;
        server.put_file("/in/a", "x");
        server.add({verb, Fault::Kind::done_hang});
        remote::Settings settings = settings_for(server);
        settings.response_timeout = std::chrono::seconds{60};
        auto s = remote::make_session(settings);
        std::thread killer([&] {
            while (server.count(verb) == 0)
                std::this_thread::sleep_for(std::chrono::milliseconds{5});
            std::this_thread::sleep_for(std::chrono::milliseconds{300});
            s->cancel();
        });
        const auto begun = std::chrono::steady_clock::now();
        const remote::Reply reply = verb == std::string{"STOR"}   ? s->put("b", "x")
                                    : verb == std::string{"SIZE"} ? s->size("a").reply
                                                                  : s->rename("a", "c");
        killer.join();
        EXPECT_TRUE(reply.cancelled) << verb << ": " << reply.text;
        EXPECT_EQ(reply.data_sent || reply.rename_sent, verb != std::string{"SIZE"}) << verb;
        s.reset(); // nor does hanging up wait
        EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{10}) << verb;
    }
}

TEST(Cancel, EndsAStalledCallSoon) {
    ScriptedFtp server;
    server.add({"STOR", Fault::Kind::hang});
    remote::Settings settings = settings_for(server);
    settings.response_timeout = std::chrono::seconds{60};
    const auto s = remote::make_session(settings);
    std::thread killer([&] {
        while (server.count("STOR") == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        s->cancel();
    });
    const auto begun = std::chrono::steady_clock::now();
    const remote::Reply reply = s->put("a", "x");
    killer.join();
    EXPECT_TRUE(reply.cancelled);
    EXPECT_FALSE(reply.ok);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{20});
    EXPECT_TRUE(s->size("a").reply.cancelled) << "later calls are refused";
}

} // namespace
} // namespace shoporder
