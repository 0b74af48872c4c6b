// Opening sockets: stale and living files, modes, TCP in both families, errors an operator meets.
#include "running_server.hpp"

#include "base/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <fstream>
#include <latch>

namespace shoporder::receive {
namespace {

base::Exit code_of(const std::string& where, std::string* message = nullptr) {
    try {
        const Listener listener = open_listener(where, "webhook");
        return base::Exit::ok;
    } catch (const base::Error& error) {
        if (message != nullptr)
            *message = error.what();
        return error.code();
    }
}

TEST(OpenListener, MakesASocketFileForOwnerAndGroupWhateverTheUmask) {
    test::TemporaryFolder folder;
    const std::string path = (folder / "s").string();
    for (const mode_t mask : {mode_t{0}, mode_t{0077}}) {
        const mode_t before = ::umask(mask);
        const Listener listener = open_listener("unix:" + path, "webhook");
        ::umask(before);
        struct stat status {};
        ASSERT_EQ(::stat(path.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 07777, 0660U);
        EXPECT_EQ(listener.address, "unix:" + path);
        EXPECT_EQ(listener.name, "webhook");
    }
}

TEST(OpenListener, ReplacesAStaleSocketFile) {
    test::TemporaryFolder folder;
    const std::string path = (folder / "s").string();
    { const Listener dead = open_listener("unix:" + path, "webhook"); } // as kill -9 leaves it
    ASSERT_EQ(::access(path.c_str(), F_OK), 0);
    const Listener listener = open_listener("unix:" + path, "webhook");
    EXPECT_NO_THROW(Client{path});
}

TEST(OpenListener, LeavesALivingSocketAlone) {
    test::TemporaryFolder folder;
    const std::string path = (folder / "s").string();
    const Listener alive = open_listener("unix:" + path, "webhook", 1);
    std::string message;
    EXPECT_EQ(code_of("unix:" + path, &message), base::Exit::unavailable);
    EXPECT_EQ(message, "unix:" + path +
                           " is already served by another process; stop it first or "
                           "choose another --listen");
    const Client one(path); // and with a full backlog, too
    EXPECT_EQ(code_of("unix:" + path), base::Exit::unavailable);
    EXPECT_EQ(code_of("unix:" + path), base::Exit::unavailable);
}

TEST(OpenListener, OneOfManyWhoStartAtOnceGetsTheSocket) {
    test::TemporaryFolder folder;
    const std::string path = (folder / "s").string();
    { const Listener dead = open_listener("unix:" + path, "webhook"); }
    std::latch start(8);
    std::mutex mutex;
    std::vector<Listener> opened;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            start.arrive_and_wait();
            try {
                Listener listener = open_listener("unix:" + path, "webhook");
                const std::lock_guard lock(mutex);
                opened.push_back(std::move(listener));
            } catch (const base::Error& error) {
                EXPECT_EQ(error.code(), base::Exit::unavailable);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(opened.size(), 1U);
    EXPECT_NO_THROW(Client{path});
}

TEST(OpenListener, RemovesNoFileThatIsNoSocket) {
    test::TemporaryFolder folder;
    const std::string path = (folder / "s").string();
    std::ofstream(path) << "precious";
    EXPECT_EQ(code_of("unix:" + path), base::Exit::config);
    std::string text;
    std::ifstream(path) >> text;
    EXPECT_EQ(text, "precious");
}

TEST(OpenListener, TellsWhatIsWrongWithAPath) {
    test::TemporaryFolder folder;
    EXPECT_EQ(code_of("unix:"), base::Exit::config);
    std::string message;
    EXPECT_EQ(code_of("unix:/" + std::string(107, 'a'), &message), base::Exit::config);
    EXPECT_THAT(message, testing::HasSubstr("1 to 107 bytes"));
    EXPECT_EQ(code_of("unix:" + (folder / "missing" / "s").string(), &message), base::Exit::io);
    EXPECT_THAT(message, testing::HasSubstr("missing"));
}

int port_of(const Listener& listener) {
    return std::stoi(listener.address.substr(listener.address.rfind(':') + 1));
}

TEST(OpenListener, PicksAFreePortAndTellsIt) {
    const Listener listener = open_listener("127.0.0.1:0", "admin");
    EXPECT_THAT(listener.address, testing::MatchesRegex("127\\.0\\.0\\.1:[0-9]+"));
    EXPECT_NE(port_of(listener), 0);
    EXPECT_EQ(listener.made_path, "");
    const Listener named = open_listener("localhost:0", "admin");
    EXPECT_THAT(named.address, testing::StartsWith("127.0.0.1:"));
}

TEST(OpenListener, RefusesABusyPortInOneLine) {
    const Listener listener = open_listener("127.0.0.1:0", "admin");
    std::string message;
    EXPECT_EQ(code_of(listener.address, &message), base::Exit::unavailable);
    EXPECT_EQ(message, listener.address + " is already served by another process; stop it first or "
                                          "choose another --listen");
}

TEST(OpenListener, ListensOnIpv6AndOnAllAddresses) {
    const base::UniqueFd probe(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in6 loopback{};
    loopback.sin6_family = AF_INET6;
    loopback.sin6_addr = in6addr_loopback;
    if (!probe || ::bind(probe.get(), reinterpret_cast<sockaddr*>(&loopback), sizeof loopback) != 0)
        GTEST_SKIP() << "SKIPPED: this machine has no IPv6 loopback";
    const Listener six = open_listener("[::1]:0", "webhook");
    EXPECT_THAT(six.address, testing::StartsWith("[::1]:"));
    const Listener all = open_listener(":0", "webhook");
    EXPECT_THAT(all.address, testing::StartsWith("[::]:"));
    sockaddr_in v4{}; // IPv4 comes in through the same socket
    v4.sin_family = AF_INET;
    v4.sin_port = htons(static_cast<std::uint16_t>(port_of(all)));
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const base::UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(::connect(client.get(), reinterpret_cast<sockaddr*>(&v4), sizeof v4), 0);
}

TEST(OpenListener, RefusesWhatIsNoAddress) {
    for (const char* bad :
         {"", "8080", "localhost", "localhost:", "localhost:http", "localhost:65536",
          "localhost:-1", "::1:80", "[::1]", "a b:80", "/run/s"})
        EXPECT_EQ(code_of(bad), base::Exit::config) << bad;
}

} // namespace
} // namespace shoporder::receive
