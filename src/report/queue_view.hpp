#pragma once
// Purpose: deliveries as people and programs see them, each with the command that settles it.
// State: none; flow fills the structs.
// Fails: not at all. Threads: values.
#include "base/clock.hpp"
#include "order/delivery.hpp"
#include "report/json.hpp"
#include "report/standstill.hpp"
#include "report/table.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::report {

struct DeliveryRow {
    std::int64_t id = 0;
    std::int64_t order_id = 0;
    std::string order_name; ///< "#1001": any text
    std::string shop;
    std::string supplier;        ///< "-": no supplier takes its lines
    std::int64_t first_line = 0; ///< one of its lines, for `order assign`; 0 where not looked up
    int revision = 1;
    std::string kind;
    std::string po_number;
    order::DeliveryState state{};
    std::string reason_code;
    std::string reason;
    std::optional<base::Time> due_at;
    base::Time created_at;
    base::Time changed_at;
    base::Time since; ///< in this state; what may still leave: when it could first have gone
    std::int64_t document_id = 0; ///< 0: nothing is fixed yet
    std::string file_name;        ///< of that document
    int faults = 0;
    /// Of a delivery that is ready: why it does not go all the same. `reason` says it, too.
    Standstill standstill{};
};

/// The command that resolves this state, without the reason a person must give; empty
/// where time or the supplier does.
[[nodiscard]] std::string next_command(const DeliveryRow& row);
/// The same for a person: the command, or what happens by itself and when.
[[nodiscard]] std::string next_step(const DeliveryRow& row, const Style& style);
[[nodiscard]] Tone tone_of(order::DeliveryState state) noexcept;

/// Deliveries that need a person for one cause at one supplier; see attention_view.hpp.
struct AttentionGroup {
    DeliveryRow example;   ///< the oldest; its state, reason_code and supplier are the group's
    std::size_t count = 0; ///< at least 1
    bool exact = true;     ///< false: there are more
    base::Time oldest;
};

struct QueueView {
    std::vector<DeliveryRow> deliveries;
    bool more = false;                    ///< a limit cut the list
    bool attention = false;               ///< in groups
    std::vector<AttentionGroup> groups{}; ///< the largest first
    std::string shop{};                   ///< what it was narrowed to; empty: all
};
[[nodiscard]] Value to_json(const DeliveryRow& row);
[[nodiscard]] Value to_json(const QueueView& view);
[[nodiscard]] std::string to_text(const QueueView& view, const Style& style);

} // namespace shoporder::report
