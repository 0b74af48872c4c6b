#pragma once
// Purpose: signs of life of a long run on standard error: one line that is written over on a
// terminal, a line every half minute elsewhere, nothing with --quiet.
// State: what stands on the terminal. Fails: not at all. Threads: one.
#include "flow/relay/relay.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace shoporder::cmd {

class ProgressLine {
public:
    enum class Form { none, terminal, lines };
    /// What suits standard error.
    [[nodiscard]] static Form suitable(bool quiet);

    explicit ProgressLine(Form form);
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const flow::RelayProgress& progress);
    /// Takes the line off the terminal.
    void clear();

private:
    using Clock = std::chrono::steady_clock;
    Form m_form;
    Clock::time_point m_begun;
    Clock::time_point m_told;
    bool m_on_screen = false;
    bool m_said_stopping = false;
};

/// "120 sent, 3 waiting for another try, 880 left, 2 suppliers at work, 45/s".
[[nodiscard]] std::string progress_text(const flow::RelayProgress& progress,
                                        std::chrono::duration<double> elapsed);

} // namespace shoporder::cmd
