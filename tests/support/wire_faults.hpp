#pragma once
// Purpose: what a wire and a dying process do to a MemoryServer: answers that are lost, nobody who
// answers, a sender killed at a step. State: the server's `before` and `after`, which they set.
// Fails: not at all. Threads: as MemoryServer.
#include "support/memory_server.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace shoporder::test {

inline remote::Reply lost_reply(remote::Phase phase, bool data_sent) {
    auto reply = MemoryServer::fault(phase, 0, CURLE_RECV_ERROR);
    reply.data_sent = data_sent;
    return reply;
}

inline remote::Reply lost_rename() {
    auto reply = MemoryServer::fault(remote::Phase::rename, 0, CURLE_RECV_ERROR);
    reply.rename_sent = true;
    return reply;
}

/// The server's `before`: nobody can connect.
inline std::optional<remote::Reply> unreachable(const std::string& verb) {
    if (verb == "open")
        return MemoryServer::fault(remote::Phase::connect, 0, CURLE_COULDNT_CONNECT);
    return std::nullopt;
}

/// The server's `before`: this verb is answered with this code.
inline auto answering(std::string what, remote::Phase phase, int code) {
    return [=](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with(what))
            return MemoryServer::fault(phase, code);
        return std::nullopt;
    };
}

inline void heal(MemoryServer& server) {
    server.before = nullptr;
    server.after = nullptr;
}

/// The wire breaks with this answer once the verb was carried out, `then` happens over there, and
/// nobody can connect until heal(): the document stays in doubt.
inline void break_after(MemoryServer& server, std::string what, remote::Reply answer,
                        std::function<void()> then = {}) {
    const auto broken = std::make_shared<bool>(false);
    server.after = [=](const std::string& verb) -> std::optional<remote::Reply> {
        if (*broken || !verb.starts_with(what))
            return std::nullopt;
        *broken = true;
        if (then)
            then();
        return answer;
    };
    server.before = [=](const std::string& verb) -> std::optional<remote::Reply> {
        return *broken ? unreachable(verb) : std::nullopt;
    };
}

/// The sender dies before this verb reaches the server: run() ends with the exception, and the
/// database is left as a killed process leaves it.
struct Killed : std::runtime_error {
    Killed() : std::runtime_error("killed") {}
};
inline void kill_at(MemoryServer& server, std::string what) {
    server.before = [=](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with(what))
            throw Killed{};
        return std::nullopt;
    };
}

} // namespace shoporder::test
