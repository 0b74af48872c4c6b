// Starting, stopping under load, passed sockets, and accept(2) errors of every kind.
#include "running_server.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <memory>

namespace shoporder::receive {
namespace {

using std::chrono::milliseconds;

Limits quick() {
    Limits limits;
    limits.workers = 4;
    limits.drain = milliseconds(50);
    return limits;
}

// Lets the handler wait until the test says go.
class Gate {
public:
    void open() {
        const std::lock_guard lock(m_mutex);
        m_open = true;
        m_changed.notify_all();
    }
    void pass() {
        std::unique_lock lock(m_mutex);
        ++inside;
        m_changed.wait(lock, [this] { return m_open; });
    }
    std::atomic<int> inside{0};

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_open = false;
};

TEST(Stop, AnswersWhatIsInProgressQueuedHalfToldAndInTheBacklog) {
    Limits limits = quick();
    limits.workers = 2;
    Gate gate;
    std::string path; // set before `paused`
    std::atomic<bool> paused{false};
    RunningServer server(
        limits,
        [&gate](Request&& request) {
            gate.pass();
            return echo(std::move(request));
        },
        [&path, &paused](int fd) {
            // As if nobody had come, until the last look at the backlog: stop() removes the file.
            if (paused.load() && ::access(path.c_str(), F_OK) == 0) {
                errno = EAGAIN;
                return -1;
            }
            return ::accept4(fd, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        });
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 40; ++i) {
        clients.push_back(std::make_unique<Client>(server.path()));
        clients.back()->send(post(std::to_string(i)));
    }
    Client half(server.path());
    half.send("POST /half HTTP/1.1\r\nContent-Length: 4\r\n\r\nab");
    ASSERT_TRUE(eventually([&] { return gate.inside.load() == 2; }));
    ASSERT_TRUE(eventually([&] { return server.server().counters().accepted == 41; }));
    path = server.path();
    paused.store(true);
    Client late(server.path());
    late.send(post("late"));

    server.server().stop();
    half.send("cd");
    gate.open();
    server.stop();
    for (std::size_t i = 0; i < clients.size(); ++i)
        EXPECT_EQ(clients[i]->reply().body, "POST /webhooks webhook " + std::to_string(i));
    EXPECT_EQ(half.reply().body, "POST /half webhook abcd");
    EXPECT_EQ(late.reply().body, "POST /webhooks webhook late");
    EXPECT_EQ(server.server().counters().open, 0U);
    EXPECT_NE(::access(server.path().c_str(), F_OK), 0); // the socket file is ours, and gone
}

TEST(Stop, EveryRequestUnderLoadIsAnsweredOrNeverTaken) {
    Limits limits = quick();
    limits.drain = milliseconds(3000); // ends as soon as the last client has hung up
    RunningServer server(limits, echo);
    std::atomic<int> answered{0};
    std::atomic<int> lost{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            const bool keep = t % 2 == 0;
            while (true) {
                std::unique_ptr<Client> client;
                try {
                    client = std::make_unique<Client>(server.path());
                } catch (const std::runtime_error&) {
                    return; // nobody listens any more: told at once, nothing was sent
                }
                bool more = true;
                while (more) {
                    client->send(post("x", keep ? "" : "Connection: close\r\n"));
                    const HttpReply reply = client->reply();
                    ++(reply.status == 200 ? answered : lost);
                    more = reply.status == 200 &&
                           reply.head.find("Connection: close") == std::string::npos;
                }
            }
        });
    }
    ASSERT_TRUE(eventually([&] { return answered.load() > 500; }));
    server.stop();
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(lost.load(), 0);
    EXPECT_EQ(static_cast<std::size_t>(answered.load()), server.server().counters().served);
}

TEST(Stop, EndsAnIdleServerAndMayComeFirst) {
    test::TemporaryFolder folder;
    std::vector<Listener> listeners;
    listeners.push_back(open_listener("unix:" + (folder / "s").string(), "webhook"));
    Server server(std::move(listeners), quick(), at_once(echo));
    server.stop();
    server.run();
    EXPECT_EQ(server.counters().accepted, 0U);
}

TEST(Stop, TakesALastRequestFromAnIdleConnection) {
    Limits limits = quick();
    limits.drain = milliseconds(2000);
    RunningServer server(limits, echo);
    Client kept(server.path());
    ASSERT_EQ(kept.ask(get("/1")).status, 200);
    server.server().stop();
    const HttpReply last = kept.ask(get("/2"));
    EXPECT_EQ(last.body, "GET /2 webhook ");
    EXPECT_NE(last.head.find("Connection: close\r\n"), std::string::npos);
}

Server* g_server = nullptr;

