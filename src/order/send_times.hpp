#pragma once
// Purpose: when a supplier may be sent something, in its own local time; route/ does the
// calendar. State: none. Fails: never. Threads: values.
#include <chrono>
#include <optional>
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

struct SendTimes {
    std::string zone;         ///< an IANA name ("Europe/Berlin"); empty: UTC
    std::vector<Hours> hours; ///< ascending and apart; empty: the whole day
    unsigned days = 0x7f;     ///< bit std::chrono::weekday::c_encoding(): 1 is Sunday's
    std::vector<ClosedDay> closed;
    /// Local times of day at which a batch is closed (Batching::cutoff), ascending.
    std::vector<std::chrono::minutes> cutoffs;
    friend bool operator==(const SendTimes&, const SendTimes&) = default;

    /// No hour and no day is closed.
    [[nodiscard]] bool always() const noexcept {
        return hours.empty() && days == 0x7f && closed.empty();
    }
};

} // namespace shoporder::order
