#pragma once
// Purpose: the accept loop around cpp-httplib: limits, deadlines, refusals, a stop that
// loses nothing. The library's own listen() and stop() are not used: its backlog is 5, its
// stop() shuts a systemd-owned listener down and drops what was accepted.
// State: sockets and threads. Fails: Error(io|unavailable) from open_listener and run.
// Threads: run() blocks its caller; stop() from any thread and from a signal handler.
#include "base/file.hpp"
#include "receive/message.hpp"

#include <memory>

namespace shoporder::receive {

struct Listener {
    base::UniqueFd fd;   ///< listening; a passed one is never shut down
    std::string name;    ///< "webhook" or "admin"
    std::string address; ///< for the journal: "unix:/run/…", "127.0.0.1:8080"
};

/// "unix:PATH", "HOST:PORT", "[IPV6]:PORT" or ":PORT" (loopback only is not implied: all addresses).
/// A stale socket file (nobody answers) is replaced; a living one is Error(unavailable). Mode 0660.
/// Port 0 picks a free one: `address` then tells which.
[[nodiscard]] Listener open_listener(const std::string& where, std::string name, int backlog = 1024);

class Server {
public:
    /// `refused` may be empty; it is called by the accept loop and by workers.
    Server(std::vector<Listener> listeners, Limits limits, Handler handler,
           std::function<void(const Refusal&)> refused = {});
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Accepts until stop(), then answers everything already accepted (also what waits in the
    /// listeners' backlog at that moment, unless the listener was passed in and lives on), and returns.
    void run();
    void stop() noexcept; ///< async-signal-safe

    struct Counters {
        std::size_t accepted = 0;
        std::size_t served = 0;
        std::size_t refused = 0;
        std::size_t busy = 0; ///< connections answered 503 because the queue was full
    };
    [[nodiscard]] Counters counters() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace shoporder::receive
