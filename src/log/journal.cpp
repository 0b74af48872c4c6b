#include "log/journal.hpp"

#include "base/text.hpp"

#include <unistd.h>

namespace shoporder::log {

void Journal::write(Priority priority, std::string_view subject,
                    std::string_view text) const noexcept {
    if (priority > m_most)
        return;
    try {
        std::string line;
        if (m_form == Form::terminal)
            line = "\r\033[K";
        if (m_form == Form::prefixed)
            line = "<" + std::to_string(static_cast<int>(priority)) + ">";
        line += base::printable(subject, 120) + ": " + base::printable(text, 2000) + "\n";
        // One write: lines of several threads stay whole.
        [[maybe_unused]] const auto ignored = ::write(m_fd, line.data(), line.size());
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): no memory for a log line
    }
}

} // namespace shoporder::log
