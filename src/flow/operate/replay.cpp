#include "flow/operate/replay.hpp"

#include "base/error.hpp"
#include "order/body.hpp"
#include "store/replay.hpp"
#include "store/webhooks.hpp"

namespace shoporder::flow {

namespace {

store::WebhookRow row_of(store::Database& database, std::int64_t id) {
    if (auto row = store::find_webhook(database, id))
        return *std::move(row);
    throw base::Error(base::Exit::not_found,
                      "no webhook " + std::to_string(id) + "; see `shoporder webhook list`");
}

ReplayedWebhook replay_one(store::Database& database, std::int64_t id, bool dry_run,
                           const Person& person, const base::Clock& clock) {
    const store::WebhookRow row = row_of(database, id);
    ReplayedWebhook out{id, row.order_id, "", row.state, row.state, row.reason};
    // Read without the lock: stored bytes do not change, but for going.
    const std::string bytes = store::webhook_body(database, id);
    out.gone = bytes.empty();
    if (!out.gone) {
        const order::Body body = order::read_body(bytes, order::Detail::summary);
        store::Write write(database);
        const store::Replayed done =
            store::replay_webhook(write, id, body, person.actor, clock.now());
        out.state = done.state;
        out.reason = done.reason;
        out.order_id = done.order_id;
        out.planned = done.planned;
        if (const auto head = store::find_order(database, done.order_id))
            out.order_name = head->name;
        if (!dry_run)
            write.commit();
    }
    return out;
}

} // namespace

std::vector<ReplayedWebhook> replay(store::Database& database,
                                    std::span<const std::int64_t> webhooks, bool dry_run,
                                    const Person& person, const base::Clock& clock) {
    for (const std::int64_t id : webhooks)
        static_cast<void>(row_of(database, id));
    std::vector<ReplayedWebhook> out;
    out.reserve(webhooks.size());
    for (const std::int64_t id : webhooks)
        out.push_back(replay_one(database, id, dry_run, person, clock));
    return out;
}

} // namespace shoporder::flow
