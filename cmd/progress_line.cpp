#include "cmd/progress_line.hpp"

#include "report/table.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace shoporder::cmd {

namespace {

constexpr std::chrono::seconds k_between_lines{30};
constexpr std::chrono::milliseconds k_between_screens{200};

void write_error(const std::string& text) {
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
}

} // namespace

std::string progress_text(const flow::RelayProgress& p, std::chrono::duration<double> elapsed) {
    const flow::RelayResult& r = p.so_far;
    std::string out = std::to_string(r.uploaded) + " sent";
    const auto add = [&](std::size_t count, std::string_view words) {
        if (count > 0)
            out.append(", ").append(std::to_string(count)).append(" ").append(words);
    };
    add(r.deferred + r.uncertain, "to be tried again");
    add(r.held + r.failed, "for a person");
    add(p.left, "left");
    if (p.suppliers > 0)
        out += ", " + report::count_of(p.suppliers, "supplier") + " at work";
    if (r.uploaded > 0 && elapsed.count() >= 1)
        add(static_cast<std::size_t>(static_cast<double>(r.uploaded) / elapsed.count()),
            "a second");
    return out;
}

ProgressLine::Form ProgressLine::suitable(bool quiet) {
    if (quiet)
        return Form::none;
    const char* const terminal = std::getenv("TERM");
    const bool dumb = terminal != nullptr && std::string_view{terminal} == "dumb";
    return ::isatty(STDERR_FILENO) == 1 && !dumb ? Form::terminal : Form::lines;
}

ProgressLine::ProgressLine(Form form) : m_form(form), m_begun(Clock::now()), m_told(m_begun) {}

void ProgressLine::show(const flow::RelayProgress& progress) {
    const auto now = Clock::now();
    if (m_form == Form::none)
        return;
    if (progress.stopping && !m_said_stopping) {
        m_said_stopping = true;
        clear();
        write_error("shoporder: stopping: what is on the wire is finished first; once more ends it "
                    "at once, and the next run looks what became of it\n");
    }
    const auto pause = m_form == Form::terminal ? std::chrono::milliseconds{k_between_screens}
                                                : std::chrono::milliseconds{k_between_lines};
    if (now - m_told < pause)
        return;
    m_told = now;
    const std::string text = progress_text(progress, now - m_begun);
    if (m_form == Form::lines)
        return write_error("shoporder: " + text + "\n");
    write_error("\r\033[K" + text);
    m_on_screen = true;
}

void ProgressLine::clear() {
    if (m_on_screen)
        write_error("\r\033[K");
    m_on_screen = false;
}

} // namespace shoporder::cmd
