#include "flow/doctor/machine.hpp"

#include "base/child.hpp"
#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <sys/timex.h>

namespace shoporder::flow {

namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

// Shopify's moment is before ours by what the way takes, some seconds at most, and by hours where
// it had to try again; so only the quickest of several tells something.
constexpr std::size_t k_enough_delays = 5;
constexpr microseconds k_before_it_was_sent = -3s;
constexpr microseconds k_long_after = 2min;

constexpr std::chrono::seconds k_patience{10};

struct Expected {
    const char* unit;
    const char* without; ///< what does not happen when it is not there
};
/// What is to be active. Services that a timer starts are looked at for their last result.
constexpr std::array k_active{
    Expected{"shoporder.socket", "no webhook is taken"},
    Expected{"shoporder.service", "no webhook is stored"},
    Expected{"shoporder-dispatch.timer", "no order is sent"},
    Expected{"shoporder-retry.timer", "nothing is tried again"},
    Expected{"shoporder-confirm.timer", "no supplier's answer is collected"},
    Expected{"shoporder-backup.timer", "no backup is made"},
    Expected{"shoporder-purge.timer", "nothing that is too old is removed"},
    Expected{"shoporder-alert.timer", "nobody is told of problems"},
    Expected{"shoporder-shopify.timer", "what webhooks miss is not fetched from Shopify"},
    Expected{"shoporder-fulfill.timer", "Shopify is not told what has shipped"},
};
constexpr std::array k_started{
    "shoporder-dispatch.service", "shoporder-retry.service",   "shoporder-confirm.service",
    "shoporder-backup.service",   "shoporder-purge.service",   "shoporder-alert.service",
    "shoporder-shopify.service",  "shoporder-fulfill.service",
};
constexpr std::string_view k_alert_timer = "shoporder-alert.timer";
constexpr std::string_view k_shopify_timer = "shoporder-shopify.timer";
constexpr std::string_view k_fulfill_timer = "shoporder-fulfill.timer";

const Unit* find(const std::vector<Unit>& units, std::string_view name) {
    const auto found = std::find_if(units.begin(), units.end(),
                                    [name](const Unit& each) { return each.name == name; });
    return found == units.end() ? nullptr : &*found;
}

void judge_active(const Unit& unit, const Expected& expected, Findings& out) {
    const std::string name = unit.name;
    if (unit.load == "masked")
        out.fault("unit-masked", name, name + " is masked, so that " + expected.without,
                  "`systemctl unmask " + name + "`, then `systemctl enable --now " + name + "`");
    else if (unit.active == "failed")
        out.fault("unit-failed", name, name + " has failed, so that " + expected.without,
                  "`journalctl -u " + name + " -n 50` says why; then `systemctl restart " + name +
                      "`");
    else if (unit.active != "active" && unit.active != "activating" && unit.active != "reloading")
        out.fault("unit-inactive", name, name + " is not active, so that " + expected.without,
                  "`systemctl enable --now " + name + "`");
    else if (unit.enabled == "disabled")
        out.warning("unit-disabled", name,
                    name + " is active and not enabled: after the next start of this machine " +
                        expected.without,
                    "`systemctl enable " + name + "`");
}

} // namespace

