#pragma once
// Purpose: how far a long run of known length is: a bar on standard error, written over at most
// five times a second, on a terminal alone. State: what stands on the terminal. Fails: not at all.
// Threads: one.
#include <chrono>
#include <cstddef>
#include <string>

namespace shoporder::cmd {

class ProgressBar {
public:
    /// `unit`: what is counted: "orders".
    ProgressBar(bool quiet, std::string unit);
    ~ProgressBar() { clear(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(std::size_t done, std::size_t all);
    /// Takes the bar off the terminal.
    void clear();

private:
    using Clock = std::chrono::steady_clock;
    bool m_shown;
    std::string m_unit;
    Clock::time_point m_begun;
    Clock::time_point m_told;
    bool m_on_screen = false;
};

/// "[#####.....] 120 of 240 orders, 1 min left"; the rest of the time from two seconds on.
[[nodiscard]] std::string bar_text(std::size_t done, std::size_t all, const std::string& unit,
                                   std::chrono::duration<double> elapsed);

} // namespace shoporder::cmd
