#pragma once
// Purpose: what the loop and the workers of one server share. Private to receive.
// State: listeners, parked connections, the queue between the loop and the workers, counters.
// Fails: as Server. Threads: who calls what stands at the declarations; the rest is const or
// locked.
#include "receive/connection_queue.hpp"
#include "receive/parking.hpp"
#include "receive/second_opinion.hpp"
#include "receive/server.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace shoporder::receive {

inline constexpr std::size_t k_scratch = 64U << 10U; ///< bytes read in one go

struct Server::State {
    State(std::vector<Listener> l, const Limits& limits, Answerer h,
          std::function<void(const Refusal&)> r, AcceptCall a, RefusalAnswer answer);

    // -- the loop's thread --
    void run();
    enum class Accepted { all, some, exhausted };
    Accepted accept_some(std::size_t listener, int most);
    void take_in(base::UniqueFd socket, std::size_t listener);
    void handle(std::unique_ptr<Connection> connection);
    void expire(Instant idle_until);
    void drain();

    // -- workers --
    void work();
    class Exchange;
    void serve(std::unique_ptr<Connection> connection, SecondOpinion& opinion,
               std::span<char> buffer);
    [[nodiscard]] bool finish(Task& task);

    // -- both --
    void refuse(std::unique_ptr<Connection> connection, const Refusal& refusal);
    void tell(const Refusal& refusal) noexcept;

    std::vector<Listener> listeners;
    Shared shared;
    const Answerer handler;
    const std::function<void(const Refusal&)> on_refusal;
    const AcceptCall accept_call;
    const RefusalAnswer refusal_answer;
    ConnectionQueue queue;
    Parking parking;
    const std::size_t most_connections;
    std::vector<char> scratch; ///< the loop's
    Instant next_expiry{};

    std::atomic<bool> stopping{false};
    std::atomic<std::size_t> accepted{0};
    std::atomic<std::size_t> served{0};
    std::atomic<std::size_t> refused{0};
    std::atomic<std::size_t> busy{0};
};

} // namespace shoporder::receive
