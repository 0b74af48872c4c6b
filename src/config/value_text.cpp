#include "config/value_text.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace shoporder::config {

namespace {

using std::chrono::seconds;

constexpr seconds k_longest_wait = std::chrono::days{30};
constexpr std::size_t k_most_waits = 50;

std::string shown(std::string_view text) {
    return "`" + base::printable(text, 60) + "`";
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

} // namespace

const std::string& single(const Texts& texts) {
    if (texts.size() != 1)
        throw Unusable("takes one value");
    return texts.front();
}

std::string plain_text(std::string_view text, std::size_t most) {
    if (text.size() > most)
        throw Unusable(fmt::format("is longer than {} bytes", most));
    if (base::printable(text, most) != text)
        throw Unusable("holds control characters or broken UTF-8");
    return std::string{text};
}

std::string gln_text(std::string_view text) {
    if (text.empty())
        return {};
    if (text.size() != 13 || !std::all_of(text.begin(), text.end(), is_digit))
        throw Unusable("must be a GLN: 13 digits, without blanks");
    int sum = 0; // the last one makes it a multiple of ten: GS1 General Specifications, 7.9
    for (std::size_t i = 0; i < text.size(); ++i)
        sum += (text[i] - '0') * (i % 2 == 0 ? 1 : 3);
    if (sum % 10 != 0)
        throw Unusable(
            "is no GLN: its last digit does not fit the others; look for a typing error");
    return std::string{text};
}

std::string country_text(std::string_view text) {
    const bool good =
        text.empty() || (text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) {
                             return c >= 'A' && c <= 'Z';
                         }));
    if (!good)
        throw Unusable("must be a country's two capital letters, such as \"GB\"");
    return std::string{text};
}

std::string path_text(std::string_view text) {
    if (text.empty())
        throw Unusable("is empty; name a path");
    return plain_text(text, 4000);
}

std::string address_text(std::string_view text) {
    constexpr std::string_view k_unix = "unix:";
    constexpr std::size_t k_longest_socket = 107; // sockaddr_un holds 108 with the NUL
    const auto wrong = [&](std::string_view why) -> Unusable {
        return Unusable(
            fmt::format("{} {}; write HOST:PORT, [IPV6]:PORT or unix:/PATH", shown(text), why));
    };
    if (text.starts_with(k_unix)) {
        const std::string_view path = text.substr(k_unix.size());
        if (!path.starts_with('/'))
            throw wrong("is no absolute path");
        if (path.size() > k_longest_socket)
            throw wrong("is too long for a socket");
        return plain_text(text);
    }
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos)
        throw wrong("has no port");
    const auto port = base::parse_int(text.substr(colon + 1));
    if (!port || *port < 0 || *port > 65535)
        throw wrong("has no port from 0 to 65535");
    const std::string_view host = text.substr(0, colon);
    const bool bracketed = host.starts_with('[') && host.ends_with(']') && host.size() > 2;
    if (!bracketed && host.find_first_of(":[] /") != std::string_view::npos)
        throw wrong("is no address");
    return plain_text(text);
}

std::int64_t count_value(std::string_view text, std::int64_t least, std::int64_t most) {
    const auto number = base::parse_int(text);
    if (!number || *number < least || *number > most)
        throw Unusable(fmt::format("{} is no number from {} to {}", shown(text), least, most));
    return *number;
}

std::size_t bytes_value(std::string_view text, std::size_t least, std::size_t most) {
    struct Unit {
        std::string_view name;
        std::size_t shift;
    };
    constexpr std::array k_units = {Unit{"KiB", 10}, Unit{"MiB", 20}, Unit{"GiB", 30}};
    std::string_view digits = text;
    std::size_t shift = 0;
    for (const Unit& unit : k_units)
        if (digits.ends_with(unit.name)) {
            digits.remove_suffix(unit.name.size());
            shift = unit.shift;
            break;
        }
    const auto number = base::parse_int(base::trim(digits));
    const auto bound = static_cast<std::int64_t>(most >> shift);
    if (!number || *number < 0 || *number > bound ||
        (static_cast<std::size_t>(*number) << shift) < least)
        throw Unusable(fmt::format("{} is no size from {} to {} bytes; write 512KiB or 10MiB",
                                   shown(text), least, most));
    return static_cast<std::size_t>(*number) << shift;
}

seconds duration_value(std::string_view text, seconds least, seconds most) {
    const auto span = base::parse_duration(text);
    if (!span || *span < least || *span > most)
        throw Unusable(fmt::format("{} is no time from {} to {}; write 45s, 5m, 1h30m or 2d",
                                   shown(text), duration_text(least), duration_text(most)));
    return *span;
}

std::vector<seconds> schedule_value(const Texts& texts) {
    if (texts.empty() || texts.size() > k_most_waits)
        throw Unusable(fmt::format("takes 1 to {} waits", k_most_waits));
    std::vector<seconds> out;
    for (const std::string& text : texts)
        out.push_back(duration_value(text, seconds{1}, k_longest_wait));
    return out;
}

double ratio_value(std::string_view text, double least, double most) {
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    // Written so that NaN fails it.
    if (text.empty() || error != std::errc{} || stopped != end ||
        !(value >= least && value <= most))
        throw Unusable(fmt::format("{} is no number from {} to {}", shown(text), least, most));
    return value;
}

bool flag_value(std::string_view text) {
    const std::string word = base::lower(text);
    if (word == "true" || word == "yes")
        return true;
    if (word == "false" || word == "no")
        return false;
    throw Unusable(shown(text) + " is neither true nor false");
}

base::Time time_value(std::string_view text) {
    if (const auto time = base::parse_time(text))
        return *time;
    throw Unusable(shown(text) + " is no time with an offset; write 2026-11-22T00:00:00Z");
}

std::string duration_text(seconds span) {
    struct Unit {
        seconds size;
        char name;
    };
    constexpr std::array k_units = {Unit{std::chrono::days{1}, 'd'},
                                    Unit{std::chrono::hours{1}, 'h'},
                                    Unit{std::chrono::minutes{1}, 'm'}, Unit{seconds{1}, 's'}};
    std::string out;
    for (const Unit& unit : k_units) {
        if (span >= unit.size)
            out += fmt::format("{}{}", span / unit.size, unit.name);
        span %= unit.size;
    }
    return out.empty() ? "0s" : out;
}

} // namespace shoporder::config
