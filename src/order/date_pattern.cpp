#include "order/date_pattern.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace shoporder::order {

namespace {

constexpr std::string_view k_letters = "YymdHMSj";

[[noreturn]] void fail(const std::string& what) {
    throw base::Error(base::Exit::data, what);
}

} // namespace

void check_date_pattern(std::string_view pattern) {
    if (pattern.size() > 40 || base::printable(pattern, 40) != pattern)
        fail("a date pattern has at most 40 bytes and no control characters");
    bool told = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%')
            continue;
        const char letter = ++i < pattern.size() ? pattern[i] : '\0';
        if (letter != '%' && (letter == '\0' || k_letters.find(letter) == std::string_view::npos))
            fail(fmt::format("`{}` is no date pattern; known are %Y %y %m %d %H %M %S %j and %%, "
                             "as in %d.%m.%Y",
                             pattern));
        told = told || letter != '%';
    }
    if (!told)
        fail(fmt::format("`{}` is no date pattern: it has no letter; write %d.%m.%Y", pattern));
}

std::string format_date(std::string_view pattern, base::LocalTime time) {
    const base::LocalDay day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    const int year = static_cast<int>(date.year());
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%' || i + 1 == pattern.size()) {
            out += pattern[i];
            continue;
        }
        switch (const char letter = pattern[++i]) {
        case 'Y':
            out += fmt::format("{:04}", year);
            break;
        case 'y':
            out += fmt::format("{:02}", year % 100);
            break;
        case 'm':
            out += fmt::format("{:02}", static_cast<unsigned>(date.month()));
            break;
        case 'd':
            out += fmt::format("{:02}", static_cast<unsigned>(date.day()));
            break;
        case 'H':
            out += fmt::format("{:02}", clock.hours().count());
            break;
        case 'M':
            out += fmt::format("{:02}", clock.minutes().count());
            break;
        case 'S':
            out += fmt::format("{:02}", clock.seconds().count());
            break;
        case 'j': {
            const base::LocalDay first{date.year() / std::chrono::January / 1};
            out += fmt::format("{:03}", (day - first).count() + 1);
            break;
        }
        default:
            out += letter;
        }
    }
    return out;
}

std::optional<base::LocalTime> parse_day(std::string_view text) noexcept {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const auto number = [&](std::size_t from, std::size_t length) {
        const std::string_view digits = text.substr(from, length);
        const bool plain = digits.find_first_not_of("0123456789") == std::string_view::npos;
        return plain ? static_cast<int>(base::parse_int(digits).value_or(-1)) : -1;
    };
    const std::chrono::year_month_day date{
        std::chrono::year{number(0, 4)},
        std::chrono::month{static_cast<unsigned>(std::max(number(5, 2), 0))},
        std::chrono::day{static_cast<unsigned>(std::max(number(8, 2), 0))}};
    if (number(0, 4) < 0 || !date.ok())
        return std::nullopt;
    return base::LocalTime{base::LocalDay{date}};
}

} // namespace shoporder::order
