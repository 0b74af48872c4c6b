// What is refused, with which status, and that nothing behind a refusal is ever served.
#include "running_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace shoporder::receive {
namespace {

using namespace std::string_view_literals;

class Refusals : public testing::Test {
protected:
    static Limits limits() {
        Limits limits;
        limits.body_bytes = 1U << 20U;
        limits.workers = 4;
        limits.drain = std::chrono::milliseconds(20);
        return limits;
    }

    // Refused with `status`, closed, told once, and the handler was not asked.
    void expect_refused(std::string_view bytes, int status, const std::string& what) {
        SCOPED_TRACE(what);
        const std::size_t told = server.refusals().size();
        const int before = asked.load();
        Client client(server.path());
        client.send(bytes);
        const HttpReply reply = client.reply();
        EXPECT_EQ(reply.status, status);
        EXPECT_NE(reply.head.find("Connection: close\r\n"), std::string::npos);
        EXPECT_EQ(client.rest(), "");
        const std::vector<Refusal> refusals = server.refusals();
        ASSERT_EQ(refusals.size(), told + 1);
        EXPECT_EQ(refusals.back().status, status);
        EXPECT_EQ(reply.body, refusals.back().reason + "\n");
        EXPECT_EQ(asked.load(), before);
    }

    std::atomic<int> asked{0};
    RunningServer server{limits(), [this](Request&& request) {
                             asked.fetch_add(1);
                             return echo(std::move(request));
                         }};
};

constexpr std::string_view k_smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

TEST_F(Refusals, ChunkedBodiesHoweverLarge) {
    // 20 MB of chunks against a limit of 1 MB; the client writes while it may.
    Client client(server.path());
    client.send("POST /webhooks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::thread sender([&client] {
        const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
        for (int i = 0; i < 320 && client.send(chunk); ++i) {
        }
    });
    EXPECT_EQ(client.reply().status, 411);
    sender.join();
    EXPECT_EQ(asked.load(), 0);
    expect_refused("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nabc\r\n0\r\n\r\n",
                   411, "chunk of a negative size");
    expect_refused("POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n",
                   411, "identity");
    expect_refused("POST / HTTP/1.1\r\nTransfer-Encoding:\r\nContent-Length: 0\r\n\r\n", 411,
                   "an empty value, which the library would drop");
    expect_refused("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411, "on GET");
}

TEST_F(Refusals, BothLengthAndChunks) {
    std::string bytes =
        "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    expect_refused(bytes.append(k_smuggled), 411, "CL and TE");
}

TEST_F(Refusals, ABodyWithoutALength) {
    expect_refused("POST / HTTP/1.1\r\nHost: x\r\n\r\n" + std::string(100000, 'x'), 411, "1.1");
    expect_refused("POST / HTTP/1.0\r\n\r\n", 411, "1.0");
    expect_refused("POST / HTTP/1.1\r\nContent-Length:\r\n\r\n", 400, "an empty length");
}

TEST_F(Refusals, AnythingCompressed) {
    expect_refused(post("\x1f\x8b\x08", "Content-Encoding: gzip\r\n"), 415, "gzip");
    expect_refused(post("x", "content-encoding: br\r\n"), 415, "br");
    expect_refused(post("x", "Content-Encoding:\r\n"), 415, "empty");
}

TEST_F(Refusals, LengthsThatAreDoubledOrNoNumber) {
    expect_refused("POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400,
                   "twice the same");
    std::string two = "POST / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 35\r\n\r\n";
    expect_refused(two.append(k_smuggled), 400, "two lengths");
    for (const char* bad : {"-1", "+3", "3, 3", "0x3", "3 3", "3a", "%33", "1e1"}) {
        expect_refused("POST / HTTP/1.1\r\nContent-Length: " + std::string(bad) + "\r\n\r\nabc",
                       400, bad);
    }
    expect_refused("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 413,
                   "past 64 bits");
    expect_refused("POST / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n", 413, "one over the limit");
}

TEST_F(Refusals, ABodyOnGet) {
    std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 35\r\n\r\n";
    expect_refused(bytes.append(k_smuggled), 400, "with it");
    // The body comes a moment later, as a request of its own: the library served it.
    Client client(server.path());
    client.send("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 35\r\n\r\n");
    EXPECT_EQ(client.reply().status, 400);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    client.send(k_smuggled);
    EXPECT_EQ(client.rest(), "");
    EXPECT_EQ(asked.load(), 0);
}

TEST_F(Refusals, TooManyOrTooLongHeaders) {
    std::string many = "GET / HTTP/1.1\r\n";
    for (int i = 0; i < 101; ++i)
        many += "A" + std::to_string(i) + ": b\r\n";
    expect_refused(many + "\r\n", 431, "101 headers");
    std::string thousands = "GET / HTTP/1.1\r\n";
    for (int i = 0; i < 20000; ++i)
        thousands += "A: b\r\n";
    Client flood(server.path());
    std::thread sender([&] { flood.send(thousands); });
    EXPECT_EQ(flood.reply().status, 431);
    sender.join();
    Client endless(server.path());
    std::thread line([&] {
        const std::string piece(1U << 16U, 'a');
        endless.send("GET / HTTP/1.1\r\nA: ");
        for (int i = 0; i < 320 && endless.send(piece); ++i) { // 20 MB without an end
        }
    });
    EXPECT_EQ(endless.reply().status, 431);
    line.join();
    expect_refused("GET / HTTP/1.1\r\nA: " + std::string(8100, 'a') + "\r\n\r\n", 431,
                   "one long line");
    EXPECT_EQ(asked.load(), 0);
}

TEST_F(Refusals, ControlBytesInHeadersPlainOrEncoded) {
    for (const std::string_view bad :
         {"a\0b"sv, "a\x01z"sv, "a\x7f"sv, "a\x1b[31m"sv, "a\rb"sv, "\x0b"sv, "a\x0c"sv, "a\r"sv,
          "x%0d%0aREMOTE_ADDR: 9.9.9.9"sv, "%00"sv, "%7F"sv, "%u000d"sv, "%1b"sv}) {
        std::string head = "GET / HTTP/1.1\r\nX-Shopify-Topic: ";
        expect_refused(head.append(bad).append("\r\n\r\n"), 400, std::string(bad));
    }
    Client client(server.path());
    EXPECT_EQ(client.ask(get("/", "A: tab\there, 100%, %zz, %41, caf\xC3\xA9\r\n")).status, 200);
}

TEST_F(Refusals, MalformedHeaderLines) {
    for (const char* bad :
         {"A : b", " folded", "\tfolded", ": no name", "no colon", "A(b): c", "A\x01: b"})
        expect_refused("GET / HTTP/1.1\r\nHost: x\r\n" + std::string(bad) + "\r\n\r\n", 400, bad);
}

TEST_F(Refusals, BareLineFeeds) {
    expect_refused("GET / HTTP/1.1\nHost: x\n\n", 400, "everywhere");
    expect_refused("POST / HTTP/1.1\r\nA: b\nContent-Length: 3\r\n\r\nabc", 400,
                   "between two headers");
}

TEST_F(Refusals, DoubledShopifyHeaders) {
    for (const char* name : {"X-Shopify-Hmac-Sha256", "X-Shopify-Topic", "Shopify-Topic",
                             "X-Shopify-Anything", "Host"}) {
        const std::string line = std::string(name) + ": a\r\n";
        expect_refused(post("x", line + line), 400, name);
    }
    Client client(server.path());
    EXPECT_EQ(
        client.ask(post("x", "X-Shopify-Topic: a\r\nShopify-Topic: a\r\nVia: a\r\nVia: b\r\n"))
            .status,
        200);
}

TEST_F(Refusals, OtherMethodsAndVersions) {
    for (const char* method :
         {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PRI", "BREW"}) {
        Client client(server.path());
        const HttpReply reply =
            client.ask(std::string(method) + " / HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
        EXPECT_EQ(reply.status, 405) << method;
        EXPECT_NE(reply.head.find("Allow: GET, HEAD, POST\r\n"), std::string::npos);
    }
    expect_refused("GET / HTTP/2.0\r\n\r\n", 505, "2.0");
    for (const char* bad : {"GET /", "GET", "GET  / HTTP/1.1", "/ HTTP/1.1", "GET / FTP/1.1",
                            " GET / HTTP/1.1", "GET / HTTP/1.1 ", "\x16\x03\x01"})
        expect_refused(std::string(bad) + "\r\n\r\n", 400, bad);
}

TEST_F(Refusals, LongOrHostilePaths) {
    Client client(server.path());
    EXPECT_EQ(client.ask(get("/" + std::string(200, 'a'))).status, 200);
    EXPECT_EQ(client.ask(get("/" + std::string(1023, 'a'))).status, 200);
    for (const std::size_t length : {std::size_t{1024}, std::size_t{2000}, std::size_t{8000}})
        expect_refused(get("/" + std::string(length, 'a')), 414, std::to_string(length));
    for (const std::string_view bad :
         {"/a\0b"sv, "/a%00"sv, "/../etc/passwd"sv, "/a/%2e%2E/b"sv, "/a%0d%0ab"sv, "/a\x7f"sv,
          "/a%"sv, "/a%4"sv, "/%zz"sv, "/%u0041"sv, "http://x/"sv, "*"sv, "/a#b"sv,
          "/caf\xC3\xA9"sv, "/?a?b"sv})
        expect_refused(get(bad), 400, std::string(bad));
}

TEST_F(Refusals, ComeBeforeTheBodyIsRead) {
    // The ten bytes announced are never sent: whoever waited for them would answer 408.
    const std::string head = "POST / HTTP/1.1\r\nContent-Length: 10\r\n";
    expect_refused(head + "A: %0d%0aB: c\r\n\r\n", 400, "an encoded line break");
    expect_refused(head + "A: \x01\r\n\r\n", 400, "a control byte");
    expect_refused(head + "Host: a\r\nHost: a\r\n\r\n", 400, "a doubled header");
    expect_refused(head + "Content-Encoding: gzip\r\n\r\n", 415, "gzip");
    expect_refused(head + "Transfer-Encoding: chunked\r\n\r\n", 411, "chunks");
    expect_refused("PUT / HTTP/1.1\r\nContent-Length: 10\r\n\r\n", 405, "a method");
}

TEST_F(Refusals, ARequestCutShort) {
    Client client(server.path());
    client.send("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
    client.finish_sending();
    EXPECT_EQ(client.reply().status, 400);
    EXPECT_EQ(asked.load(), 0);
}

TEST_F(Refusals, GiveNoBodyToHead) {
    Client client(server.path());
    client.send("HEAD /../ HTTP/1.1\r\n\r\n");
    EXPECT_EQ(client.reply(true).status, 400);
    EXPECT_EQ(client.rest(), "");
}

TEST_F(Refusals, NeverRepeatAValue) {
    Client client(server.path());
    client.ask(post("x", "X-Shopify-Topic: secret\x01\r\n"));
    for (const Refusal& refusal : server.refusals())
        EXPECT_EQ(refusal.reason.find("secret"), std::string::npos);
    EXPECT_EQ(server.refusals().size(), 1U);
}

TEST(Overload, BodiesPastTheBudgetAreRefusedAndTheBudgetComesBack) {
    Limits limits;
    limits.body_bytes = 1000;
    limits.in_flight_bytes = 1500;
    limits.drain = std::chrono::milliseconds(20);
    RunningServer server(limits, echo);
    const std::string head = "POST / HTTP/1.1\r\nContent-Length: 1000\r\n";
    Client first(server.path());
    first.send(head + "Expect: 100-continue\r\n\r\n");
    EXPECT_EQ(first.reply().status, 100); // its bytes are counted
    Client second(server.path());
    const HttpReply refused = second.ask(head + "\r\n" + std::string(1000, 'b'));
    EXPECT_EQ(refused.status, 503);
    EXPECT_NE(refused.head.find("Retry-After: 1\r\n"), std::string::npos);
    first.send(std::string(1000, 'a'));
    EXPECT_EQ(first.reply().status, 200);
    Client third(server.path());
    EXPECT_EQ(third.ask(head + "\r\n" + std::string(1000, 'c')).status, 200);
}

TEST(Overload, AFullQueueAnswers503AtOnce) {
    Limits limits;
    limits.workers = 1;
    limits.queue = 1;
    limits.drain = std::chrono::milliseconds(20);
    std::promise<void> release;
    std::shared_future<void> released = release.get_future().share();
    std::atomic<int> inside{0};
    RunningServer server(limits, [&](Request&& request) {
        inside.fetch_add(1);
        released.wait();
        return echo(std::move(request));
    });
    Client busy(server.path());
    busy.send(post("1"));
    ASSERT_TRUE(eventually([&] { return inside.load() == 1; }));
    Client waiting(server.path());
    waiting.send(post("2"));
    ASSERT_TRUE(eventually([&] { return server.server().counters().accepted == 2; }));
    Client third(server.path());
    const HttpReply reply = third.ask(post("3"));
    EXPECT_EQ(reply.status, 503);
    EXPECT_NE(reply.head.find("Retry-After: 1\r\n"), std::string::npos);
    EXPECT_EQ(server.server().counters().busy, 1U);
    release.set_value();
    EXPECT_EQ(busy.reply().status, 200);
    EXPECT_EQ(waiting.reply().status, 200);
    Client again(server.path());
    EXPECT_EQ(again.ask(post("3")).status, 200); // what was refused is taken on a retry
}

TEST(Overload, TooManyConnectionsAreAnswered503) {
    Limits limits;
    limits.connections = 3;
    limits.drain = std::chrono::milliseconds(20);
    RunningServer server(limits, echo);
    std::vector<std::unique_ptr<Client>> idle;
    for (int i = 0; i < 3; ++i)
        idle.push_back(std::make_unique<Client>(server.path()));
    ASSERT_TRUE(eventually([&] { return server.server().counters().open == 3; }));
    Client fourth(server.path());
    EXPECT_EQ(fourth.ask(post("x")).status, 503);
    idle.clear();
    EXPECT_TRUE(eventually([&] {
        Client another(server.path());
        return another.ask(post("x")).status == 200;
    }));
}

} // namespace
} // namespace shoporder::receive
