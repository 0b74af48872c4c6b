// What a delivery's content is made of, as a text: basis_of() of sheet.hpp.
#include "flow/plan/sheet.hpp"

#include "store/skus.hpp"
#include "store/webhooks.hpp"

#include <fmt/format.h>
#include <iterator>

namespace shoporder::flow {

std::string basis_of(store::Database& database, const store::Delivery& delivery) {
    const auto head = store::find_order(database, delivery.order_id);
    const bool gone = store::gone_body(database, delivery.order_id).has_value();
    std::string out =
        fmt::format("{} {} {} {} {} {}.{} {} {}\n", delivery.id, delivery.supplier_id,
                    head ? head->webhook : 0, gone ? "gone" : "here", delivery.kind, delivery.part,
                    delivery.revision, delivery.po_number, delivery.fingerprint);
    const auto end = std::back_inserter(out);
    for (const store::DeliveryLine& line : delivery.lines)
        fmt::format_to(end, "line {} {} {}\n", line.line_id, line.quantity, line.current);
    for (const store::SkuTable& table : store::sku_tables(database))
        fmt::format_to(end, "table {} {}\n", table.supplier_id, table.edition);
    if (delivery.kind == "change") // its worth counts from what was sent
        for (const store::Delivery& d : store::order_deliveries(database, delivery.order_id))
            if (d.supplier_id == delivery.supplier_id && d.part == delivery.part)
                fmt::format_to(end, "{} {} {}\n", d.id, d.document_id, order::name(d.state));
    return out;
}

} // namespace shoporder::flow
