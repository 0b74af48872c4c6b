// The server of `serve`, verifying the signature and storing nothing: what the door alone can do.
//   verify_only unix:PATH SECRET_FILE
#include "base/file.hpp"
#include "receive/server.hpp"
#include "verify/headers.hpp"
#include "verify/signature.hpp"

#include <csignal>
#include <cstdio>

using namespace shoporder;

namespace {
receive::Server* running = nullptr;
void stop(int) {
    running->stop();
}
} // namespace

int main(int argc, char** argv) {
    if (argc != 3)
        return 64;
    std::string secret = base::read_file(argv[2], 4096);
    if (secret.ends_with('\n'))
        secret.pop_back();
    const std::vector<verify::Secret> secrets{{"shopify-secret", secret}};
    std::vector<receive::Listener> listeners;
    listeners.push_back(receive::open_listener(argv[1], "webhook"));
    const auto answer = receive::at_once([&](receive::Request&& request) {
        if (request.method == "GET")
            return receive::Response{200, "ready\n", "text/plain", {}};
        const auto headers = verify::read_headers(request.headers);
        const bool good = verify::find_match(secrets, request.body, headers.hmac).has_value();
        return receive::Response{good ? 200 : 401, good ? "ok\n" : "bad\n", "text/plain", {}};
    });
    receive::Server server(std::move(listeners), {}, answer);
    running = &server;
    std::signal(SIGTERM, stop);
    std::signal(SIGPIPE, SIG_IGN);
    server.run();
    return 0;
}
