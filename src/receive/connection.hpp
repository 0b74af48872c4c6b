#pragma once
// Purpose: one accepted connection: its bytes so far, its deadline, its replies. Reading never
// blocks, so a slow client is given back to the loop and costs no thread.
// State: a socket, and a part of the body budget while a body is being read.
// Fails: by Progress; a lost peer is `ended`. Threads: one owner at a time, by unique_ptr.
#include "base/file.hpp"
#include "receive/byte_budget.hpp"
#include "receive/request_head.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace shoporder::receive {

using Instant = std::chrono::steady_clock::time_point;

/// What the connections of one server share.
struct Shared {
    explicit Shared(const Limits& l) : limits(l), bodies(l.in_flight_bytes) {}
    const Limits limits;
    ByteBudget bodies;
    std::atomic<std::size_t> open{0}; ///< connections that exist
};

class Connection {
public:
    Connection(base::UniqueFd socket, std::size_t listener, Shared& shared);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    enum class Progress {
        whole,   ///< head() and take_body() hold one request
        partial, ///< nothing more to read now
        ended,   ///< the client is gone, between two requests or for good
        refused, ///< refusal() says why
    };
    /// Reads what is there. `scratch` is the caller's buffer, never kept.
    [[nodiscard]] Progress receive(std::span<char> scratch);

    [[nodiscard]] const RequestHead& head() const { return *m_head; }
    [[nodiscard]] std::string_view head_bytes() const { return m_input; }
    /// What the handler gets; head() stays, but for its headers.
    [[nodiscard]] Request take_request(const std::string& listener);
    [[nodiscard]] const Refusal& refusal() const { return m_refusal; }
    /// The refused request was a HEAD, as far as it was told.
    [[nodiscard]] bool refuses_head() const { return m_input.starts_with("HEAD "); }

    /// Gives the body's share of the budget back: the handler is done with it. Before the reply
    /// leaves, so that a client who has its answer is not refused for its own bytes.
    void release_body() noexcept { m_reserved = Reservation(); }
    /// Forgets the answered request. True when bytes of the next one are here already.
    [[nodiscard]] bool next_request();

    /// Sends all of it, waiting for a slow reader until the request's deadline. False: given up.
    [[nodiscard]] bool send(std::string_view bytes);
    /// One attempt that does not wait; for small replies.
    void send_now(std::string_view bytes) const noexcept;

    /// Something to read is there already.
    [[nodiscard]] bool client_waits() const noexcept;

    /// No more is said; what the client still sends is thrown away for a moment, so that a
    /// reset does not overtake the reply it has not read yet.
    void linger() noexcept;
    /// Throws away what is there. False when the client has closed.
    [[nodiscard]] bool discard(std::span<char> scratch) const noexcept;

    [[nodiscard]] int fd() const noexcept { return m_socket.get(); }
    [[nodiscard]] std::size_t listener() const noexcept { return m_listener; }
    [[nodiscard]] std::size_t answered() const noexcept { return m_answered; }
    [[nodiscard]] bool lingering() const noexcept { return m_lingering; }
    /// Nothing of a next request has come.
    [[nodiscard]] bool idle() const noexcept { return !m_started && !m_lingering; }
    /// When the loop must not wait longer for this connection.
    [[nodiscard]] Instant expires() const noexcept;

    bool registered = false; ///< known to epoll; kept by Parking

private:
    [[nodiscard]] std::optional<Progress> digest();
    [[nodiscard]] std::optional<Progress> digest_head();
    Progress refuse(Refusal refusal);

    base::UniqueFd m_socket;
    std::string m_peer; ///< its address; "" for a unix socket
    std::size_t m_listener;
    Shared& m_shared;

    std::string m_input; ///< the head, and until that is whole whatever came behind it
    std::size_t m_scanned = 0;
    std::optional<RequestHead> m_head;
    std::string m_body;
    std::string m_behind; ///< the start of a pipelined request
    Reservation m_reserved;
    Refusal m_refusal;

    Instant m_idle_since;
    std::optional<Instant> m_started; ///< first byte of the current request
    std::size_t m_answered = 0;
    bool m_lingering = false;
};

} // namespace shoporder::receive
