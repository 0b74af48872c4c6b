#pragma once
// Purpose: when a supplier may be sent something, in its own local time, and how a person writes
// it; route/calendar does the arithmetic. The texts are the same in a suppliers' file, on a command
// line, in the database and in a report. A zone's name is only a text here: whether it exists is
// for base::TimeZone to say.
// State: none. Fails: Error(data) from the parsers, naming what is wrong and what would be right.
// Threads: values.
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace shoporder::order {

/// A part of a local day: from <= t < to, in minutes since local midnight, 0 <= from < to <= 1440.
struct Hours {
    std::chrono::minutes from{0};
    std::chrono::minutes to{std::chrono::hours{24}};
    friend bool operator==(const Hours&, const Hours&) = default;
};

/// A local day on which nothing is sent; without a year it is closed every year.
struct ClosedDay {
    std::optional<std::chrono::year> year;
    std::chrono::month_day day{};
    friend bool operator==(const ClosedDay&, const ClosedDay&) = default;
};

/// Bits std::chrono::weekday::c_encoding(): 1 is Sunday's.
inline constexpr unsigned k_every_day = 0x7f;

struct SendTimes {
    std::string zone;         ///< an IANA name ("Europe/Berlin"); empty: UTC
    std::vector<Hours> hours; ///< ascending, not overlapping; empty: the whole day
    unsigned days = k_every_day;
    std::vector<ClosedDay> closed; ///< as written, without repetitions
    /// Local times of day at which a batch is closed (Batching::cutoff), ascending.
    std::vector<std::chrono::minutes> cutoffs;
    friend bool operator==(const SendTimes&, const SendTimes&) = default;

    /// No hour and no day is closed.
    [[nodiscard]] bool always() const noexcept {
        return hours.empty() && days == k_every_day && closed.empty();
    }
};

using Words = std::span<const std::string>;

/// "08:00-12:00"; "24:00" may end one. One over midnight, "22:00-06:00", becomes the two parts of
/// the day it covers. Overlapping ones are refused. No words: the whole day.
[[nodiscard]] std::vector<Hours> parse_hours(Words words);
/// "mon", "Tue", "mon-fri", "fri-mon"; at least one.
[[nodiscard]] unsigned parse_days(Words words);
/// "2026-12-24", or "12-25" for every year.
[[nodiscard]] std::vector<ClosedDay> parse_closed(Words words);
/// "11:00", from 00:00 to 23:59; repetitions are refused.
[[nodiscard]] std::vector<std::chrono::minutes> parse_cutoffs(Words words);

/// What the parser of that kind reads back as the same value.
[[nodiscard]] std::vector<std::string> words_of(const std::vector<Hours>& hours);
[[nodiscard]] std::vector<std::string> words_of_days(unsigned days); ///< from Monday on
[[nodiscard]] std::vector<std::string> words_of(const std::vector<ClosedDay>& closed);
[[nodiscard]] std::vector<std::string> words_of(const std::vector<std::chrono::minutes>& cutoffs);

/// "mon", "tue", …
[[nodiscard]] std::string_view name(std::chrono::weekday day) noexcept;

} // namespace shoporder::order
