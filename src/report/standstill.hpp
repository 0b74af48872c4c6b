#pragma once
// Purpose: why nothing goes to a supplier at this moment, and the command that ends it.
// State: none; flow fills the struct.
// Fails: not at all. Threads: values.
#include "report/table.hpp"

#include <optional>
#include <string>

namespace shoporder::report {

struct Standstill {
    enum class Kind { none, paused, parked, unreachable };
    Kind kind = Kind::none;
    std::string reason;              ///< of a pause or a parking
    std::optional<base::Time> until; ///< when a pause ends by itself
    std::optional<base::Time> since; ///< since when it cannot be reached
};

/// "until 2026-12-05T08:00:00Z: stocktaking"; empty where there is none.
[[nodiscard]] std::string reason_text(const Standstill& standstill, const Style& style = {});
/// "acme is paused until 2026-12-05T08:00:00Z: stocktaking"; empty where there is none.
[[nodiscard]] std::string words_of(const Standstill& standstill, const std::string& supplier);
/// As a delivery's reason_code; empty where there is none.
[[nodiscard]] std::string code_of(const Standstill& standstill);
/// Empty where there is none.
[[nodiscard]] std::string command_against(const Standstill& standstill,
                                          const std::string& supplier);

} // namespace shoporder::report
