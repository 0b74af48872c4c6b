#pragma once
// Purpose: the overall state, with problems that need a person first. "Unhealthy" is decided here
// and nowhere else.
// State: none; flow fills the structs. Fails: not at all. Threads: values.
// Unhealthy: anything a person must settle (held, failed, partial, rejected), a parked supplier, or
// something that should move by itself and has not for an hour. `waiting` never is: it has
// its reason and its time.
#include "report/queue_view.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::report {

struct SupplierHealth {
    std::string name;
    std::string mode;
    std::string mode_reason;
    std::map<order::DeliveryState, std::int64_t> counts; ///< only what is not 0
    std::optional<base::Time> last_success;
    std::optional<base::Time> failing_since;
    std::int64_t failures = 0;                         ///< connections in a row
    std::optional<base::Time> answers_looked{};        ///< when its answers were last looked for
    std::optional<base::Time> answers_failing_since{}; ///< since when they cannot be
    std::string answers_problem{};                     ///< why not
    std::optional<base::Time> mode_until{};            ///< when a pause ends by itself
};

[[nodiscard]] Standstill standstill_of(const SupplierHealth& supplier);

struct SecretUse {
    std::string label;
    std::optional<base::Time> last; ///< when it last signed a webhook
};

struct ShopHealth {
    std::string domain;
    std::int64_t duplicates = 0;
    std::optional<base::Time> last_webhook; ///< authentic ones
    std::vector<SecretUse> secrets;         ///< the one that signed last first
};

/// Something that goes wrong without an error of its own.
struct Notice {
    std::string key; ///< what it is about, stable while it lasts: "silence/demo.myshopify.com"
    std::string text;
    std::string next; ///< the command that leads on
};

struct StatusView {
    base::Time at;
    std::map<order::DeliveryState, std::int64_t> counts;
    /// The oldest moment since which something is in a state; for states that are not final.
    std::map<order::DeliveryState, base::Time> oldest;
    std::vector<AttentionGroup> groups; ///< what needs a person; the largest first
    std::vector<DeliveryRow> attention; ///< the oldest of each of the first groups
    std::size_t to_plan = 0;            ///< orders received and not routed yet (counted up to 1000)
    std::optional<base::Time> oldest_to_plan;
    std::vector<SupplierHealth> suppliers;
    std::vector<ShopHealth> shops;
    std::vector<Notice> notices; ///< each makes it unhealthy
};

/// Why it is unhealthy, and the command that leads on.
struct Complaint {
    std::string key; ///< what it is about, stable while it lasts
    std::string text;
    std::string next;
    bool in_groups = false; ///< the groups say it in more detail
};
/// Empty: healthy.
[[nodiscard]] std::vector<Complaint> find_complaints(const StatusView& view);
/// Their texts.
[[nodiscard]] std::vector<std::string> complaints(const StatusView& view);

[[nodiscard]] Value to_json(const StatusView& view);

/// The rows of `page`: those of a terminal of 24, where the next prompt needs one.
inline constexpr std::size_t k_page_rows = 23;
enum class Extent {
    page, ///< at most k_page_rows rows on a terminal of 80 columns or more
    all,  ///< everything, however long
};
/// Without a terminal what fits on one of 80 columns, no line broken.
[[nodiscard]] std::string to_text(const StatusView& view, const Style& style,
                                  Extent extent = Extent::page);

} // namespace shoporder::report
