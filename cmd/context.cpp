#include "cmd/context.hpp"

#include "base/local_time.hpp"
#include "base/text.hpp"
#include "cmd/whose_shell.hpp"

#include <cerrno>
#include <cstdio>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shoporder::cmd {

namespace {

constexpr std::size_t k_usual_width = 80; ///< of a terminal that does not tell

const std::string* variable(const config::Environment& environment, const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() || found->second.empty() ? nullptr : &found->second;
}

/// Is stderr the journal's? Then priorities are written (systemd.exec(5), JOURNAL_STREAM).
bool stderr_is_journal(const config::Environment& environment) {
    const std::string* stream = variable(environment, "JOURNAL_STREAM");
    struct stat info {};
    return stream != nullptr && ::fstat(STDERR_FILENO, &info) == 0 &&
           *stream == std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino);
}

std::string user_name(const config::Environment& environment) {
    if (const std::string* sudo = variable(environment, "SUDO_USER"))
        return base::printable(*sudo, 32);
    if (const passwd* entry = ::getpwuid(::getuid()))
        return entry->pw_name;
    return "uid " + std::to_string(::getuid());
}

} // namespace

Context::Context(config::Environment environment) : m_environment(std::move(environment)) {
    set_up_streams();
}

void Context::set_up_streams() {
    const log::Priority most = globals.verbose ? log::Priority::debug
                               : globals.quiet ? log::Priority::warning
                                               : log::Priority::info;
    m_journal = std::make_unique<log::Journal>(
        STDERR_FILENO,
        stderr_is_journal(m_environment) ? log::Journal::Form::prefixed : log::Journal::Form::plain,
        most);
}

const config::Settings& Context::settings() {
    if (!m_settings) {
        config::Overrides all = overrides;
        if (!globals.config.empty())
            all["config"] = globals.config;
        if (!globals.database.empty())
            all["database"] = globals.database;
        m_settings = config::load(all, m_environment);
    }
    return *m_settings;
}

void Context::enter_state(store::Access access) {
    static_cast<void>(settings());
    become_state_owner(*m_settings, access != store::Access::read);
}

store::Database& Context::database(store::Access access) {
    if (!m_database) {
        enter_state(access);
        m_database.emplace(settings().database, access);
        m_access = access;
    } else if (access != m_access && m_access == store::Access::read) {
        throw base::Error(base::Exit::bug, "the database is open for reading alone");
    }
    return *m_database;
}

std::string Context::person(std::string_view command) const {
    return std::string{command} + " (" + user_name(m_environment) + ")";
}

report::Style Context::style() const {
    report::Style style;
    style.now = m_clock.now();
    style.offset = base::local_offset;
    if (::isatty(STDOUT_FILENO) == 0)
        return style;
    const std::string* terminal = variable(m_environment, "TERM");
    style.colour = !globals.no_color && variable(m_environment, "NO_COLOR") == nullptr &&
                   terminal != nullptr && *terminal != "dumb";
    style.width = width_of(STDOUT_FILENO);
    return style;
}

std::size_t Context::width_of(int fd) const {
    if (::isatty(fd) == 0)
        return 0;
    if (const std::string* columns = variable(m_environment, "COLUMNS"))
        if (const auto number = base::parse_int(*columns); number && *number > 0)
            return static_cast<std::size_t>(*number);
    winsize size{};
    if (::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return k_usual_width;
}

bool Context::is_interactive() {
    return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0;
}

void Context::answer(const report::Value& json, const std::string& text) const {
    write_out(globals.json ? json.text() : report::wrapped(text, width_of(STDOUT_FILENO)));
}

void Context::answer_as_is(const report::Value& json, const std::string& text) const {
    write_out(globals.json ? json.text() : text);
}

void Context::print_lines(std::string_view text) const {
    write_out(report::wrapped(text, width_of(STDOUT_FILENO)));
}

void Context::print(std::string_view text) const {
    write_out(text);
}

void Context::print_entry(const report::Value& json) {
    m_prints_entries = true;
    write_out(json.text(true));
}

void Context::say(std::string_view line) const {
    if (!globals.quiet)
        complain(std::string{line} + "\n");
}

void Context::complain(std::string_view text) const {
    static_cast<void>(std::fputs(report::wrapped(text, width_of(STDERR_FILENO)).c_str(), stderr));
}

void write_out(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
        throw base::system_error("cannot write to standard output", errno);
}

void flush_out() {
    if (std::fflush(stdout) != 0)
        throw base::system_error("cannot write to standard output", errno);
}

} // namespace shoporder::cmd
