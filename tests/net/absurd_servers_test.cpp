// Servers that talk nonsense: late answers, codes that do not exist, replies to nothing that was
// asked, data connections to nowhere, listings without end. Whatever they say: the call ends soon,
// is classed as something that passes or that a person must see, the server's log holds the planned
// commands only, and the next call on the session is as good as the first.
#include "deliver/classify.hpp"
#include "remote/session.hpp"
#include "support/scripted_ftp.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <vector>

namespace shoporder {
namespace {

using base::OutcomeClass;
using test::Fault;
using test::ScriptedFtp;
using Clock = std::chrono::steady_clock;

remote::Settings settings_for(const ScriptedFtp& server) {
    remote::Settings s;
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

/// Puts, asks, renames, removes: what a window does, without a look at what came of it.
std::vector<remote::Reply> all_calls(remote::Session& s) {
    return {s.put("a.1", "one"), s.size("a.1").reply, s.rename("a.1", "a"), s.remove("a"),
            s.list().reply};
}

void expect_planned_commands_only(const ScriptedFtp& server) {
    static const std::set<std::string> planned{
        "CONNECT", "USER acme", "PASS ***", "PWD",      "CWD in", "CWD /",    "EPSV",
        "PASV",    "TYPE I",    "TYPE A",   "STOR a.1", "STOR b", "SIZE a.1", "RNFR a.1",
        "RNTO a",  "DELE a",    "NLST",     "LIST",     "SIZE b", "QUIT"};
    for (const std::string& line : server.log())
        EXPECT_TRUE(planned.contains(line)) << line;
}

void expect_sound(remote::Session& s, ScriptedFtp& server) {
    server.heal();
    const remote::Reply put = s.put("b", "four");
    ASSERT_TRUE(put.ok) << put.text;
    EXPECT_EQ(put.code, 226) << "and not 221, the end of an older connection";
    EXPECT_EQ(s.size("b").bytes, 4U);
    EXPECT_EQ(server.files().at("/in/b"), "four");
    expect_planned_commands_only(server);
}

struct Nonsense {
    const char* verb;
    const char* reply;
};

class UnknownCode : public ::testing::TestWithParam<std::tuple<const char*, const char*>> {};

TEST_P(UnknownCode, EndsSoonAndPasses) {
    const auto [verb, reply] = GetParam();
    ScriptedFtp server;
    server.add({verb, Fault::Kind::answer, reply});
    const auto s = remote::make_session(settings_for(server));
    const auto begun = Clock::now();
    for (const remote::Reply& each : all_calls(*s)) {
        const auto outcome = deliver::classify(each);
        if (reply[0] != '2') {
            EXPECT_NE(base::name(outcome.cls), base::name(OutcomeClass::operator_))
                << outcome.reason;
        }
    }
    EXPECT_LT(Clock::now() - begun, std::chrono::seconds{8});
    // 2xx is a yes, whatever the digits after it: who says so to CWD and stays is past help.
    const auto another = remote::make_session(settings_for(server));
    expect_sound(reply[0] == '2' ? *another : *s, server);
}

INSTANTIATE_TEST_SUITE_P(
    Codes, UnknownCode,
    ::testing::Combine(::testing::Values("CONNECT", "USER", "PASS", "CWD", "TYPE", "EPSV", "STOR",
                                         "SIZE", "RNFR", "RNTO", "DELE", "NLST"),
                       ::testing::Values("199 hm", "299 hm", "600 hm", "999 hm")),
    [](const auto& each) {
        return std::string{std::get<0>(each.param)} + '_' +
               std::string{std::get<1>(each.param)}.substr(0, 3);
    });

TEST(AbsurdServers, ALateAnswerIsNotTheNextCommands) {
    for (const char* const verb : {"SIZE", "RNTO", "DELE", "STOR"}) {
        ScriptedFtp server;
        server.put_file("/in/b", "four");
        server.add({verb, Fault::Kind::late_answer, "213 999"});
        const auto s = remote::make_session(settings_for(server));
        const auto begun = Clock::now();
        all_calls(*s);
        EXPECT_LT(Clock::now() - begun, std::chrono::seconds{10}) << verb;
        EXPECT_EQ(s->size("b").bytes, 4U) << verb;
        EXPECT_GE(server.count("CONNECT"), 2) << verb;
        expect_sound(*s, server);
    }
}

// One command, two replies: all that follow are one behind. The first reply that no such command
// can have gives it away.
TEST(AbsurdServers, RepliesOneBehindAreFoundOut) {
    ScriptedFtp server;
    server.put_file("/in/a.1", "one");
    server.put_file("/in/b", "four");
    server.add({"SIZE", Fault::Kind::answer, "213 3\r\n213 77"});
    const auto s = remote::make_session(settings_for(server));
    EXPECT_EQ(s->size("a.1").bytes, 3U);
    const remote::Reply renamed = s->rename("a.1", "a");
    EXPECT_FALSE(renamed.ok);
    EXPECT_EQ(renamed.code, 0) << renamed.text;
    EXPECT_EQ(base::name(deliver::classify(renamed).cls), base::name(OutcomeClass::uncertain));
    EXPECT_EQ(s->size("b").bytes, 4U) << "by a connection of its own";
    EXPECT_EQ(server.count("CONNECT"), 2);
    expect_sound(*s, server);
}

TEST(AbsurdServers, AReplyToAnotherCommandIsNoAnswer) {
    for (const char* const said : {"226 done", "250 renamed", "350 go on", "220 hello", "213 5 b",
                                   "213", "213 0x5", "257 \"/in\""}) {
        ScriptedFtp server;
        server.put_file("/in/b", "four");
        server.add({"SIZE", Fault::Kind::answer, said});
        const auto s = remote::make_session(settings_for(server));
        const remote::SizeReply size = s->size("b");
        EXPECT_FALSE(size.reply.ok) << said;
        EXPECT_FALSE(size.bytes) << said;
        EXPECT_EQ(base::name(deliver::classify(size.reply).cls),
                  base::name(OutcomeClass::temporary))
            << said;
        EXPECT_EQ(s->size("b").bytes, 4U) << said;
        EXPECT_EQ(server.count("CONNECT"), 2) << said;
    }
}

TEST(AbsurdServers, AGreetingOfAHundredLinesIsReadToItsEnd) {
    std::string greeting;
    for (int i = 0; i < 100; ++i)
        greeting += "220-line " + std::to_string(i) + " 530 Login incorrect\r\n";
    ScriptedFtp server;
    server.add({"CONNECT", Fault::Kind::answer, greeting + "220 ready"});
    const auto s = remote::make_session(settings_for(server));
    EXPECT_TRUE(s->open().ok);
    EXPECT_EQ(server.count("CONNECT"), 1);
    expect_sound(*s, server);
}

TEST(AbsurdServers, AHundredGreetingsAreNone) {
    std::string greetings = "220 ready";
    for (int i = 0; i < 100; ++i)
        greetings += "\r\n220 ready";
    ScriptedFtp server;
    server.put_file("/in/a.1", "one");
    server.add({"CONNECT", Fault::Kind::answer, greetings, 0, 0, -1});
    const auto s = remote::make_session(settings_for(server));
    EXPECT_FALSE(s->open().ok);
    for (const remote::Reply& reply : all_calls(*s)) {
        EXPECT_FALSE(reply.ok) << reply.text;
        EXPECT_EQ(reply.code, 0) << reply.text;
    }
    expect_sound(*s, server);
}

TEST(AbsurdServers, DataConnectionsToNowhere) {
    for (const Nonsense& each : std::vector<Nonsense>{{"EPSV", "229 here (|||0|)"},
                                                      {"EPSV", "229 here (|||99999|)"},
                                                      {"EPSV", "229 here (|||-1|)"},
                                                      {"EPSV", "229 here"},
                                                      {"EPSV", "229 (((((("},
                                                      {"EPSV", "227 (127,0,0,1,0,80)"},
                                                      {"PASV", "227 here"},
                                                      {"PASV", "227 (1,2,3)"},
                                                      {"PASV", "227 (999,999,999,999,999,999)"},
                                                      {"PASV", "227 (127,0,0,1,0,0)"},
                                                      {"PASV", "229 here (|||80|)"}}) {
        ScriptedFtp server;
        if (std::string_view{each.verb} == "PASV")
            server.add({"EPSV", Fault::Kind::answer, "500 What?"});
        server.add({each.verb, Fault::Kind::answer, each.reply});
        const auto s = remote::make_session(settings_for(server));
        const auto begun = Clock::now();
        const remote::Reply reply = s->put("a.1", "one");
        EXPECT_LT(Clock::now() - begun, std::chrono::seconds{5}) << each.reply;
        if (!reply.ok) {
            EXPECT_EQ(base::name(deliver::classify(reply).cls), base::name(OutcomeClass::temporary))
                << each.reply << ": " << reply.text;
            EXPECT_EQ(server.count("STOR"), 0) << each.reply;
        }
        expect_sound(*s, server);
    }
}

TEST(AbsurdServers, AListingWithoutEndIsCutOff) {
    ScriptedFtp server;
    std::string endless;
    while (endless.size() < 10'000'000)
        endless += "-rw-r--r--    1 0        0              12 Nov 25 13:09 a.1\r\n";
    server.answer_list(endless);
    server.put_file("/in/b", "four");
    const auto s = remote::make_session(settings_for(server));
    for (const remote::ListReply& listed : {s->list(), s->list_with_sizes()}) {
        EXPECT_FALSE(listed.reply.ok);
        EXPECT_TRUE(listed.entries.empty());
        EXPECT_NE(listed.reply.text.find("longer than"), std::string::npos) << listed.reply.text;
        EXPECT_EQ(base::name(deliver::classify(listed.reply).cls),
                  base::name(OutcomeClass::permanent));
    }
    server.add({"SIZE", Fault::Kind::answer, "502 What?"});
    const remote::SizeReply size = s->size("a.1");
    EXPECT_FALSE(size.reply.ok);
    EXPECT_EQ(size.reply.code, 502);
    expect_sound(*s, server);
}

TEST(AbsurdServers, NamesOfAListingAreNamesOrNothing) {
    const std::vector<std::string> names{"..",
                                         ".",
                                         "../../etc/passwd",
                                         "a\x1b[2J",
                                         "-rf",
                                         " x",
                                         std::string(300, 'n'),
                                         "a\\b",
                                         "a\tb",
                                         "a\x7f",
                                         "good"};
    std::string plain;
    std::string lines;
    for (const std::string& name : names) {
        plain += name + "\r\n";
        lines += "-rw-r--r-- 1 0 0 12 Nov 25 13:09 " + name + "\r\n";
    }
    ScriptedFtp server;
    server.answer_list(plain);
    const auto s = remote::make_session(settings_for(server));
    std::vector<std::string> seen;
    for (const remote::Entry& entry : s->list().entries)
        seen.push_back(entry.name);
    EXPECT_EQ(seen, (std::vector<std::string>{"passwd", "b", "good"})) << "NLST may send paths";
    server.answer_list(lines);
    const remote::ListReply listed = s->list_with_sizes();
    ASSERT_EQ(listed.entries.size(), 1U);
    EXPECT_EQ(listed.entries[0].name, "good");
    EXPECT_EQ(listed.entries[0].bytes, 12U);
    expect_sound(*s, server);
}

} // namespace
} // namespace shoporder
