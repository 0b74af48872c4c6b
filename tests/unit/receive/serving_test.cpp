// Requests that are answered: framing, keep-alive, deadlines, what the handler sees.
#include "running_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

namespace shoporder::receive {
namespace {

using namespace std::string_view_literals;
using std::chrono::milliseconds;

Limits quick() {
    Limits limits;
    limits.workers = 4;
    limits.drain = milliseconds(20);
    return limits;
}

TEST(Serving, GivesTheHandlerTheRequestAsItCame) {
    std::mutex mutex;
    Request seen;
    RunningServer server(quick(), [&](Request&& request) {
        const std::lock_guard lock(mutex);
        seen = std::move(request);
        return Response{201, "made\n", "text/plain", {{"X-A", "b"}}};
    });
    const std::string body("\xEF\xBB\xBF{\"a\":\"\0\xff\"}\n"sv);
    Client client(server.path());
    const HttpReply reply = client.ask(
        post(body, "X-Shopify-Hmac-SHA256:  a+b/c%2B= \r\nX-Empty:\r\nREMOTE_ADDR: 9.9.9.9\r\n",
             "/webhooks/orders%2Fcreate?a=%20b"));
    EXPECT_EQ(reply.status, 201);
    EXPECT_EQ(reply.body, "made\n");
    EXPECT_NE(reply.head.find("X-A: b\r\n"), std::string::npos);
    EXPECT_NE(reply.head.find("Content-Type: text/plain; charset=utf-8\r\n"), std::string::npos);
    const std::lock_guard lock(mutex);
    EXPECT_EQ(seen.method, "POST");
    EXPECT_EQ(seen.path, "/webhooks/orders/create");
    EXPECT_EQ(seen.query, "a=%20b");
    EXPECT_EQ(seen.body, body);
    EXPECT_EQ(seen.listener, "webhook");
    // The library would have made "a+b/c+=" of it, dropped x-empty and added three of its own.
    EXPECT_EQ(seen.header("x-shopify-hmac-sha256"), "a+b/c%2B=");
    EXPECT_EQ(seen.header("missing"), "");
    ASSERT_EQ(seen.headers.size(), 5U);
    EXPECT_EQ(seen.headers[3].first, "x-empty");
    EXPECT_EQ(seen.headers[4], std::make_pair(std::string("remote_addr"), std::string("9.9.9.9")));
}

TEST(Serving, DeliversAnyContentTypeRaw) {
    RunningServer server(quick(), echo);
    Client client(server.path());
    const std::string multipart =
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n";
    EXPECT_EQ(client.ask(post(multipart, "Content-Type: multipart/form-data; boundary=b\r\n")).body,
              "POST /webhooks webhook " + multipart);
    EXPECT_EQ(client.ask(post("broken", "Content-Type: multipart/form-data\r\n")).body,
              "POST /webhooks webhook broken");
    const std::string form(20000, 'a'); // over the library's limit of 8192 for forms
    EXPECT_EQ(client.ask(post(form, "Content-Type: application/x-www-form-urlencoded\r\n")).body,
              "POST /webhooks webhook " + form);
    EXPECT_EQ(client.ask(post("bare")).body, "POST /webhooks webhook bare");
}

TEST(Serving, TakesABodyUpToTheLimit) {
    Limits limits = quick();
    limits.body_bytes = 3U << 20U;
    RunningServer server(limits, [](Request&& request) {
        return Response{200, std::to_string(request.body.size()), "text/plain", {}};
    });
    Client client(server.path());
    EXPECT_EQ(client.ask(post(std::string(3U << 20U, 'x'))).body, "3145728");
}

TEST(Serving, NeverCutsOrPacksAReply) {
    RunningServer server(quick(), [](Request&&) {
        return Response{200, std::string(5000, 'x'), "application/json", {}};
    });
    Client client(server.path());
    const HttpReply reply =
        client.ask(get("/", "Range: bytes=0-1\r\nAccept-Encoding: gzip, br\r\n"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, std::string(5000, 'x'));
}

TEST(Serving, AnswersHeadWithoutABody) {
    RunningServer server(quick(), echo);
    Client client(server.path());
    client.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    const HttpReply reply = client.reply(true);
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(reply.head.find("Content-Length: 22\r\n"), std::string::npos) << reply.head;
    EXPECT_EQ(client.ask(get("/next")).body, "GET /next webhook "); // nothing stood in between
}

TEST(Serving, AnswersAThrowingHandlerWith500AndNoText) {
    RunningServer server(quick(), [](Request&& request) -> Response {
        if (request.path == "/int")
            throw 7; // NOLINT: not every exception is a std::exception
        throw std::runtime_error("/etc/passwd could not be read");
    });
    for (const char* path : {"/std", "/int"}) {
        Client client(server.path());
        const HttpReply reply = client.ask(get(path));
        EXPECT_EQ(reply.status, 500);
        EXPECT_EQ(reply.body, "internal error\n");
        EXPECT_EQ(reply.head.find("passwd"), std::string::npos);
        EXPECT_TRUE(client.closed());
    }
}

TEST(Serving, KeepsAConnectionForManyRequests) {
    Limits limits = quick();
    limits.requests_per_connection = 50;
    RunningServer server(limits, echo);
    Client client(server.path());
    for (int i = 1; i <= 50; ++i) {
        const HttpReply reply = client.ask(post(std::to_string(i)));
        ASSERT_EQ(reply.body, "POST /webhooks webhook " + std::to_string(i));
        EXPECT_EQ(reply.head.find("Connection: close") == std::string::npos, i < 50) << i;
        EXPECT_EQ(reply.head.find("Keep-Alive"), std::string::npos);
    }
    EXPECT_TRUE(client.closed());
    EXPECT_EQ(server.server().counters().accepted, 1U);
    EXPECT_EQ(server.server().counters().served, 50U);
}

TEST(Serving, ClosesWhenAskedOrAfterAnError) {
    RunningServer server(quick(), [](Request&& request) {
        return Response{request.path == "/no" ? 401 : 200, "", "text/plain", {}};
    });
    for (const auto& bytes :
         {get("/", "Connection: close\r\n"), get("/", "Connection: foo, Close\r\n"), get("/no"),
          std::string("GET / HTTP/1.0\r\n\r\n")}) {
        Client client(server.path());
        EXPECT_NE(client.ask(bytes).head.find("Connection: close\r\n"), std::string::npos);
        EXPECT_TRUE(client.closed());
    }
    Client old(server.path());
    for (int i = 0; i < 3; ++i) {
        EXPECT_NE(old.ask("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
                      .head.find("Connection: keep-alive\r\n"),
                  std::string::npos);
    }
}

TEST(Serving, AnswersPipelinedRequestsInOrder) {
    RunningServer server(quick(), echo);
    Client client(server.path());
    client.send(post("one") + get("/two") + "\r\n" + post("three", "Connection: close\r\n") +
                get("/never"));
    EXPECT_EQ(client.reply().body, "POST /webhooks webhook one");
    EXPECT_EQ(client.reply().body, "GET /two webhook ");
    EXPECT_EQ(client.reply().body, "POST /webhooks webhook three");
    EXPECT_EQ(client.rest(), "");
    EXPECT_EQ(server.server().counters().served, 3U);
}

TEST(Serving, EndsABodyWhereItEndsThoughTheNextRequestComesWithIt) {
    RunningServer server(quick(), echo);
    Client client(server.path());
    const std::string first = post("0123456789");
    client.send(first.substr(0, first.size() - 5)); // the head is read with half of the body
    ASSERT_TRUE(eventually([&] { return server.server().counters().accepted == 1; }));
    std::this_thread::sleep_for(milliseconds(20));
    client.send(first.substr(first.size() - 5) + post("next"));
    EXPECT_EQ(client.reply().body, "POST /webhooks webhook 0123456789");
    EXPECT_EQ(client.reply().body, "POST /webhooks webhook next");
}

TEST(Serving, PutsSplitPacketsTogether) {
    RunningServer server(quick(), echo);
    Client client(server.path());
    const std::string bytes = post("{\"id\":1}", "X-Shopify-Topic: orders/create\r\n");
    for (int round = 0; round < 2; ++round) {
        for (const char c : bytes) {
            ASSERT_TRUE(client.send(std::string_view(&c, 1)));
            if (c == '\r')
                std::this_thread::sleep_for(milliseconds(1));
        }
        EXPECT_EQ(client.reply().body, "POST /webhooks webhook {\"id\":1}");
    }
}

TEST(Serving, AnswersAClientThatClosesItsSideAtOnce) {
    RunningServer server(quick(), echo);
    Client client(server.path());
    client.send(post("x"));
    client.finish_sending();
    EXPECT_EQ(client.reply().status, 200);
    EXPECT_TRUE(client.closed());
}

TEST(Serving, SendsContinueToWhoWaitsForIt) {
    RunningServer server(quick(), echo);
    Client client(server.path());
    client.send("POST /w HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.reply().status, 100);
    client.send("abc");
    EXPECT_EQ(client.reply().body, "POST /w webhook abc");
    Client refused(server.path());
    refused.send("POST /w HTTP/1.1\r\nContent-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(refused.reply().status, 413);
}

TEST(Serving, ASlowRequestIs408AtItsDeadline) {
    Limits limits = quick();
    limits.deadline = milliseconds(100);
    RunningServer server(limits, echo);
    for (const auto& bytes :
         {"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"sv, "GET / HTT"sv}) {
        Client client(server.path());
        EXPECT_EQ(client.ask(bytes).status, 408);
        EXPECT_TRUE(client.closed());
    }
    // A drip keeps nothing alive: the deadline is absolute.
    Client drip(server.path());
    std::atomic<bool> enough{false};
    std::thread dripping([&] {
        while (!enough.load() && drip.send("G"))
            std::this_thread::sleep_for(milliseconds(5));
    });
    EXPECT_EQ(drip.reply().status, 408);
    enough.store(true);
    dripping.join();
}

TEST(Serving, AnIdleConnectionIsClosedWithoutAWord) {
    Limits limits = quick();
    limits.idle = milliseconds(150);
    RunningServer server(limits, echo);
    Client fresh(server.path());
    EXPECT_EQ(fresh.rest(), "");
    Client kept(server.path());
    EXPECT_EQ(kept.ask(get("/")).status, 200);
    EXPECT_EQ(kept.rest(), "");
    EXPECT_TRUE(server.refusals().empty());
}

TEST(Serving, IdleAndDrippingConnectionsHoldNoWorker) {
    Limits limits = quick();
    limits.workers = 2;
    RunningServer server(limits, echo);
    std::vector<std::unique_ptr<Client>> others;
    for (int i = 0; i < 100; ++i) { // kept alive, fresh, with half a head, with half a body
        others.push_back(std::make_unique<Client>(server.path()));
        if (i % 4 == 1)
            ASSERT_EQ(others.back()->ask(post("x")).status, 200);
        else if (i % 4 == 2)
            others.back()->send("POST / HTTP/1.1\r\nHost:");
        else if (i % 4 == 3)
            others.back()->send("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nab");
    }
    ASSERT_TRUE(eventually([&] { return server.server().counters().open == 100; }));
    Client healthy(server.path());
    EXPECT_EQ(healthy.ask(post("now")).body, "POST /webhooks webhook now");
    for (std::size_t i = 3; i < others.size(); i += 4) { // and they are all still good
        others[i]->send("cd");
        EXPECT_EQ(others[i]->reply().body, "POST / webhook abcd");
    }
}

TEST(Serving, AReaderThatDoesNotReadIsGivenUp) {
    Limits limits = quick();
    limits.workers = 1;
    limits.deadline = milliseconds(200);
    RunningServer server(limits, [](Request&& request) {
        const std::size_t size = request.path == "/big" ? 8U << 20U : 1U;
        return Response{200, std::string(size, 'x'), "text/plain", {}};
    });
    Client stuck(server.path());
    stuck.send(get("/big"));
    ASSERT_TRUE(eventually([&] { return server.server().counters().served == 1; }));
    EXPECT_TRUE(eventually([&] { return server.server().counters().open == 0; }));
    Client healthy(server.path());
    EXPECT_EQ(healthy.ask(get("/small")).body, "x");
}

} // namespace
} // namespace shoporder::receive