std::optional<bool> is_clock_kept() {
    timex state{}; // modes 0: only asks
    const int answer = ::adjtimex(&state);
    if (answer < 0)
        return std::nullopt;
    return answer != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

void judge_clock(std::optional<bool> kept, std::span<const microseconds> delays, Findings& out) {
    if (kept == std::optional{false})
        out.warning("clock-not-kept", "",
                    "nobody keeps this machine's clock right; send windows and cut-off times "
                    "depend on it",
                    "`timedatectl set-ntp true`, or `apt install systemd-timesyncd`");
    if (delays.size() < k_enough_delays)
        return;
    const microseconds quickest = *std::min_element(delays.begin(), delays.end());
    if (quickest < k_before_it_was_sent)
        out.fault("clock-behind", "",
                  "the clock is behind by " + base::format_span(-quickest) +
                      " or more: webhooks arrive before Shopify sent them",
                  "`timedatectl` shows the time; `timedatectl set-ntp true` keeps it right");
    else if (quickest > k_long_after)
        out.warning("clock-ahead", "",
                    "every recent webhook came " + base::format_span(quickest) +
                        " or more after Shopify made it: the clock is ahead, or Shopify is late",
                    "`timedatectl` shows the time; compare it with a clock that is right");
}

std::vector<Unit> read_units(std::string_view text) {
    std::vector<Unit> out;
    Unit unit;
    const auto end_block = [&] {
        if (!unit.name.empty())
            out.push_back(std::exchange(unit, {}));
    };
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        const auto equals = line.find('=');
        const std::string_view key = line.substr(0, equals);
        if (line.empty()) {
            end_block();
        } else if (equals != std::string_view::npos) {
            const std::string value{line.substr(equals + 1)};
            if (key == "Id")
                unit.name = value;
            else if (key == "LoadState")
                unit.load = value;
            else if (key == "ActiveState")
                unit.active = value;
            else if (key == "UnitFileState")
                unit.enabled = value;
            else if (key == "Result")
                unit.result = value;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    end_block();
    return out;
}

void judge_units(const std::vector<Unit>& units, const WantedUnits& wanted, Findings& out) {
    std::string missing;
    for (const Expected& expected : k_active) {
        if ((expected.unit == k_alert_timer && !wanted.alerts) ||
            (expected.unit == k_shopify_timer && !wanted.shopify) ||
            (expected.unit == k_fulfill_timer && !wanted.fulfill))
            continue;
        const Unit* unit = find(units, expected.unit);
        if (unit == nullptr || unit->load == "not-found")
            missing += (missing.empty() ? "" : ", ") + std::string{expected.unit};
        else
            judge_active(*unit, expected, out);
    }
    if (!missing.empty())
        out.warning("unit-missing", missing, "these units are not installed: " + missing,
                    "install the package again, or `cmake --install` and `systemctl "
                    "daemon-reload`; else something else must do their work");
    for (const char* const name : k_started) {
        const Unit* unit = find(units, name);
        if (unit != nullptr && !unit->result.empty() && unit->result != "success")
            out.warning("unit-failed", name,
                        std::string{name} + " failed when it ran last (" + unit->result + ")",
                        "`journalctl -u " + std::string{name} + " -n 50` says why");
    }
    if (!wanted.alerts)
        out.hint("no-alert", "",
                 "nobody is told when something goes wrong: alert.command is not set",
                 "set it in shoporder.toml, try it with `shoporder alert --test`, then `systemctl "
                 "enable --now shoporder-alert.timer`");
}

UnitsSeen look_at_units() {
    UnitsSeen out;
    // As sd_booted(3) decides.
    if (!std::filesystem::exists("/run/systemd/system")) {
        out.unasked = "systemd does not run here; see to it that something runs `shoporder serve`, "
                      "`dispatch`, `retry`, `confirm`, `backup` and `purge`";
        return out;
    }
    const std::vector<std::string> show{"/usr/bin/systemctl", "show", "--no-pager",
                                        "--property=Id,LoadState,ActiveState,UnitFileState,Result"};
    // Two questions: an answer is cut at 2000 bytes.
    std::array<std::vector<std::string>, 2> questions{show, show};
    for (const Expected& expected : k_active)
        questions[0].emplace_back(expected.unit);
    for (const char* const name : k_started)
        questions[1].emplace_back(name);
    for (const auto& question : questions) {
        try {
            const base::ChildEnd end = base::run_child(question, "", k_patience);
            if (end.timed_out || end.status != 0) {
                out.unasked = "systemctl does not answer: " +
                              (end.timed_out ? "no end in 10 s" : base::printable(end.said, 200));
                return out;
            }
            for (Unit& unit : read_units(end.said))
                out.units.push_back(std::move(unit));
        } catch (const base::Error& error) {
            out.unasked = error.what();
            return out;
        }
    }
    return out;
}

} // namespace shoporder::flow
