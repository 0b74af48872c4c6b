#pragma once
// Purpose: is the clock right, and do the service and its timers run?
// State: look_at_clock() asks the kernel, look_at_units() runs systemctl. The rest is pure.
// Fails: not at all; what cannot be asked is nullopt or has a reason. Threads: as run_child().
#include "base/clock.hpp"
#include "flow/doctor/findings.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::flow {

/// Does somebody keep the clock right? nullopt: the kernel does not tell.
[[nodiscard]] std::optional<bool> is_clock_kept();
/// `delays`: of recent webhooks, from Shopify's moment to ours.
void judge_clock(std::optional<bool> kept, std::span<const std::chrono::microseconds> delays,
                 Findings& out);

/// As `systemctl show` tells it.
struct Unit {
    std::string name;
    std::string load;    ///< "loaded", "not-found", "masked"
    std::string active;  ///< "active", "inactive", "failed", "activating"
    std::string enabled; ///< "enabled", "disabled", "static", ""
    std::string result;  ///< of a service's last run: "success", "exit-code", "timeout"
};
/// Blocks of "Key=value" lines with an empty line between.
[[nodiscard]] std::vector<Unit> read_units(std::string_view text);
/// What is configured of what need not be.
struct WantedUnits {
    bool alerts = false;
    bool shopify = false;
    bool fulfill = false; ///< some shop's `api.shipments` is "on"
};
void judge_units(const std::vector<Unit>& units, const WantedUnits& wanted, Findings& out);

struct UnitsSeen {
    std::vector<Unit> units;
    std::string unasked; ///< why they could not be asked; "": they were
};
[[nodiscard]] UnitsSeen look_at_units();

} // namespace shoporder::flow
