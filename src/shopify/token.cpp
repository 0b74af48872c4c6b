#include "shopify/token.hpp"

#include "base/file.hpp"
#include "shopify/fault.hpp"
#include "shopify/json.hpp"

namespace shoporder::shopify {

namespace {

// Renewed ahead of time: a run must not lose its token half-way.
constexpr std::chrono::hours k_renew_before{1};
constexpr std::size_t k_largest = 64U << 10U;

} // namespace

TokenKeeper::TokenKeeper(TokenSource source, std::string shop, std::string address)
    : m_source(std::move(source)), m_shop(std::move(shop)), m_address(std::move(address)) {}

const std::string& TokenKeeper::token(remote::HttpsCall& call, base::Time now) {
    if (!m_source.stored.empty())
        return m_source.stored;
    if (m_token.empty() && !m_forgotten)
        read_kept();
    if (m_token.empty() || now + k_renew_before > m_ends)
        ask(call, now);
    return m_token;
}

bool TokenKeeper::forget() {
    if (!m_source.stored.empty() || m_forgotten)
        return false;
    m_forgotten = true;
    m_token.clear();
    return true;
}

/// A file that cannot be used is none: the next grant replaces it.
void TokenKeeper::read_kept() {
    std::error_code none;
    if (!std::filesystem::is_regular_file(m_source.kept, none))
        return;
    const Json kept = Json::parse(base::read_file(m_source.kept, k_largest), nullptr, false);
    const auto ends = base::parse_time(text_of(kept, "ends_at"));
    // Another app's, or another shop's after a change of the configuration.
    if (!ends || text_of(kept, "client_id") != m_source.client_id ||
        text_of(kept, "shop") != m_shop)
        return;
    m_token = text_of(kept, "access_token");
    m_ends = *ends;
}

void TokenKeeper::ask(remote::HttpsCall& call, base::Time now) {
    remote::HttpsRequest request;
    request.url = m_address + "/admin/oauth/access_token";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"Accept", "application/json"}};
    request.body = remote::form_body({{"grant_type", "client_credentials"},
                                      {"client_id", m_source.client_id},
                                      {"client_secret", m_source.client_secret}});
    const remote::HttpsReply reply = call.post(request);
    using Wire = remote::HttpsReply::Wire;
    if (reply.wire == Wire::cancelled)
        throw Fault(FaultKind::cancelled, "ended while an access token was asked for");
    if (reply.wire != Wire::answered)
        throw Fault(FaultKind::unreachable, "no access token for " + m_shop + ": " + reply.text);
    const Json answer = Json::parse(reply.body, nullptr, false);
    if (reply.status == 400 || reply.status == 401)
        throw Fault(FaultKind::token,
                    "Shopify grants no access token for " + m_shop + " (HTTP " +
                        std::to_string(reply.status) + " " + text_of(answer, "error") +
                        "): compare api.client_id and the client secret with the app's page in "
                        "Shopify's Dev Dashboard; the app must be installed in this shop");
    if (reply.status != 200)
        throw http_fault(reply.status, m_shop, text_of(answer, "error"));
    m_token = text_of(answer, "access_token");
    if (m_token.empty())
        throw Fault(FaultKind::strange,
                    "what answered for " + m_shop + " with an access token in mind is not Shopify");
    const std::int64_t lives = number_of(answer, "expires_in");
    m_ends = now + std::chrono::seconds{lives > 0 ? lives : 86400};
    if (m_source.kept.empty())
        return;
    const Json kept = {{"access_token", m_token},
                       {"client_id", m_source.client_id},
                       {"ends_at", base::format_time(m_ends)},
                       {"shop", m_shop}};
    base::write_file(m_source.kept, kept.dump(), 0600);
}

} // namespace shoporder::shopify
