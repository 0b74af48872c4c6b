#pragma once
// Purpose: what a supplier says it has shipped, below its answer and below the delivery.
// State: none; flow fills the struct.
// Fails: not at all. Threads: values.
// It holds parcels' numbers, which lead to an address: it goes to whoever asked for this order.
#include "base/clock.hpp"
#include "order/shipment.hpp"
#include "report/json.hpp"
#include "report/table.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::report {

struct ShipmentRow {
    std::int64_t id = 0;
    std::int64_t answer_id = 0;
    std::int64_t delivery_id = 0; ///< 0: nobody knows whose it is
    std::string po_number;        ///< that delivery's; else as the supplier says
    order::Shipment said;
    std::vector<std::pair<std::int64_t, std::int64_t>> lines; ///< line id, pieces
    std::string state; ///< attention, known, due, told, refused, repeated, settled
    std::string reason;
    base::Time received_at;
    std::optional<base::Time> told_at;
    std::vector<std::int64_t> fulfillments; ///< Shopify's ids
};
[[nodiscard]] Value to_json(const ShipmentRow& row);
[[nodiscard]] std::string to_text(const ShipmentRow& row, const Style& style, std::size_t indent);

} // namespace shoporder::report
