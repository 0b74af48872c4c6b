#pragma once
// Purpose: what was sent, when, and what it was worth: the rows that stay for ever, without
// personal data, after purge and redaction.
// State: tables deliveries, documents and orders; the worth is written when a document's bytes are
// fixed. Fails: Error from the database. Threads: as Database.
#include "base/clock.hpp"
#include "order/delivery.hpp"
#include "order/money.hpp"
#include "store/database.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::store {

/// What a document adds to what was ordered from the supplier before: a change counts what differs,
/// a cancellation what it takes back, below zero. So sums over any time are right.
struct Worth {
    std::int64_t units = 0; ///< pieces
    std::optional<order::Money>
        goods;                        ///< at the shop's prices before discounts; nullopt: not known
    std::optional<order::Money> cost; ///< by the supplier's SKU table; nullopt: not known
};
void set_worth(Write& write, std::int64_t delivery_id, const Worth& worth);

struct SentRow {
    std::int64_t delivery_id = 0;
    std::int64_t order_id = 0;
    std::string order_name;
    std::string shop;
    std::string supplier;
    std::string po_number;
    int part = 1;
    int revision = 1;
    std::string kind; ///< new, change, cancel
    order::DeliveryState state{};
    std::int64_t document_id = 0;
    std::string file_name;
    std::uint64_t size = 0;      ///< bytes
    std::string sha256;          ///< 32 bytes
    base::Time sent_at;          ///< the supplier's server had it under its final name
    std::optional<Worth> worth;  ///< nullopt: sent before this was recorded
    std::string supplier_number; ///< what the supplier calls it; empty: not told
};

struct SentFilter {
    std::optional<base::Time> since; ///< inclusive
    std::optional<base::Time> until; ///< exclusive
    std::int64_t supplier_id = 0;    ///< 0: all
    std::string shop;                ///< empty: all
    std::size_t limit = 1000;
    /// Keyset paging: the last row of the page before.
    base::Time after_time;
    std::int64_t after_document = 0;
    std::int64_t after_delivery = 0;
};
/// By the time they were sent, the oldest first.
[[nodiscard]] std::vector<SentRow> list_sent(Database& database, const SentFilter& filter);

} // namespace shoporder::store
