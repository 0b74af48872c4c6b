#pragma once
// Purpose: who may read the API: who sends the bearer token. Wrong tokens are limited for each
// client's address, so that guessing is slow.
// State: the token; wrong tokens of the last minute, by address, bounded. Fails: load() throws
// Error(config|permission). Threads: any.
#include "config/settings.hpp"
#include "receive/message.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace shoporder::flow {

class TokenGate {
public:
    static constexpr std::size_t k_most_failures = 10; ///< of one address in a minute
    static constexpr std::chrono::seconds k_minute{60};
    static constexpr std::size_t k_shortest = 20; ///< characters of a token
    using Instant = std::chrono::steady_clock::time_point;

    /// Reads the token. `settings` is kept and must outlive it.
    explicit TokenGate(const config::Settings& settings);
    /// Reads it again; what was read before stays in force where that fails.
    void load();

    /// There is a token: the API is on.
    [[nodiscard]] bool open() const;

    enum class Verdict {
        welcome,
        missing, ///< no bearer token: no guess, so it is not counted
        wrong,
        limited, ///< too many wrong ones lately: not even looked at
    };
    [[nodiscard]] Verdict judge(const receive::Request& request, Instant now);

private:
    struct Failures {
        Instant since;
        std::size_t count = 0;
    };
    /// Where the wrong tokens of this client are counted.
    [[nodiscard]] Failures& failures(const std::string& peer, Instant now);

    const config::Settings& m_settings;
    mutable std::mutex m_mutex;
    std::string m_token;
    std::map<std::string, Failures> m_failures; ///< by network; see failures()
};

} // namespace shoporder::flow
