#include "flow/intake/import_orders.hpp"

#include "order/body.hpp"
#include "store/codec.hpp"
#include "store/events.hpp"
#include "store/redaction.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

using Fate = ImportedOrder::Fate;
constexpr std::size_t k_chunk = 32; // keeps the write lock short: `serve` waits for it

ImportedOrder look_at(const order::OrderFile::Piece& piece, const order::Body& body) {
    ImportedOrder out;
    out.line = piece.line;
    out.id = body.order_id;
    if (body.kind != order::BodyKind::order) {
        out.reason = !body.reason.empty() ? body.reason
                                          : "it is of kind " + std::string{order::name(body.kind)};
        return out;
    }
    out.name = body.summary->name;
    out.fate = Fate::taken;
    return out;
}

constexpr const char* k_redacted =
    "the order was redacted: nothing of it is stored, and nothing is sent";

void take(store::Write& write, const order::OrderFile::Piece& piece, order::Body body,
          const std::string& shop, base::Time now, const std::string& actor, ImportedOrder& out) {
    store::NewWebhook w;
    w.shop = shop;
    w.topic = "import";
    w.received_at = now;
    w.size = piece.bytes.size();
    w.sha256 = base::sha256(piece.bytes);
    w.body = std::move(body);
    store::Packed packed = store::pack(piece.bytes);
    w.codec = std::move(packed.codec);
    w.packed = std::move(packed.bytes);
    const store::Stored stored = store::accept_webhook(write, w);
    out.reason = stored.reason;
    if (stored.duplicate) {
        out.fate = Fate::known;
        return;
    }
    const bool redacted = store::is_redacted(write, out.id);
    if (redacted) {
        out.fate = Fate::redacted;
        out.reason = k_redacted;
    } else if (stored.state != order::WebhookState::applied)
        out.fate = Fate::unusable;
    else if (!stored.reason.empty())
        out.fate = Fate::older;
    store::Event event{now, "webhook"};
    event.order_id = w.body.order_id;
    event.webhook = stored.id;
    event.actor = actor;
    event.text = redacted
                     ? "came in a file again: nothing of it was stored, because it was redacted"
                     : "brought in from a file, unsigned";
    store::add_event(write, event);
}

} // namespace

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

std::vector<ImportedOrder> preview_import(std::span<const order::OrderFile::Piece> in,
                                          store::Database* database) {
    std::vector<ImportedOrder> out;
    for (const order::OrderFile::Piece& piece : in) {
        out.push_back(look_at(piece, order::read_body(piece.bytes, order::Detail::summary)));
        ImportedOrder& each = out.back();
        if (database != nullptr && each.fate == Fate::taken &&
            store::redacted_at(*database, each.id)) {
            each.fate = Fate::redacted;
            each.reason = k_redacted;
        }
    }
    return out;
}

std::vector<ImportedOrder> import_orders(store::Database& database,
                                         std::span<const order::OrderFile::Piece> in,
                                         const std::string& shop, base::Time now,
                                         const std::string& actor) {
    std::vector<ImportedOrder> out;
    while (!in.empty()) {
        const auto chunk = in.first(std::min(in.size(), k_chunk));
        store::Write write(database);
        for (const order::OrderFile::Piece& piece : chunk) {
            order::Body body = order::read_body(piece.bytes, order::Detail::summary);
            ImportedOrder each = look_at(piece, body);
            if (each.fate == Fate::taken)
                take(write, piece, std::move(body), shop, now, actor, each);
            out.push_back(std::move(each));
        }
        write.commit();
        in = in.subspan(chunk.size());
    }
    return out;
}

} // namespace shoporder::flow
