#pragma once
// Purpose: webhooks as they came, and the newest state of each order they tell.
// State: tables webhooks, orders. Fails: Error from the database.
// Threads: as Database.
#include "base/clock.hpp"
#include "base/digest.hpp"
#include "order/body.hpp"
#include "order/delivery.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shoporder::store {

struct NewWebhook {
    std::string shop;
    std::string webhook_id; ///< empty when the header was missing
    std::string topic;
    std::optional<base::Time> triggered_at;
    base::Time received_at;
    std::string secret;  ///< label of the secret that matched
    std::string headers; ///< as "Name: value" lines
    std::string codec;   ///< of `packed`, by pack()
    std::string packed;
    std::size_t size = 0; ///< of the raw body
    base::Sha256 sha256{};
    order::Body body; ///< the summary suffices
};

struct Stored {
    std::int64_t id = 0; ///< 0 for a duplicate
    bool duplicate = false;
    order::WebhookState state = order::WebhookState::received;
    std::string reason;
};

/// Stores a webhook and applies it: an order's body becomes the order's newest state where it
/// is newer (rules.md 1), and the order is marked to be planned. A duplicate changes nothing but a
/// tally. The same webhook id is one for a week at least, the same order's body for ever.
Stored accept_webhook(Write& write, const NewWebhook& webhook);

/// Webhook ids are known for 7 to 14 days (Shopify retries for 4 hours); then at most `limit` of
/// the older ones are forgotten. Returns how many were.
std::size_t forget_webhook_ids(Write& write, base::Time now, std::size_t limit);

struct OrderHead {
    std::int64_t id = 0;
    std::string shop;
    std::string name;
    std::int64_t number = 0;
    std::optional<base::Time> created_at;
    std::optional<base::Time> updated_at;
    bool cancelled = false;
    bool deleted = false;
    std::string financial;
    bool test = false;
    std::string currency;
    std::string total;
    std::size_t replaced = 0;
    std::int64_t webhook = 0;
    base::Time first_seen;
    bool changed = false;
};
[[nodiscard]] std::optional<OrderHead> find_order(Database& database, std::int64_t id);

/// The webhook of an order's newest state, when its body was redacted or purged.
[[nodiscard]] std::optional<std::int64_t> gone_body(Database& database, std::int64_t order_id);

/// Orders to be planned, lowest id above `after` first.
[[nodiscard]] std::vector<std::int64_t> changed_orders(Database& database, std::int64_t after,
                                                       std::size_t limit);
/// The order has been planned from this webhook; stays marked when a newer one came meanwhile.
void mark_planned(Write& write, std::int64_t order_id, std::int64_t webhook);
/// Marks orders for planning again: one, or (0) every order with an unclaimed delivery.
void mark_changed(Write& write, std::int64_t order_id);

/// Marks orders whose waiting deliveries are due (a grace delay or a pause is over).
void mark_due(Write& write, base::Time now);

struct WebhookRow {
    std::int64_t id = 0;
    std::string shop, webhook_id, topic, kind, secret, headers, state, reason;
    std::int64_t order_id = 0;
    std::optional<base::Time> triggered_at;
    base::Time received_at;
    std::size_t size = 0;
    std::size_t replaced = 0;
};
[[nodiscard]] std::optional<WebhookRow> find_webhook(Database& database, std::int64_t id);
/// Newest first; order 0 means all.
[[nodiscard]] std::vector<WebhookRow> list_webhooks(Database& database, std::int64_t order_id,
                                                    std::size_t limit);
/// The raw bytes, exactly as they came; none when they were redacted or purged. Error(not_found)
/// for no such webhook.
[[nodiscard]] std::string webhook_body(Database& database, std::int64_t id);

} // namespace shoporder::store
