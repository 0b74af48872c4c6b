#include "store/webhooks.hpp"

#include "base/text.hpp"
#include "order/precedence.hpp"
#include "store/connection.hpp"
#include "store/events.hpp"
#include "store/privacy_tasks.hpp"
#include "store/redaction.hpp"
#include "store/replay.hpp"

namespace shoporder::store {

namespace {

using order::BodyKind;
using order::WebhookState;

std::string_view view(const base::Sha256& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::int64_t week_of(base::Time t) {
    return std::chrono::floor<std::chrono::weeks>(t.time_since_epoch()).count();
}

bool is_duplicate(Write& write, const NewWebhook& w) {
    if (!w.webhook_id.empty()) {
        const std::int64_t week = week_of(w.received_at);
        Query query(write.connection(),
                    "SELECT 1 FROM webhook_ids WHERE week IN (?1, ?1 - 1) AND shop = ?2 AND"
                    " webhook_id = ?3",
                    week, w.shop, w.webhook_id);
        if (query.step())
            return true;
    }
    if (w.body.kind != BodyKind::order)
        return false;
    Query query(write.connection(),
                "SELECT 1 FROM webhooks WHERE kind = 'order' AND order_id = ? AND sha256 = ?",
                w.body.order_id, BlobView{view(w.sha256)});
    return query.step();
}

struct KnownOrder {
    std::string shop;
    order::Standing standing;
    std::string financial; ///< what standing.financial points into
};

std::optional<KnownOrder> known_order(Write& write, std::int64_t id) {
    Query query(write.connection(),
                "SELECT shop, updated_at, cancelled, financial, quantity, triggered_at FROM orders "
                "WHERE id = ?",
                id);
    if (!query.step())
        return std::nullopt;
    KnownOrder known;
    known.shop = query.text(0);
    known.financial = query.text(3);
    known.standing = {
        query.maybe_time(1), query.integer(2) != 0, {}, query.integer(4), query.maybe_time(5)};
    return known;
}

struct Verdict {
    WebhookState state = WebhookState::applied;
    std::string reason;
    bool newest = false; ///< the order's row takes this body
};

/// What an authentic body means here, before it is stored.
/// `redacted`: its order, so that nothing of the body is kept.
Verdict judge(Write& write, const NewWebhook& w, bool redacted) {
    const order::Body& body = w.body;
    if (body.kind == BodyKind::unreadable)
        return {WebhookState::corrupt, body.reason};
    if (!order::topic_fits(w.topic, body.kind))
        return {WebhookState::ignored, "the body is of kind " + std::string{name(body.kind)} +
                                           ", not what the topic " + w.topic + " carries"};
    if (!body.shop_domain.empty() && base::lower(body.shop_domain) != w.shop)
        return {WebhookState::ignored, "other shop: the signed body names another shop"};
    if (redacted)
        return {WebhookState::ignored, "the order was redacted: nothing of this body was stored"};
    switch (body.kind) {
    case BodyKind::order: {
        const auto known = known_order(write, body.order_id);
        if (!known)
            return {WebhookState::applied, "", true};
        if (known->shop != w.shop)
            return {WebhookState::ignored, "other shop: this order id is known under another shop"};
        order::Standing stored = known->standing;
        stored.financial = known->financial;
        const order::Standing candidate{w.body.summary->updated_at, w.body.summary->cancelled,
                                        w.body.summary->financial, w.body.summary->quantity,
                                        w.triggered_at};
        if (!order::supersedes(candidate, stored))
            return {WebhookState::applied, "older than what is known; nothing changed"};
        return {WebhookState::applied, "", true};
    }
    case BodyKind::order_delete:
        return {WebhookState::applied, "the shop deleted the order"};
    case BodyKind::order_edit:
    case BodyKind::refund:
    case BodyKind::fulfillment:
        return {WebhookState::applied, "noted; orders/updated brings the order's new state"};
    case BodyKind::app_uninstalled:
        if (w.topic != "app/uninstalled") // shop/update carries the same body
            return {WebhookState::ignored, "not for us"};
        return {WebhookState::applied, "the app was uninstalled: no more webhooks will come"};
    case BodyKind::data_request:
    case BodyKind::customers_redact:
    case BodyKind::shop_redact:
        return {WebhookState::applied, "a task, due within 30 days"};
    case BodyKind::draft_order:
        return {WebhookState::ignored, "a draft is no order yet"};
    case BodyKind::event:
        return {WebhookState::ignored,
                "an \"Events\" delivery is no order; subscribe to webhooks instead"};
    case BodyKind::other:
    case BodyKind::unreadable:
        break;
    }
    return {WebhookState::ignored, body.reason.empty() ? "not for us" : body.reason};
}

/// An order that was deleted before it is first heard of is deleted: webhooks come in any order.
void put_order(Write& write, const NewWebhook& w, std::int64_t webhook) {
    const order::OrderSummary& o = *w.body.summary;
    Query(write.connection(),
          "INSERT INTO orders (id, shop, name, number, created_at, updated_at, triggered_at, "
          "cancelled,"
          " financial, quantity, test, currency, total, replaced, webhook, first_seen, changed,"
          " deleted) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
          " 1, EXISTS (SELECT 1 FROM webhooks WHERE order_id = ?1 AND shop = ?2 AND kind = ?17 AND"
          " kind <> 'order' AND order_id <> 0 AND state = 'applied'))"
          " ON CONFLICT (id) DO UPDATE SET name = excluded.name, number = excluded.number,"
          " created_at = excluded.created_at, updated_at = excluded.updated_at,"
          " triggered_at = excluded.triggered_at, cancelled = excluded.cancelled,"
          " financial = excluded.financial, quantity = excluded.quantity, test = excluded.test,"
          " currency = excluded.currency, total = excluded.total, replaced = excluded.replaced,"
          " webhook = excluded.webhook, changed = 1",
          w.body.order_id, w.shop, o.name, o.number, micros(o.created_at), micros(o.updated_at),
          micros(w.triggered_at), o.cancelled, o.financial, o.quantity, o.test, o.currency, o.total,
          static_cast<std::int64_t>(w.body.replaced), webhook, base::to_micros(w.received_at),
          order::name(BodyKind::order_delete))
        .run();
}

void mark_deleted(Write& write, const NewWebhook& w) {
    Query(write.connection(),
          "UPDATE orders SET deleted = 1, changed = 1 WHERE id = ? AND shop = ?", w.body.order_id,
          w.shop)
        .run();
}

/// What an applied webhook does beside its own row.
void take_effect(Write& write, const NewWebhook& w, std::int64_t id, const Verdict& verdict) {
    if (verdict.newest)
        put_order(write, w, id);
    if (verdict.state != WebhookState::applied)
        return;
    if (w.body.kind == BodyKind::order_delete)
        mark_deleted(write, w);
    if (w.body.kind == BodyKind::data_request || w.body.kind == BodyKind::customers_redact ||
        w.body.kind == BodyKind::shop_redact)
        add_privacy_task(write, w, id);
}

/// A stored webhook as if it came now. Nothing where there is none, or its bytes are gone.
std::optional<NewWebhook> stored_webhook(Write& write, std::int64_t id, const order::Body& body) {
    Query q(write.connection(),
            "SELECT shop, topic, triggered_at, received_at, codec, body, size FROM webhooks WHERE"
            " id = ? AND codec <> 'gone'",
            id);
    if (!q.step())
        return std::nullopt;
    NewWebhook w;
    w.shop = q.text(0);
    w.topic = q.text(1);
    w.triggered_at = q.maybe_time(2);
    w.received_at = base::from_micros(q.integer(3));
    w.codec = q.text(4);
    w.packed = q.text(5);
    w.size = static_cast<std::size_t>(q.integer(6));
    w.body = body;
    return w;
}

/// Of an order's body there is one row.
std::optional<std::int64_t> twin_of(Write& write, std::int64_t id, const order::Body& body) {
    if (body.kind != BodyKind::order)
        return std::nullopt;
    Query q(write.connection(),
            "SELECT t.id FROM webhooks w JOIN webhooks t ON t.sha256 = w.sha256 AND t.kind ="
            " 'order' AND t.order_id = ? AND t.id <> w.id WHERE w.id = ?",
            body.order_id, id);
    return q.step() ? std::optional{q.integer(0)} : std::nullopt;
}

void note_replay(Write& write, std::int64_t id, const std::string& before, const Replayed& done,
                 const std::string& actor, base::Time now) {
    Event event{now, "webhook"};
    event.order_id = done.order_id;
    event.webhook = id;
    event.actor = actor;
    event.text =
        "replayed: " +
        (before == done.state ? "stays " + done.state : "was " + before + ", is " + done.state) +
        (done.reason.empty() ? "" : ", " + done.reason);
    add_event(write, event);
}

} // namespace

Replayed replay_webhook(Write& write, std::int64_t id, const order::Body& body,
                        const std::string& actor, base::Time now) {
    Query row(write.connection(), "SELECT state, reason, order_id FROM webhooks WHERE id = ?", id);
    if (!row.step())
        return {};
    Replayed out{false, false, row.text(0), row.text(1), row.integer(2)};
    const std::string before = out.state;
    if (before == order::name(WebhookState::applied)) {
        out.planned =
            Query(write.connection(), "UPDATE orders SET changed = 1 WHERE id = ? AND webhook = ?",
                  out.order_id, id)
                .run() == 1;
        note_replay(write, id, before, out, actor, now);
        return out;
    }
    const auto w = stored_webhook(write, id, body);
    if (!w)
        return out;
    const bool redacted = is_redacted(write, body.order_id);
    Verdict verdict = judge(write, *w, redacted);
    if (const auto twin = twin_of(write, id, body))
        verdict = {WebhookState::ignored, "the same body came as webhook " + std::to_string(*twin)};
    else
        Query(write.connection(),
              "UPDATE webhooks SET kind = ?, order_id = ?, replaced = ? WHERE id = ?",
              order::name(body.kind), body.order_id, static_cast<std::int64_t>(body.replaced), id)
            .run();
    out = {verdict.state == WebhookState::applied, verdict.newest,
           std::string{order::name(verdict.state)}, verdict.reason, body.order_id};
    Query(write.connection(), "UPDATE webhooks SET state = ?, reason = ? WHERE id = ?", out.state,
          out.reason, id)
        .run();
    if (redacted)
        redact_webhook(write, id);
    take_effect(write, *w, id, verdict);
    note_replay(write, id, before, out, actor, now);
    return out;
}

Stored accept_webhook(Write& write, const NewWebhook& w) {
    if (is_duplicate(write, w)) {
        add_tally(write, "duplicates/" + w.shop, w.received_at);
        return {0, true, WebhookState::ignored, "duplicate"};
    }
    // Whatever the verdict is: personal data that was redacted does not come back by a late
    // webhook.
    const bool kept = !is_redacted(write, w.body.order_id);
    const Verdict verdict = judge(write, w, !kept);
    Query(
        write.connection(),
        "INSERT INTO webhooks (shop, webhook_id, topic, kind, order_id, triggered_at, received_at,"
        " secret, headers, codec, size, sha256, body, replaced, state, reason)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        w.shop, w.webhook_id.empty() ? std::nullopt : std::optional{w.webhook_id}, w.topic,
        order::name(w.body.kind), w.body.order_id, micros(w.triggered_at),
        base::to_micros(w.received_at), w.secret, w.headers,
        kept ? std::string_view{w.codec} : "gone", static_cast<std::int64_t>(w.size),
        BlobView{view(w.sha256)}, BlobView{kept ? std::string_view{w.packed} : ""},
        static_cast<std::int64_t>(w.body.replaced), order::name(verdict.state), verdict.reason)
        .run();
    const std::int64_t id = write.connection().db.getLastInsertRowid();
    if (!w.webhook_id.empty())
        Query(write.connection(),
              "INSERT INTO webhook_ids (week, shop, webhook_id) VALUES (?, ?, ?)",
              week_of(w.received_at), w.shop, w.webhook_id)
            .run();
    take_effect(write, w, id, verdict);
    if (!verdict.newest || w.body.replaced > 0) {
        Event event{w.received_at, "webhook"};
        event.order_id = w.body.order_id;
        event.webhook = id;
        event.actor = "serve";
        event.text = w.topic + ": " + std::string{order::name(verdict.state)} +
                     (verdict.reason.empty() ? "" : ", " + verdict.reason) +
                     (w.body.replaced > 0 ? "; " + std::to_string(w.body.replaced) +
                                                " broken characters replaced to read it"
                                          : "");
        add_event(write, event);
    }
    return {id, false, verdict.state, verdict.reason};
}

std::size_t forget_webhook_ids(Write& write, base::Time now, std::size_t limit) {
    return static_cast<std::size_t>(
        Query(write.connection(),
              "DELETE FROM webhook_ids WHERE (week, shop, webhook_id) IN"
              " (SELECT week, shop, webhook_id FROM webhook_ids WHERE week < ? LIMIT ?)",
              week_of(now) - 1, static_cast<std::int64_t>(limit))
            .run());
}

} // namespace shoporder::store
