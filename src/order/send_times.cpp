#include "order/send_times.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace shoporder::order {

namespace {

using base::Error;
using base::Exit;
using std::chrono::minutes;

constexpr minutes k_day = std::chrono::hours{24};
constexpr std::size_t k_most = 1000; // words in one list: a calendar of closed days is long
// By c_encoding; a week is written from Monday on.
constexpr std::array<std::string_view, 7> k_names = {"sun", "mon", "tue", "wed",
                                                     "thu", "fri", "sat"};

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
    throw Error(Exit::data, fmt::format("`{}` {}", base::printable(text, 40), why));
}

void check_number_of(Words words) {
    if (words.size() > k_most)
        throw Error(Exit::data, fmt::format("holds more than {} entries", k_most));
}

/// Exactly `length` digits.
std::optional<int> digits(std::string_view text, std::size_t length) {
    if (text.size() != length || text.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    return static_cast<int>(*base::parse_int(text));
}

/// "HH:MM" up to 24:00.
std::optional<minutes> time_of_day(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    const auto hour = digits(text.substr(0, colon), 2);
    const auto minute = digits(text.substr(colon + 1), 2);
    if (!hour || !minute || *minute > 59)
        return std::nullopt;
    const minutes all = std::chrono::hours{*hour} + minutes{*minute};
    return all <= k_day ? std::optional{all} : std::nullopt;
}

std::string text_of(minutes time) {
    return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60);
}

std::string text_of(const Hours& hours) {
    return text_of(hours.from) + "-" + text_of(hours.to);
}

unsigned bit(std::size_t day) noexcept {
    return 1U << (day % k_names.size());
}

std::size_t day_of(std::string_view word, std::string_view whole) {
    const std::string lowered = base::lower(base::trim(word));
    const auto found = std::find(k_names.begin(), k_names.end(), lowered);
    if (found == k_names.end())
        refuse(whole, "is no day; write mon, tue, wed, thu, fri, sat, sun, or a range such as "
                      "mon-fri");
    return static_cast<std::size_t>(found - k_names.begin());
}

ClosedDay closed_day(std::string_view text) {
    using std::chrono::day;
    using std::chrono::month;
    constexpr std::string_view k_remedy =
        "is no day of the calendar; write 2026-12-24, or 12-25 for every year";
    ClosedDay out;
    std::string_view rest = text;
    if (rest.size() == 10 && rest[4] == '-') {
        const auto year = digits(rest.substr(0, 4), 4);
        if (!year || *year < 1970)
            refuse(text, k_remedy);
        out.year = std::chrono::year{*year};
        rest.remove_prefix(5);
    }
    const auto m = rest.size() == 5 && rest[2] == '-' ? digits(rest.substr(0, 2), 2) : std::nullopt;
    const auto d = m ? digits(rest.substr(3), 2) : std::nullopt;
    if (!d)
        refuse(text, k_remedy);
    out.day = month{static_cast<unsigned>(*m)} / day{static_cast<unsigned>(*d)};
    // month_day lets 02-29 pass, which some years have.
    if (!out.day.ok() || (out.year && !(*out.year / out.day.month() / out.day.day()).ok()))
        refuse(text, k_remedy);
    return out;
}

} // namespace

std::string_view name(std::chrono::weekday day) noexcept {
    return k_names[day.c_encoding() % k_names.size()];
}

std::vector<Hours> parse_hours(Words words) {
    check_number_of(words);
    std::vector<Hours> out;
    for (const std::string& word : words) {
        const std::string_view text = base::trim(word);
        const auto dash = text.find('-');
        const auto from = time_of_day(base::trim(text.substr(0, dash)));
        const auto to = dash == std::string_view::npos
                            ? std::nullopt
                            : time_of_day(base::trim(text.substr(dash + 1)));
        if (!from || !to || *from == k_day)
            refuse(text, "is no range of hours; write 08:00-12:00, up to 24:00");
        if (*from == *to)
            refuse(text, "is an empty range; 00:00-24:00 is the whole day");
        if (*from < *to) {
            out.push_back({*from, *to});
            continue;
        }
        out.push_back({*from, k_day});
        if (*to > minutes{0})
            out.push_back({minutes{0}, *to});
    }
    std::sort(
        out.begin(), out.end(), [](const Hours& a, const Hours& b) { return a.from < b.from; });
    const auto overlap = std::adjacent_find(
        out.begin(), out.end(), [](const Hours& a, const Hours& b) { return b.from < a.to; });
    if (overlap != out.end())
        throw Error(Exit::data, fmt::format("{} and {} overlap; make one range of them",
                                            text_of(*overlap), text_of(*std::next(overlap))));
    return out;
}

unsigned parse_days(Words words) {
    check_number_of(words);
    unsigned out = 0;
    for (const std::string& word : words) {
        const auto dash = word.find('-');
        const std::size_t from = day_of(word.substr(0, dash), word);
        const std::size_t to =
            dash == std::string::npos ? from : day_of(word.substr(dash + 1), word);
        for (std::size_t day = from; day != to; day = (day + 1) % k_names.size())
            out |= bit(day);
        out |= bit(to);
    }
    if (out == 0)
        throw Error(Exit::data, "names no day; write mon-sun for every day, and pause the supplier "
                                "where nothing may be sent");
    return out;
}

std::vector<ClosedDay> parse_closed(Words words) {
    check_number_of(words);
    std::vector<ClosedDay> out;
    for (const std::string& word : words) {
        const ClosedDay day = closed_day(base::trim(word));
        if (std::find(out.begin(), out.end(), day) == out.end())
            out.push_back(day);
    }
    return out;
}

std::vector<minutes> parse_cutoffs(Words words) {
    check_number_of(words);
    std::vector<minutes> out;
    for (const std::string& word : words) {
        const auto time = time_of_day(base::trim(word));
        if (!time || *time == k_day)
            refuse(word, "is no time of day from 00:00 to 23:59; write 16:30");
        if (std::find(out.begin(), out.end(), *time) != out.end())
            refuse(word, "stands there twice");
        out.push_back(*time);
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> words_of(const std::vector<Hours>& hours) {
    std::vector<std::string> out;
    out.reserve(hours.size());
    for (const Hours& part : hours)
        out.push_back(text_of(part));
    return out;
}

std::vector<std::string> words_of_days(unsigned days) {
    std::vector<std::string> out;
    // Monday to Sunday as 1 to 7; bit() brings 7 back to Sunday's.
    for (std::size_t first = 1; first <= 7; ++first) {
        if ((days & bit(first)) == 0)
            continue;
        std::size_t last = first;
        while (last < 7 && (days & bit(last + 1)) != 0)
            ++last;
        const std::string_view from = k_names[first % 7];
        const std::string_view to = k_names[last % 7];
        out.push_back(first == last ? std::string{from} : fmt::format("{}-{}", from, to));
        first = last;
    }
    return out;
}

std::vector<std::string> words_of(const std::vector<ClosedDay>& closed) {
    std::vector<std::string> out;
    out.reserve(closed.size());
    for (const ClosedDay& day : closed) {
        const std::string rest =
            fmt::format("{:02}-{:02}", unsigned{day.day.month()}, unsigned{day.day.day()});
        out.push_back(day.year ? fmt::format("{:04}-{}", int{*day.year}, rest) : rest);
    }
    return out;
}

std::vector<std::string> words_of(const std::vector<minutes>& cutoffs) {
    std::vector<std::string> out;
    out.reserve(cutoffs.size());
    for (const minutes time : cutoffs)
        out.push_back(text_of(time));
    return out;
}

} // namespace shoporder::order
