#pragma once
// Purpose: the accept loop around cpp-httplib: limits, deadlines, refusals, a stop that
// loses nothing. The library's own listen() and stop() are not used: its backlog is 5, its
// stop() shuts a systemd-owned listener down and drops what was accepted.
// One loop owns every connection that is silent or half told (epoll); a fixed set of workers
// takes those with bytes to read. A slow client so costs a descriptor, not a worker.
// State: sockets and threads. Fails: Error(io|unavailable) from open_listener and run.
// Threads: run() blocks its caller; stop() from any thread and from a signal handler.
#include "base/file.hpp"
#include "receive/message.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace shoporder::receive {

struct Listener {
    base::UniqueFd fd;   ///< listening; a passed one is never shut down
    std::string name;    ///< "webhook" or "admin"
    std::string address; ///< for the journal: "unix:/run/…", "127.0.0.1:8080"
    /// The socket file open_listener made; empty for TCP and for a passed socket. It is
    /// removed at the end, unless another file has taken its place.
    std::string made_path;
    std::uint64_t made_device = 0;
    std::uint64_t made_inode = 0;
};

/// "unix:PATH", "HOST:PORT", "[IPV6]:PORT" or ":PORT" (loopback only is not implied: all
/// addresses). A stale socket file (nobody answers) is replaced; a living one is
/// Error(unavailable). Mode 0660. Port 0 picks a free one: `address` then tells which. A text of no
/// such form is Error(config).
[[nodiscard]] Listener open_listener(const std::string& where, std::string name,
                                     int backlog = 1024);

/// The answer to a request that was refused before the handler saw it.
using RefusalAnswer = std::function<Response(const Refusal&)>;

/// accept4(2) as the loop calls it: non-blocking, close-on-exec; -1 and errno. Tests make it fail.
using AcceptCall = std::function<int(int listening_fd)>;

class Server {
public:
    /// `refused` may be empty; it is called by the accept loop and by workers, as `refusal_answer`
    /// is, which is plain text where none is given.
    Server(std::vector<Listener> listeners, Limits limits, Answerer handler,
           std::function<void(const Refusal&)> refused = {}, AcceptCall accept_call = {},
           RefusalAnswer refusal_answer = {});
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Accepts until stop(); then takes what waits in the listeners' backlogs once more, answers
    /// everything accepted, gives idle connections `Limits::drain` for a last request, and returns.
    /// A listener is closed, never shut down: a passed one lives on with its other owner. Once
    /// only.
    void run();
    void stop() noexcept; ///< async-signal-safe

    struct Counters {
        std::size_t accepted = 0; ///< connections
        std::size_t served = 0;   ///< requests the handler answered
        std::size_t refused = 0;  ///< requests refused before the handler saw them, `busy` included
        std::size_t busy = 0;     ///< connections answered 503 because a queue was full
        std::size_t open = 0;     ///< connections right now
    };
    [[nodiscard]] Counters counters() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace shoporder::receive