TEST(Stop, WorksFromASignalHandler) {
    RunningServer server(quick(), at_once(echo));
    g_server = &server.server();
    struct sigaction action {};
    struct sigaction before {};
    action.sa_handler = [](int) { g_server->stop(); };
    ASSERT_EQ(::sigaction(SIGUSR1, &action, &before), 0);
    Client client(server.path());
    client.send(get("/"));
    EXPECT_EQ(client.reply().status, 200);
    ASSERT_EQ(::raise(SIGUSR1), 0);
    EXPECT_TRUE(client.closed());
    EXPECT_TRUE(eventually([&] { return server.server().counters().open == 0; }));
    server.stop();
    ASSERT_EQ(::sigaction(SIGUSR1, &before, nullptr), 0);
    g_server = nullptr;
}

TEST(PassedSocket, LivesOnAndIsServedByTheNextServer) {
    test::TemporaryFolder folder;
    const std::string path = (folder / "s").string();
    const Listener owner = open_listener("unix:" + path, "webhook"); // the service manager's part
    for (int life = 0; life < 3; ++life) {
        Client waiting(path); // comes while nobody serves
        ASSERT_TRUE(waiting.send(post(std::to_string(life))));
        std::vector<Listener> passed;
        passed.push_back(
            {base::UniqueFd(::fcntl(owner.fd.get(), F_DUPFD_CLOEXEC, 0)), "admin", "passed", {}});
        Server server(std::move(passed), quick(), at_once(echo));
        std::thread thread([&server] { server.run(); });
        EXPECT_EQ(waiting.reply().body, "POST /webhooks admin " + std::to_string(life));
        server.stop();
        thread.join();
        EXPECT_EQ(::access(path.c_str(), F_OK), 0);
    }
    Client after(path); // still connectable: the listener was never shut down
    EXPECT_TRUE(after.send(post("after")));
}

TEST(Listeners, EachRequestNamesItsOwnOverUnixAndTcp) {
    test::TemporaryFolder folder;
    const std::string path = (folder / "s").string();
    std::vector<Listener> listeners;
    listeners.push_back(open_listener("unix:" + path, "webhook"));
    listeners.push_back(open_listener("127.0.0.1:0", "admin"));
    const int port = std::stoi(listeners[1].address.substr(10));
    Server server(std::move(listeners), quick(), at_once(echo));
    std::thread thread([&server] { server.run(); });
    Client local(path);
    EXPECT_EQ(local.ask(get("/a")).body, "GET /a webhook ");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    base::UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ASSERT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    Client tcp(std::move(fd));
    EXPECT_EQ(tcp.ask(get("/b")).body, "GET /b admin ");
    // A refusal is read whole although the client is still sending: no reset overtakes it.
    tcp.send("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n" + std::string(200000, 'x'));
    EXPECT_EQ(tcp.reply().status, 413);
    tcp.finish_sending();
    server.stop();
    thread.join();
}

TEST(Accept, NoErrorEndsTheServer) {
    static constexpr int k_errors[] = {ECONNABORTED, EMFILE, ENFILE, ENOMEM,   ENOBUFS,
                                       EPROTO,       EINTR,  EPERM,  ENETDOWN, EHOSTUNREACH,
                                       EINVAL,       EBADF,  EAGAIN};
    std::atomic<std::size_t> call{0};
    RunningServer server(quick(), echo, [&call](int fd) {
        const std::size_t n = call.fetch_add(1);
        if (n % 3 != 0) {
            errno = k_errors[n % std::size(k_errors)];
            return -1;
        }
        return ::accept4(fd, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    });
    for (int i = 0; i < 30; ++i) {
        Client client(server.path());
        EXPECT_EQ(client.ask(get("/", "Connection: close\r\n")).status, 200);
    }
    EXPECT_GT(call.load(), 60U);
}

TEST(Accept, ExhaustedDescriptorsAreSurvived) {
    RunningServer server(quick(), at_once(echo));
    Client before(server.path());
    ASSERT_EQ(before.ask(get("/")).status, 200);
    // The client's own descriptor first: connect() needs none.
    std::vector<base::UniqueFd> clients;
    for (int i = 0; i < 5; ++i)
        clients.emplace_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    rlimit old{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &old), 0);
    rlimit low = old;
    low.rlim_cur = 64;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
    std::vector<base::UniqueFd> hoard;
    while (true) {
        base::UniqueFd fd(::fcntl(clients[0].get(), F_DUPFD_CLOEXEC, 0));
        if (!fd)
            break;
        hoard.push_back(std::move(fd));
    }
    ASSERT_EQ(errno, EMFILE);
    EXPECT_EQ(before.ask(get("/")).status, 200); // who is in is served
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ASSERT_EQ(::getpeername(before.fd(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    std::vector<std::unique_ptr<Client>> waiting;
    for (base::UniqueFd& fd : clients) {
        ASSERT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
        waiting.push_back(std::make_unique<Client>(std::move(fd)));
        waiting.back()->send(get("/"));
    }
    std::this_thread::sleep_for(milliseconds(50)); // the loop meets EMFILE a few times
    hoard.clear();
    for (auto& client : waiting)
        EXPECT_EQ(client->reply().status, 200);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &old), 0);
}

} // namespace
} // namespace shoporder::receive
