#pragma once
// Purpose: what `doctor` found: each finding with its remedy, what was looked at, and what could
// not be.
// State: none; flow fills the structs. Fails: not at all. Threads: values.
// A code is a stable word for programs. No text quotes a secret or a customer.
#include "base/clock.hpp"
#include "report/json.hpp"
#include "report/table.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::report {

/// What is looked at, in the order in which it is shown.
enum class Area {
    configuration,
    credentials,
    database,
    disk,
    clock,
    units,
    nginx,
    shops,
    suppliers,
};
inline constexpr std::array k_areas{
    Area::configuration, Area::credentials, Area::database, Area::disk,      Area::clock,
    Area::units,         Area::nginx,       Area::shops,    Area::suppliers,
};
[[nodiscard]] std::string_view name(Area area) noexcept;
[[nodiscard]] std::optional<Area> area(std::string_view text) noexcept;

enum class Severity {
    hint,    ///< may be meant so
    warning, ///< goes wrong sooner or later
    fault,   ///< goes wrong now
};
[[nodiscard]] std::string_view name(Severity severity) noexcept;

struct Finding {
    Area area{};
    Severity severity{};
    std::string code;   ///< "credential-open"
    std::string about;  ///< the offender alone, for programs: a name, a path
    std::string text;   ///< what is wrong, one sentence without a full stop
    std::string remedy; ///< what to do, with the command to type in backticks
};

struct Unchecked {
    Area area{};
    std::string why; ///< "no /etc/nginx here"
};

struct DoctorView {
    base::Time at;
    std::vector<Finding> findings;
    std::vector<Area> checked; ///< looked at, at least in part
    std::vector<Unchecked> unchecked;
};

/// Nothing but hints.
[[nodiscard]] bool is_well(const DoctorView& view) noexcept;

[[nodiscard]] Value to_json(const DoctorView& view);
/// By area, the worst first. What is well is one line at the end.
[[nodiscard]] std::string to_text(const DoctorView& view, const Style& style);

} // namespace shoporder::report
