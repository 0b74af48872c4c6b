#pragma once
// Purpose: from stored rows to the sheet a document is rendered from.
// State: the database, read. Fails: Error(io) when a stored body is no order any more.
// Threads: as the Database.
#include "config/settings.hpp"
#include "flow/plan/formats.hpp"
#include "order/order.hpp"
#include "order/supplier.hpp"
#include "render/document.hpp"
#include "route/sku_facts.hpp"
#include "store/database.hpp"
#include "store/deliveries.hpp"
#include "store/ledger.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::flow {

/// An order as its newest webhook tells it, with what the store knows beside it.
struct KnownOrder {
    order::Order order;
    std::string shop;
    route::SkuFacts skus{}; ///< as the suppliers' tables are now
    /// Lines that a delivery has and the newest state does not tell any more, as an older one did.
    std::vector<order::LineItem> gone{};
};
[[nodiscard]] KnownOrder load_order(store::Database& database, std::int64_t order_id);
/// With all lines that this delivery has; one that no stored state tells has its id alone.
[[nodiscard]] KnownOrder load_order(store::Database& database, const store::Delivery& delivery);

/// How much of a line its document asks for: of a change without what is on hold in the shop.
[[nodiscard]] std::int64_t asked_quantity(const store::Delivery& delivery,
                                          const store::DeliveryLine& line);

/// The document of one delivery, from the lines it was planned with. The sheet points into `known`.
[[nodiscard]] render::Sheet make_sheet(const KnownOrder& known, const store::Delivery& delivery,
                                       const order::Supplier& supplier, const config::Shop* shop);

/// What its document adds to what was ordered from the supplier, for the ledger. `known` has all
/// lines of the delivery. A change counts from the newest revision of its part that was sent.
[[nodiscard]] store::Worth worth_of(store::Database& database, const KnownOrder& known,
                                    const store::Delivery& delivery,
                                    const order::Supplier& supplier);

/// A delivery's document, and what it is worth.
struct Content {
    render::Document document;
    store::Worth worth{};
};
/// Unfit: it cannot be made.
[[nodiscard]] Content content_of(store::Database& database, const config::Settings& settings,
                                 Formats& formats, const store::Delivery& delivery,
                                 const order::Supplier& supplier);
/// All that the content is made of, beside the settings and the supplier's row: while this text is
/// the same, so is the content. Made of a few rows by their keys, and of no body.
[[nodiscard]] std::string basis_of(store::Database& database, const store::Delivery& delivery);

} // namespace shoporder::flow
