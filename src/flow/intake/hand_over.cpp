#include "flow/intake/hand_over.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "flow/intake/door.hpp"
#include "order/body.hpp"
#include "store/codec.hpp"

#include <memory>
#include <utility>

namespace shoporder::flow {

namespace {

receive::Response busy() {
    receive::Response response = plain(503, "not stored, send it again");
    response.headers.emplace_back("Retry-After", "5");
    return response;
}

/// Answers Shopify once the writer has said what became of the webhook.
class Sender final : public GroupCommit::Sender {
public:
    Sender(receive::Reply reply, const log::Journal& journal)
        : m_reply(std::move(reply)), m_journal(journal) {}

    void stored(const store::NewWebhook& webhook,
                const std::optional<store::Stored>& what) override {
        if (!what)
            return m_reply(busy());
        if (what->duplicate)
            return m_reply(plain(200, "known already"));
        if (what->state == order::WebhookState::corrupt)
            m_journal.write(log::Priority::error, "webhook",
                            "webhook " + std::to_string(what->id) + " of " + webhook.shop +
                                " is authentic but unreadable, kept as corrupt: " + what->reason);
        m_reply(plain(200, std::string{order::name(what->state)}));
    }

private:
    receive::Reply m_reply;
    const log::Journal& m_journal;
};

} // namespace

std::string kept_headers(const receive::Request& request) {
    std::string text;
    for (const auto& [name, value] : request.headers) {
        const bool ours = name.starts_with("x-shopify-") || name.starts_with("shopify-") ||
                          name == "content-type" || name == "user-agent";
        if (ours && text.size() < 8192)
            text += name + ": " + base::printable(value, 500) + "\n";
    }
    return text;
}

void hand_over(receive::Request&& request, Authentic&& authentic, receive::Reply reply,
               base::Time now, const log::Journal& journal, GroupCommit& writer) {
    store::NewWebhook w;
    w.shop = std::move(authentic.headers.shop);
    w.webhook_id = std::move(authentic.headers.webhook_id);
    w.topic = std::move(authentic.topic);
    w.triggered_at = authentic.headers.triggered_at;
    w.received_at = now;
    w.secret = std::move(authentic.secret);
    w.headers = kept_headers(request);
    w.size = request.body.size();
    w.sha256 = base::sha256(request.body);
    w.body = order::read_body(request.body, order::Detail::summary);
    store::Packed packed = store::pack(request.body);
    w.codec = std::move(packed.codec);
    w.packed = std::move(packed.bytes);
    writer.store(std::move(w), std::make_unique<Sender>(std::move(reply), journal));
}

} // namespace shoporder::flow
