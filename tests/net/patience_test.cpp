// How long a session waits, and for what: a connection is given up soon, a login is heard out.
#include "base/file.hpp"
#include "deliver/classify.hpp"
#include "remote/session.hpp"
#include "support/scripted_ftp.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <sys/socket.h>
#include <vector>

namespace shoporder {
namespace {

using std::chrono::seconds;

remote::Settings settings_for(int port) {
    remote::Settings s;
    s.endpoint.scheme = order::Scheme::ftp;
    s.endpoint.user = "acme";
    s.endpoint.host = "127.0.0.1";
    s.endpoint.port = port;
    s.password = "secret";
    s.connect_timeout = seconds{1};
    s.response_timeout = seconds{30};
    return s;
}

/// A port whose queue of new connections is full: it answers nothing, as behind a bad firewall.
struct SilentPort {
    base::UniqueFd listener{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    std::vector<base::UniqueFd> waiting;
    int port = 0;

    SilentPort() {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        auto* const address = reinterpret_cast<sockaddr*>(&at);
        EXPECT_EQ(::bind(listener.get(), address, size), 0);
        EXPECT_EQ(::listen(listener.get(), 0), 0);
        EXPECT_EQ(::getsockname(listener.get(), address, &size), 0);
        port = ntohs(at.sin_port);
        for (int i = 0; i < 4; ++i) {
            waiting.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
            ::connect(waiting.back().get(), address, size);
        }
    }
};

// pure-ftpd and others wait some seconds before they refuse a wrong password. libcurl counts the
// login as connecting: it would call this a timeout, which is tried again until the lock-out.
TEST(Patience, ALateRefusalOfTheLoginIsStillARefusal) {
    test::ScriptedFtp server;
    server.add({"PASS", test::Fault::Kind::late_answer, "530 Login incorrect."});
    const auto outcome =
        deliver::classify(remote::make_session(settings_for(server.port()))->open());
    EXPECT_EQ(base::name(outcome.cls), base::name(base::OutcomeClass::operator_)) << outcome.reason;
    EXPECT_EQ(outcome.code, 530);
    EXPECT_EQ(outcome.phase, "login");
}

TEST(Patience, WhatDoesNotConnectIsGivenUpSoon) {
    const SilentPort silent;
    const auto begun = std::chrono::steady_clock::now();
    const remote::Reply reply = remote::make_session(settings_for(silent.port))->open();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds{15}); // not 31
    EXPECT_FALSE(reply.ok);
    EXPECT_FALSE(reply.cancelled);
    const auto outcome = deliver::classify(reply);
    EXPECT_EQ(base::name(outcome.cls), base::name(base::OutcomeClass::temporary));
    EXPECT_EQ(outcome.phase, "connect");
    EXPECT_NE(outcome.reason.find("connect to server"), std::string::npos) << outcome.reason;
}

// The clock of connecting has nothing to say about a connection that is there.
TEST(Patience, ASlowCommandOnAReusedConnectionIsHeardOut) {
    test::ScriptedFtp server;
    const auto session = remote::make_session(settings_for(server.port()));
    ASSERT_TRUE(session->open().ok);
    server.add({"SIZE", test::Fault::Kind::late_answer, "550 No such file."});
    const remote::SizeReply size = session->size("a.xml");
    EXPECT_TRUE(size.reply.ok) << size.reply.text;
    EXPECT_FALSE(size.bytes);
    EXPECT_EQ(server.count("CONNECT"), 1);
}

// libcurl takes a refused TYPE for done: the next file would go in ASCII mode, its line ends
// changed.
TEST(Patience, AfterARefusedTypeTheConnectionIsNotUsedAgain) {
    test::ScriptedFtp server;
    server.add({"TYPE", test::Fault::Kind::answer, "450 Busy"});
    const auto session = remote::make_session(settings_for(server.port()));
    ASSERT_TRUE(session->open().ok);
    EXPECT_FALSE(session->put("a.xml", "one\n").ok);
    EXPECT_TRUE(session->put("a.xml", "one\n").ok);
    EXPECT_EQ(session->size("a.xml").bytes, 4U);
    EXPECT_EQ(server.count("TYPE"), 2); // the second is answered
    EXPECT_EQ(server.count("CONNECT"), 2);
    EXPECT_TRUE(session->put("b.xml", "two\n").ok);
    EXPECT_EQ(server.count("CONNECT"), 2);
}

} // namespace
} // namespace shoporder
