#include "base/clock.hpp"

#include <fmt/format.h>

namespace shoporder::base {

namespace {

/// Reads exactly `digits` decimal digits at `pos`; -1 when they are not there.
int digits_at(std::string_view text, std::size_t pos, std::size_t digits) {
    if (pos + digits > text.size())
        return -1;
    int value = 0;
    for (std::size_t i = pos; i < pos + digits; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool is_at(std::string_view text, std::size_t pos, std::string_view any) {
    return pos < text.size() && any.find(text[pos]) != std::string_view::npos;
}

/// The offset part, from `pos` to the end of the text.
std::optional<std::chrono::minutes> parse_offset(std::string_view text, std::size_t pos) {
    if (is_at(text, pos, "Zz"))
        return pos + 1 == text.size() ? std::optional{std::chrono::minutes{0}} : std::nullopt;
    if (!is_at(text, pos, "+-"))
        return std::nullopt;
    const int hours = digits_at(text, pos + 1, 2);
    const std::size_t rest = is_at(text, pos + 3, ":") ? pos + 4 : pos + 3;
    const int minutes = digits_at(text, rest, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || rest + 2 != text.size())
        return std::nullopt;
    const std::chrono::minutes offset{hours * 60 + minutes};
    return text[pos] == '-' ? -offset : offset;
}

} // namespace

Time SystemClock::now() const {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

std::optional<Time> parse_time(std::string_view text) {
    const int year = digits_at(text, 0, 4);
    const int month = digits_at(text, 5, 2);
    const int day = digits_at(text, 8, 2);
    const int hour = digits_at(text, 11, 2);
    const int minute = digits_at(text, 14, 2);
    const int second = digits_at(text, 17, 2);
    if (!is_at(text, 4, "-") || !is_at(text, 7, "-") || !is_at(text, 10, "Tt ") ||
        !is_at(text, 13, ":") || !is_at(text, 16, ":"))
        return std::nullopt;
    // 60 is a leap second; it counts as the first of the next minute.
    if (year < 1970 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 60 || month < 1 || day < 1)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok())
        return std::nullopt;

    std::size_t pos = 19;
    std::int64_t micros = 0;
    if (is_at(text, pos, ".,")) {
        std::size_t count = 0;
        for (++pos; pos < text.size() && text[pos] >= '0' && text[pos] <= '9'; ++pos, ++count)
            if (count < 6)
                micros = micros * 10 + (text[pos] - '0');
        if (count == 0)
            return std::nullopt;
        for (; count < 6; ++count)
            micros *= 10;
    }
    const auto offset = parse_offset(text, pos);
    if (!offset)
        return std::nullopt;
    return Time{std::chrono::sys_days{date}} + std::chrono::hours{hour} +
           std::chrono::minutes{minute} + std::chrono::seconds{second} + Duration{micros} - *offset;
}

std::string format_time(Time t) {
    const auto days = std::chrono::floor<std::chrono::days>(t);
    const std::chrono::year_month_day date{days};
    const std::chrono::hh_mm_ss<Duration> time{t - days};
    std::string out =
        fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    time.hours().count(), time.minutes().count(), time.seconds().count());
    if (time.subseconds().count() != 0)
        out += fmt::format(".{:06}", time.subseconds().count());
    return out + 'Z';
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
    constexpr std::int64_t k_longest = 10LL * 366 * 86400;
    if (text.empty())
        return std::nullopt;
    std::int64_t total = 0;
    std::int64_t number = 0;
    bool digits = false;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            number = number * 10 + (c - '0');
            digits = true;
            if (number > k_longest)
                return std::nullopt;
            continue;
        }
        const std::int64_t unit = c == 's'   ? 1
                                  : c == 'm' ? 60
                                  : c == 'h' ? 3600
                                  : c == 'd' ? 86400
                                             : 0;
        if (unit == 0 || !digits)
            return std::nullopt;
        total += number * unit;
        number = 0;
        digits = false;
        if (total > k_longest)
            return std::nullopt;
    }
    if (digits && total != 0) // "1h30": of what?
        return std::nullopt;
    return std::chrono::seconds{total + number};
}

std::string format_span(Duration d) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(d).count();
    if (seconds < 1)
        return "now";
    if (seconds < 60)
        return fmt::format("{} s", seconds);
    if (seconds < 3600)
        return fmt::format("{} min", seconds / 60);
    if (seconds < 2 * 86400)
        return fmt::format("{} h", seconds / 3600);
    return fmt::format("{} d", seconds / 86400);
}

} // namespace shoporder::base
