#include "flow/intake/take_order.hpp"

#include "order/delivery.hpp"
#include "store/codec.hpp"
#include "store/events.hpp"
#include "store/redaction.hpp"
#include "store/webhooks.hpp"

namespace shoporder::flow {

std::string_view name(Fate fate) noexcept {
    switch (fate) {
    case Fate::taken:
        return "taken";
    case Fate::known:
        return "known";
    case Fate::older:
        return "older";
    case Fate::redacted:
        return "redacted";
    case Fate::unusable:
        break;
    }
    return "unusable";
}

TakenOrder take_order(store::Write& write, BroughtOrder brought, base::Time now) {
    store::NewWebhook w;
    w.shop = brought.shop;
    w.topic = brought.topic;
    w.triggered_at = brought.as_of;
    w.received_at = now;
    w.size = brought.bytes.size();
    w.sha256 = base::sha256(brought.bytes);
    w.body = std::move(brought.body);
    store::Packed packed = store::pack(brought.bytes);
    w.codec = std::move(packed.codec);
    w.packed = std::move(packed.bytes);
    const store::Stored stored = store::accept_webhook(write, w);
    if (stored.duplicate)
        return {Fate::known, stored.reason};
    TakenOrder out{Fate::taken, stored.reason};
    const bool redacted = store::is_redacted(write, w.body.order_id);
    if (redacted)
        out = {Fate::redacted, k_redacted_order};
    else if (stored.state != order::WebhookState::applied)
        out.fate = Fate::unusable;
    else if (!stored.reason.empty())
        out.fate = Fate::older;
    store::Event event{now, "webhook"};
    event.order_id = w.body.order_id;
    event.webhook = stored.id;
    event.actor = brought.actor;
    event.text = brought.words;
    if (redacted)
        event.text += ": nothing of it was stored, because the order was redacted";
    store::add_event(write, event);
    return out;
}

} // namespace shoporder::flow
