#include "flow/intake/intake.hpp"

#include "base/text.hpp"
#include "flow/intake/door.hpp"

#include <optional>
#include <utility>

namespace shoporder::flow {

Intake::Intake(const config::Settings& settings, const base::Clock& clock,
               const log::Journal& journal, GroupCommit& writer)
    : m_settings(settings),
      m_clock(clock),
      m_journal(journal),
      m_writer(writer),
      m_keys(settings),
      m_refused(settings, clock, journal, writer) {}

void Intake::answer(receive::Request&& request, receive::Reply reply) {
    Door door = find_door(request, m_writer.healthy());
    if (door.answer)
        return reply(*std::move(door.answer));
    std::variant<Authentic, Refused> checked = check(request, door.topic);
    if (const auto* refused = std::get_if<Refused>(&checked))
        return reply(m_refused.refuse(request, *refused));
    hand_over(std::move(request), std::get<Authentic>(std::move(checked)), std::move(reply),
              m_clock.now(), m_journal, m_writer);
}

std::variant<Authentic, Refused> Intake::check(const receive::Request& request,
                                               std::string_view path_topic) {
    Authentic authentic;
    verify::DeliveryHeaders headers = verify::read_headers(request.headers);
    if (!headers.defect.empty())
        return Refused{400, headers.defect};
    if (request.body.empty())
        return Refused{400, "missing body"};
    std::optional<std::string> label;
    if (!headers.hmac.empty())
        label = m_keys.find_label(headers.shop, request.body, headers.hmac);
    if (!label)
        return refuse_signature(request, headers);
    note_secret(headers.shop, *label);
    if (base::trim(request.body).starts_with('<'))
        return Refused{415, "XML body",
                       "shop " + headers.shop + " sends XML; set the webhook's format to JSON"};
    authentic.secret = *std::move(label);
    authentic.topic = path_topic.empty() ? headers.topic : base::printable(path_topic, 100);
    if (authentic.topic.empty())
        authentic.topic = "unknown";
    authentic.headers = std::move(headers);
    return authentic;
}

Refused Intake::refuse_signature(const receive::Request& request,
                                 const verify::DeliveryHeaders& headers) {
    const bool ours = m_settings.find_shop(headers.shop) != nullptr;
    const std::string shop = headers.shop.empty() ? "(no shop header)" : headers.shop;
    if (!ours && !headers.hmac.empty() && m_keys.any_signs(request.body, headers.hmac))
        return {403, "unknown shop",
                "well signed, but the shop " + shop + " is not configured; add a [[shop]] for it"};
    m_writer.note([&](SideNotes& notes) { notes.refused_signature(ours ? headers.shop : ""); });
    if (headers.hmac.empty())
        return {401, "no signature", "the header X-Shopify-Hmac-Sha256 is missing"};
    return {401, "bad signature", "shop " + shop + ": no secret of it signs this body"};
}

/// Says so when another secret than before signs a shop's webhooks.
void Intake::note_secret(const std::string& shop, const std::string& label) {
    const std::optional<std::string> before = m_keys.replaced(shop, label);
    if (!before)
        return;
    const std::string text = "webhooks of " + shop + " are signed with " + label +
                             (before->empty() ? "" : " now, with " + *before + " before");
    m_journal.write(log::Priority::notice, "secret", text);
    m_writer.note([&](SideNotes& notes) {
        store::Event event{m_clock.now(), "secret"};
        event.actor = "serve";
        event.text = text;
        notes.event(std::move(event));
    });
}

} // namespace shoporder::flow
