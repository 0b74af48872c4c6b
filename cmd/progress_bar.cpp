#include "cmd/progress_bar.hpp"

#include "cmd/progress_line.hpp"

#include <cstdio>
#include <utility>

namespace shoporder::cmd {

namespace {

constexpr std::size_t k_width = 30;
constexpr std::chrono::milliseconds k_between{200};

std::string time_text(double seconds) {
    if (seconds < 90)
        return std::to_string(static_cast<long>(seconds) + 1) + " s";
    if (seconds < 5400)
        return std::to_string(static_cast<long>(seconds / 60) + 1) + " min";
    return std::to_string(static_cast<long>(seconds / 3600) + 1) + " h";
}

} // namespace

std::string bar_text(std::size_t done, std::size_t all, const std::string& unit,
                     std::chrono::duration<double> elapsed) {
    const std::size_t filled = all == 0 ? k_width : k_width * done / all;
    std::string out = "[" + std::string(filled, '#') + std::string(k_width - filled, '.') + "] " +
                      std::to_string(done) + " of " + std::to_string(all) + " " + unit;
    if (done > 0 && done < all && elapsed.count() >= 2)
        out += ", " +
               time_text(elapsed.count() * static_cast<double>(all - done) /
                         static_cast<double>(done)) +
               " left";
    return out;
}

ProgressBar::ProgressBar(bool quiet, std::string unit)
    : m_shown(ProgressLine::suitable(quiet) == ProgressLine::Form::terminal),
      m_unit(std::move(unit)),
      m_begun(Clock::now()),
      m_told(m_begun) {}

void ProgressBar::show(std::size_t done, std::size_t all) {
    const auto now = Clock::now();
    if (!m_shown || now - m_told < k_between)
        return;
    m_told = now;
    const std::string text = "\r\033[K" + bar_text(done, all, m_unit, now - m_begun);
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
    m_on_screen = true;
}

void ProgressBar::clear() {
    if (!m_on_screen)
        return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    m_on_screen = false;
}

} // namespace shoporder::cmd
