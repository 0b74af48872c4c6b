#pragma once
// Purpose: the history, for people (one line each), programs (JSON Lines) and spreadsheets (CSV).
// State: none.
// Fails: not at all. Threads: values.
#include "base/clock.hpp"
#include "report/json.hpp"
#include "report/table.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace shoporder::report {

struct EventRow {
    std::int64_t id = 0;
    base::Time at;
    std::string kind;
    std::int64_t order_id = 0; ///< 0: none, so for all ids here
    std::string order_name;
    std::int64_t delivery_id = 0;
    std::string supplier;
    std::int64_t webhook = 0;
    std::string actor;
    std::string text;
};

[[nodiscard]] Value to_json(const EventRow& event);
/// "2026-11-22T21:50:09Z  state  #1001  delivery 3  acme  ready → uploaded (dispatch)".
[[nodiscard]] std::string to_text(const EventRow& event, const Style& style);

[[nodiscard]] std::string csv_heading();
[[nodiscard]] std::string to_csv(const EventRow& event);

} // namespace shoporder::report
