#pragma once
// Purpose: orders in a list, and the whole story of one order.
// State: none; flow fills the structs. Fails: not at all. Threads: values.
// A list names no person. The story holds the ship-to address: it is an answer to the operator
// who asked for this order, and goes to standard output alone.
#include "order/left_out.hpp"
#include "report/answer_view.hpp"
#include "report/event_view.hpp"
#include "report/queue_view.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::report {

struct OrderRow {
    std::int64_t id = 0;
    std::string shop;
    std::string name;
    std::int64_t number = 0;
    std::optional<base::Time> created_at;
    std::optional<base::Time> updated_at;
    base::Time first_seen;
    bool cancelled = false;
    bool deleted = false;
    bool test = false;
    bool planned = true; ///< false: the next dispatch routes it
    std::string financial;
    std::string currency;
    std::string total;
    /// "acme: uploaded" for each delivery; the worst first.
    std::vector<std::pair<std::string, order::DeliveryState>> deliveries;
};

struct OrderList {
    std::vector<OrderRow> orders; ///< newest first
    bool more = false;
};
[[nodiscard]] Value to_json(const OrderRow& row);
[[nodiscard]] Value to_json(const OrderList& list);
[[nodiscard]] std::string to_text(const OrderList& list, const Style& style);

struct WebhookRow {
    std::int64_t id = 0;
    std::string shop, webhook_id, topic, kind, secret, headers, state, reason;
    std::int64_t order_id = 0;
    std::optional<base::Time> triggered_at;
    base::Time received_at;
    std::size_t size = 0;
    std::size_t replaced = 0;
};
[[nodiscard]] Value to_json(const WebhookRow& row);
/// One webhook with its headers.
[[nodiscard]] std::string to_text(const WebhookRow& row, const Style& style);
[[nodiscard]] std::string to_text(const std::vector<WebhookRow>& rows, const Style& style);

struct StoryLine {
    std::int64_t id = 0;
    std::string sku;
    std::string title;
    std::string vendor;
    std::int64_t ordered = 0;
    std::int64_t sent = 0;         ///< in documents that left or may have left
    std::int64_t shipped = 0;      ///< fulfilled, says the shop
    std::int64_t due = 0;          ///< may be sent now
    std::int64_t not_released = 0; ///< on hold, scheduled, a pre-order
    std::string supplier;          ///< "" when it does not ship at all, "-" without a route
    std::string why;               ///< which rule took it, or why none did
};

struct AttemptRow {
    std::int64_t id = 0;
    base::Time started_at;
    std::optional<base::Time> ended_at;
    std::string outcome, phase, reason;
    int code = 0;
};

struct StoryDocument {
    std::int64_t id = 0;
    std::string file_name, format, sha256, target;
    std::size_t size = 0;
    std::size_t replaced = 0;
    std::size_t carries = 1; ///< deliveries: more than one in a batch
    bool in_place = false;   ///< written under its final name, not renamed
    base::Time rendered_at;
    std::optional<base::Time> uploaded_at;
    std::vector<AttemptRow> attempts;
};

struct StoryDelivery {
    DeliveryRow row;
    std::vector<std::pair<std::int64_t, std::int64_t>> lines; ///< line id, quantity
    std::optional<StoryDocument> document;
    std::string supplier_number;          ///< the supplier's own; empty: not told
    std::string promised;                 ///< "2026-12-24"; empty: no day
    std::optional<base::Time> answer_due; ///< while an answer is awaited; nullopt: at no time
    std::vector<AnswerPartRow> answers;   ///< what its supplier said, oldest first
    std::vector<ShipmentRow> shipments;   ///< and has shipped, oldest first
    std::vector<order::LeftOut> left_out; ///< of this delivery's document
};

[[nodiscard]] Value to_json(const StoryDelivery& delivery);
[[nodiscard]] std::string to_text(const StoryDelivery& delivery, const Style& style);

/// "Left out" with a line for each; "" where there is nothing.
[[nodiscard]] std::string left_out_text(const std::vector<order::LeftOut>& left_out,
                                        const Style& style);
[[nodiscard]] Value left_out_json(const std::vector<order::LeftOut>& left_out);

/// What is no fault of the order's: its data was removed, its shop is not configured.
struct StoryNote {
    const char* label; ///< "redacted"
    std::string text;  ///< "at 2026-11-22T21:50:09Z: what follows is the ledger"
};

struct OrderStory {
    OrderRow order;
    std::vector<std::string> ship_to; ///< lines of the address; empty when not told
    std::string shipping_method;
    std::vector<std::string> defects; ///< fields of the order that cannot be read
    std::vector<StoryNote> notes;
    std::vector<WebhookRow> webhooks; ///< oldest first
    std::vector<StoryLine> lines;
    std::vector<order::LeftOut> left_out; ///< what the order says and no document carries
    std::vector<StoryDelivery> deliveries;
    std::vector<EventRow> events;
};
[[nodiscard]] Value to_json(const OrderStory& story);
[[nodiscard]] std::string to_text(const OrderStory& story, const Style& style);

/// What to mail to a supplier who says that it never came: server, file, time, the server's answer,
/// size and digest of each document that was delivered. No customer's data. "": none was.
[[nodiscard]] std::string proof_text(const OrderStory& story, base::Time now);
[[nodiscard]] Value proof_json(const OrderStory& story);
/// Without the deliveries to others, where `name` is a purchase-order number or a file's name: a
/// proof goes out by mail.
[[nodiscard]] OrderStory only_named(OrderStory story, const std::string& name);

/// Where goods of a line stay that were sent, or may have been, when it is given to the supplier
/// `to`, and what gets them from there: " stay with globex (1001-B, deferred); if it …".
[[nodiscard]] std::string who_keeps(const OrderStory& story, std::int64_t line,
                                    const std::string& to);

} // namespace shoporder::report
