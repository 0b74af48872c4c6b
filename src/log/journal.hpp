#pragma once
// Purpose: the journal line: its form, and the one place that writes it.
// State: a descriptor, stderr by default. Fails: silently; a full pipe must not stop a delivery.
// Threads: write() from any thread, whole lines.
// Form: "<N>" (sd-daemon(3), only where stderr is the journal), then "subject: text". Control bytes
// cannot enter a line. No secret and no personal data: callers pass ids, names of suppliers, file
// names and reasons.
#include <string>
#include <string_view>

namespace shoporder::log {

enum class Priority { error = 3, warning = 4, notice = 5, info = 6, debug = 7 };

class Journal {
public:
    enum class Form {
        plain,
        prefixed, ///< with "<N>": stderr is connected to the journal
        terminal, ///< a progress line may stand where a line begins: it is written over
    };
    explicit Journal(int fd = 2, Form form = Form::plain, Priority most = Priority::info) noexcept
        : m_fd(fd), m_form(form), m_most(most) {}

    void write(Priority priority, std::string_view subject, std::string_view text) const noexcept;

private:
    int m_fd;
    Form m_form;
    Priority m_most;
};

} // namespace shoporder::log
