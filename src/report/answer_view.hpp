#pragma once
// Purpose: what suppliers sent back: in a list, and one answer with all it says.
// State: none; flow fills the structs.
// Fails: not at all. Threads: values.
#include "base/clock.hpp"
#include "order/answer.hpp"
#include "report/json.hpp"
#include "report/shipment_view.hpp"
#include "report/table.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::report {

struct AnswerRow {
    std::int64_t id = 0;
    std::string supplier;
    std::string place; ///< the url of its folder; "by hand"; "by word"
    std::string file_name;
    std::string form; ///< "ubl", …; empty while unread
    std::string sha256;
    std::string state;
    std::string reason;
    base::Time received_at;
    std::size_t size = 0;
    std::int64_t times = 1; ///< how often these bytes came
};

/// What it says of one purchase order.
struct AnswerPartRow {
    int position = 0;
    std::int64_t answer_id = 0;
    std::int64_t delivery_id = 0; ///< 0: nobody knows whose it is
    std::string po_number;        ///< that delivery's; else as the answer says
    order::OrderAnswer said;
    std::string state;
    std::string reason;
    // Of its answer, where it stands alone.
    std::string file_name;
    std::string sha256;
    base::Time received_at;
};

struct AnswerList {
    std::vector<AnswerRow> answers; ///< newest first
    bool more = false;              ///< a limit cut the list
};

[[nodiscard]] Value to_json(const AnswerRow& row);
[[nodiscard]] Value to_json(const AnswerList& list);
[[nodiscard]] Value to_json(const AnswerPartRow& part);
/// The command that resolves `attention`; empty otherwise.
[[nodiscard]] std::string next_command(const AnswerRow& row);
[[nodiscard]] std::string to_text(const std::vector<AnswerRow>& rows, const Style& style);
[[nodiscard]] std::string to_text(const AnswerRow& row, const std::vector<AnswerPartRow>& parts,
                                  const std::vector<ShipmentRow>& shipments, const Style& style);
/// Below a delivery: its file, its digest, and each of its lines.
[[nodiscard]] std::string to_text(const AnswerPartRow& part, const Style& style,
                                  std::size_t indent);

} // namespace shoporder::report
