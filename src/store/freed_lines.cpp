// What was called off or refused, and is given to another supplier (deliveries.hpp).
#include "store/connection.hpp"
#include "store/deliveries.hpp"

#include <algorithm>
#include <utility>

namespace shoporder::store {

namespace {

using order::DeliveryState;

/// One line in one delivery.
struct Row {
    std::int64_t delivery = 0;
    std::pair<std::int64_t, std::int64_t> part; ///< with its supplier
    std::string kind;
    DeliveryState state{};
    bool called_off = false;
    bool left = false; ///< or may have, or a person closed it
    DeliveryLine line;
};

/// By part and revision.
std::vector<Row> rows_of(Write& write, std::int64_t order_id, std::int64_t line_id) {
    Query q(write.connection(),
            "SELECT d.id, d.supplier_id, d.part, d.kind, d.state, d.reason_code, d.document_id,"
            " l.quantity, l.freed, l.refused FROM deliveries d JOIN delivery_lines l ON"
            " l.delivery_id = d.id WHERE d.order_id = ? AND l.line_id = ? ORDER BY d.supplier_id,"
            " d.serial",
            order_id, line_id);
    std::vector<Row> rows;
    while (q.step()) {
        Row row;
        row.delivery = q.integer(0);
        row.part = {q.integer(1), q.integer(2)};
        row.kind = q.text(3);
        row.state = order::delivery_state(q.text(4)).value_or(DeliveryState::held);
        const bool cancelled = row.state == DeliveryState::cancelled;
        row.called_off = cancelled && q.text(5) == "called_off" && row.kind == "new";
        row.left =
            !cancelled && (q.maybe_integer(6).has_value() || row.state == DeliveryState::settled);
        row.line = {line_id, q.integer(7), 0, 0, q.integer(8), q.integer(9)};
        rows.push_back(std::move(row));
    }
    return rows;
}

void set_freed(Write& write, Row& row, std::int64_t freed) {
    row.line.freed = std::min(freed, row.line.quantity);
    Query(write.connection(),
          "UPDATE delivery_lines SET freed = ? WHERE delivery_id = ? AND line_id = ?",
          row.line.freed, row.delivery, row.line.line_id)
        .run();
}

/// What one part gives up. What counts as sent is what its newest word says, so there it is noted
/// whichever word the supplier refused.
std::int64_t free_part(Write& write, std::vector<Row>::iterator first,
                       std::vector<Row>::iterator last) {
    std::int64_t given_up = 0;
    Row* newest = nullptr;
    for (auto row = first; row != last; ++row) {
        const DeliveryLine line = row->line;
        if (row->called_off) {
            given_up += line.quantity - line.freed;
            set_freed(write, *row, line.quantity);
        }
        if (row->left)
            newest = &*row;
    }
    if (newest == nullptr || newest->kind == "cancel")
        return given_up;
    std::int64_t refused = 0;
    for (auto row = first; row != last; ++row)
        if (row->state == DeliveryState::partial || row->state == DeliveryState::rejected)
            refused = std::max(refused, row->line.refused - row->line.freed);
    refused = std::min(refused, newest->line.quantity - newest->line.freed);
    if (refused <= 0)
        return given_up;
    set_freed(write, *newest, newest->line.freed + refused);
    for (auto row = first; row != last; ++row)
        if (row->state == DeliveryState::partial || row->state == DeliveryState::rejected)
            set_freed(write, *row, std::max(row->line.refused, row->line.freed));
    return given_up + refused;
}

} // namespace

std::int64_t free_line(Write& write, std::int64_t order_id, std::int64_t line_id) {
    std::vector<Row> rows = rows_of(write, order_id, line_id);
    std::int64_t freed = 0;
    for (auto first = rows.begin(); first != rows.end();) {
        const auto last = std::find_if(first, rows.end(),
                                       [&](const Row& row) { return row.part != first->part; });
        freed += free_part(write, first, last);
        first = last;
    }
    return freed;
}

std::vector<std::int64_t> fully_freed(Write& write, std::int64_t order_id) {
    Query q(write.connection(),
            "SELECT d.id FROM deliveries d WHERE d.order_id = ? AND d.kind <> 'cancel' AND d.state"
            " IN ('partial', 'rejected') AND EXISTS (SELECT 1 FROM delivery_lines l WHERE"
            " l.delivery_id = d.id AND l.refused > 0) AND NOT EXISTS (SELECT 1 FROM delivery_lines"
            " l WHERE l.delivery_id = d.id AND l.freed < l.refused)",
            order_id);
    std::vector<std::int64_t> out;
    while (q.step())
        out.push_back(q.integer(0));
    return out;
}

} // namespace shoporder::store
