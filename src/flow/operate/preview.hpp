#pragma once
// Purpose: documents without sending: exactly what was sent, or what would be.
// State: the database, read-only, or none at all. Fails: Error(data|not_found).
// Threads: one Database, one thread.
#include "config/settings.hpp"
#include "flow/plan/formats.hpp"
#include "order/left_out.hpp"
#include "order/order.hpp"
#include "order/supplier.hpp"
#include "store/database.hpp"
#include "store/deliveries.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace shoporder::flow {

struct Preview {
    std::string supplier; ///< "" for a document with all lines
    std::string po_number;
    std::int64_t order_id = 0;
    std::string order_name;
    std::string file_name;
    std::string bytes;
    bool sent_bytes = false;              ///< these are the stored bytes of a claimed delivery
    std::string state;                    ///< the delivery's state, "" without a database
    std::string reason;                   ///< why it is waiting or held
    bool gone = false;                    ///< those bytes were redacted or purged
    std::string unfit;                    ///< why there is no document; else empty
    std::string format;                   ///< of the supplier
    order::DocumentForm form;             ///< likewise; its schema is what the document must obey
    std::vector<std::string> altered;     ///< what the document could not carry as the order has it
    std::size_t replaced = 0;             ///< how many characters that are
    std::vector<order::LeftOut> left_out; ///< what the order says of it and no document carries
};

struct PreviewOptions {
    std::string supplier; ///< only this one's; empty: all
    std::string format;   ///< in the place of each supplier's own; empty: that one
    base::Time now;       ///< for a name of a file that holds the day; a number in it is an example
    std::string shop{};   ///< whose a saved body is; an order of the database tells that itself
    bool tell_gone = false; ///< where stored bytes are gone: Preview::gone, in place of an Error
};

/// Every delivery of the order: stored bytes where they are fixed, else what would be sent now.
/// Orders not planned yet are routed on the fly. No schema is asked.
[[nodiscard]] std::vector<Preview> preview_order(store::Database& database,
                                                 const config::Settings& settings,
                                                 std::int64_t order, const PreviewOptions& options);

/// The same of many orders, with the suppliers' formats read once.
[[nodiscard]] std::vector<Preview> preview_order(store::Database& database,
                                                 const config::Settings& settings, Formats& formats,
                                                 std::int64_t order, const PreviewOptions& options);

/// As if nothing of the order had been planned yet, by these suppliers in the place of the stored
/// ones. One that is stored under its name has the same SKU table.
[[nodiscard]] std::vector<Preview> preview_afresh(store::Database& database,
                                                  const config::Settings& settings,
                                                  Formats& formats, std::int64_t order,
                                                  std::span<const order::Supplier> suppliers,
                                                  const PreviewOptions& options);

/// From a saved body, without a database. Without suppliers: one document with all lines that ship.
/// Error(data) when the body is no order.
[[nodiscard]] std::vector<Preview> preview_body(std::string_view bytes,
                                                const config::Settings& settings,
                                                std::span<const order::Supplier> suppliers,
                                                const PreviewOptions& options);

} // namespace shoporder::flow
