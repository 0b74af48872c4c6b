#include "flow/intake/intake.hpp"

#include "base/text.hpp"
#include "store/codec.hpp"

namespace shoporder::flow {

namespace {

using receive::Request;
using receive::Response;

constexpr std::chrono::seconds k_quiet{10}; // one line for each kind of refusal in this time
constexpr std::size_t k_quiet_kinds = 100;  // texts with a shop's name are the sender's choice

Response plain(int status, std::string text) {
    Response response;
    response.status = status;
    response.body = std::move(text) + "\n";
    return response;
}

Response busy() {
    Response response = plain(503, "not stored, send it again");
    response.headers.emplace_back("Retry-After", "5");
    return response;
}

/// What is worth keeping of the headers: who sent it, and Shopify's own.
std::string kept_headers(const Request& request) {
    std::string text;
    for (const auto& [name, value] : request.headers) {
        const bool ours = name.starts_with("x-shopify-") || name.starts_with("shopify-") ||
                          name == "content-type" || name == "user-agent";
        if (ours && text.size() < 8192)
            text += name + ": " + base::printable(value, 500) + "\n";
    }
    return text;
}

} // namespace

Intake::Intake(const config::Settings& settings, const base::Clock& clock,
               const log::Journal& journal, GroupCommit& writer)
    : m_settings(settings), m_clock(clock), m_journal(journal), m_writer(writer) {
    load_secrets();
}

void Intake::load_secrets() {
    std::map<std::string, Shop> shops;
    for (const config::Shop& shop : m_settings.shops) {
        Shop& loaded = shops[shop.domain];
        for (config::SigningSecret& secret : m_settings.signing_secrets(shop))
            loaded.secrets.push_back({std::move(secret.label), std::move(secret.value)});
        if (loaded.secrets.empty())
            throw base::Error(
                base::Exit::config,
                "shop " + shop.domain +
                    " has no signing secret: `shoporder credential set "
                    "NAME` and name it in its `secrets`; without one nothing can be believed");
    }
    if (shops.empty())
        throw base::Error(base::Exit::config,
                          "no shop is configured; add a [[shop]] with domain, secrets "
                          "and start to the configuration");
    const std::unique_lock guard(m_secrets_mutex);
    m_shops = std::move(shops);
}

/// Answers Shopify once the writer has said what became of the webhook.
class Intake::Sender final : public GroupCommit::Sender {
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

void Intake::answer(Request&& request, receive::Reply reply) {
    Authentic authentic;
    if (auto response = answer_at_once(request, authentic))
        return reply(*std::move(response));
    m_writer.store(new_webhook(request, std::move(authentic)),
                   std::make_unique<Sender>(std::move(reply), m_journal));
}

std::optional<Response> Intake::answer_at_once(Request& request, Authentic& authentic) {
    const bool reading = request.method == "GET" || request.method == "HEAD";
    if (request.path == "/healthz" && reading)
        return plain(200, "ok");
    if (request.path == "/readyz" && reading)
        return m_writer.healthy() ? plain(200, "ready")
                                  : plain(503, "the database cannot be written");
    const std::string_view path = request.path;
    constexpr std::string_view k_prefix = "/webhooks/";
    const bool door = path == "/webhook" || path == "/webhooks" || path.starts_with(k_prefix);
    if (!door || request.listener == "admin")
        return plain(404, "nothing here");
    if (request.method != "POST") {
        Response response = plain(405, "webhooks are sent by POST");
        response.headers.emplace_back("Allow", "POST");
        return response;
    }
    return webhook(request,
                   path.starts_with(k_prefix) ? path.substr(k_prefix.size()) : std::string_view{},
                   authentic);
}

std::optional<Response> Intake::webhook(Request& request, std::string_view path_topic,
                                        Authentic& authentic) {
    verify::DeliveryHeaders headers = verify::read_headers(request.headers);
    if (!headers.defect.empty())
        return refuse(request, {400, headers.defect});
    if (request.body.empty())
        return refuse(request, {400, "missing body"});
    authentic.secret = headers.hmac.empty() ? "" : label_of(headers.shop, request, headers.hmac);
    if (authentic.secret.empty())
        return refuse_signature(request, headers);
    note_secret(headers.shop, authentic.secret);
    const std::string_view text = base::trim(request.body);
    if (text.starts_with('<'))
        return refuse(request,
                      {415, "XML body",
                       "shop " + headers.shop + " sends XML; set the webhook's format to JSON"});
    authentic.topic = path_topic.empty() ? headers.topic : base::printable(path_topic, 100);
    if (authentic.topic.empty())
        authentic.topic = "unknown";
    authentic.headers = std::move(headers);
    return std::nullopt;
}

store::NewWebhook Intake::new_webhook(Request& request, Authentic&& authentic) const {
    store::NewWebhook w;
    w.shop = std::move(authentic.headers.shop);
    w.webhook_id = std::move(authentic.headers.webhook_id);
    w.topic = std::move(authentic.topic);
    w.triggered_at = authentic.headers.triggered_at;
    w.received_at = m_clock.now();
    w.secret = std::move(authentic.secret);
    w.headers = kept_headers(request);
    w.size = request.body.size();
    w.sha256 = base::sha256(request.body);
    w.body = order::read_body(request.body, order::Detail::summary);
    store::Packed packed = store::pack(request.body);
    w.codec = std::move(packed.codec);
    w.packed = std::move(packed.bytes);
    return w;
}

Response Intake::refuse_signature(Request& request, const verify::DeliveryHeaders& headers) {
    const bool ours = m_settings.find_shop(headers.shop) != nullptr;
    const std::string shop = headers.shop.empty() ? "(no shop header)" : headers.shop;
    if (!ours && !headers.hmac.empty() && any_secret_signs(request, headers.hmac))
        return refuse(request, {403, "unknown shop",
                                "well signed, but the shop " + shop +
                                    " is not configured; add a [[shop]] for it"});
    m_writer.note([&](SideNotes& notes) { notes.refused_signature(ours ? headers.shop : ""); });
    if (headers.hmac.empty())
        return refuse(request,
                      {401, "no signature", "the header X-Shopify-Hmac-Sha256 is missing"});
    return refuse(request, {401, "bad signature",
                            "shop " + shop +
                                ": no secret of it signs this body; if it goes on, check "
                                "the secret with `shoporder verify-hmac`"});
}

std::string Intake::label_of(const std::string& shop, const Request& request,
                             const std::string& presented) const {
    const std::shared_lock guard(m_secrets_mutex);
    const auto known = m_shops.find(shop);
    if (known == m_shops.end())
        return {};
    const auto match = verify::find_match(known->second.secrets, request.body, presented);
    return match ? known->second.secrets[*match].label : std::string{};
}

bool Intake::any_secret_signs(const Request& request, const std::string& presented) const {
    const std::shared_lock guard(m_secrets_mutex);
    for (const auto& [domain, shop] : m_shops)
        if (verify::find_match(shop.secrets, request.body, presented))
            return true;
    return false;
}

Response Intake::refuse(Request& request, const Refused& refused) {
    Intake::refused({refused.status,
                     refused.detail.empty() ? refused.why : refused.why + ": " + refused.detail});
    if (m_settings.keep_rejected > 0) {
        store::Rejected kept;
        kept.at = m_clock.now();
        kept.status = refused.status;
        kept.reason = refused.why + (refused.detail.empty() ? "" : ": " + refused.detail);
        kept.path = base::printable(request.path, 200);
        kept.headers = kept_headers(request);
        kept.body = std::move(request.body);
        m_writer.note(
            [&](SideNotes& notes) { notes.reject(std::move(kept), m_settings.keep_rejected); });
    }
    return plain(refused.status, refused.why);
}

void Intake::note_secret(const std::string& shop, const std::string& label) {
    std::string before;
    {
        const std::shared_lock secrets(m_secrets_mutex);
        const std::scoped_lock guard(m_quiet_mutex);
        const auto known = m_shops.find(shop);
        if (known == m_shops.end() || known->second.last == label)
            return;
        before = std::exchange(known->second.last, label);
    }
    const std::string text = "webhooks of " + shop + " are signed with " + label +
                             (before.empty() ? "" : " now, with " + before + " before");
    m_journal.write(log::Priority::notice, "secret", text);
    m_writer.note([&](SideNotes& notes) {
        store::Event event{m_clock.now(), "secret"};
        event.actor = "serve";
        event.text = text;
        notes.event(std::move(event));
    });
}

void Intake::refused(const receive::Refusal& refusal) {
    m_writer.note(
        [&](SideNotes& notes) { notes.count("refused/" + std::to_string(refusal.status)); });
    const std::string text = std::to_string(refusal.status) + " " + refusal.reason;
    const base::Time now = m_clock.now();
    std::size_t left_out = 0;
    {
        const std::scoped_lock guard(m_quiet_mutex);
        if (m_quiet.size() > k_quiet_kinds)
            m_quiet.clear();
        const auto [entry, fresh] = m_quiet.try_emplace(text, Quiet{now});
        if (!fresh && now - entry->second.since < k_quiet) {
            ++entry->second.left_out;
            return;
        }
        left_out = std::exchange(entry->second.left_out, 0);
        entry->second.since = now;
    }
    m_journal.write(log::Priority::warning, "refused",
                    text + (left_out > 0
                                ? " (" + std::to_string(left_out) + " more since the last line)"
                                : ""));
}

} // namespace shoporder::flow
