#include "shopify/client.hpp"

#include "base/text.hpp"
#include "shopify/queries.hpp"
#include "shopify/version.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

namespace shoporder::shopify {

using remote::HttpsReply;
using Wire = HttpsReply::Wire;

namespace {

constexpr int k_most_tries = 4; // within seconds; the next run is an hour away

/// 1, 2, 4 … seconds, a quarter more or less: many shops' runs begin in the same second.
base::Duration pause_after(int tries) {
    thread_local std::minstd_rand random{std::random_device{}()};
    std::uniform_real_distribution<double> part{0.75, 1.25};
    return base::Duration{
        static_cast<std::int64_t>(1e6 * (1 << std::min(tries, 5)) * part(random))};
}

/// `errors` is a list of objects, or, where the token or the shop is wrong, one text.
std::string words_of(const Json& errors) {
    if (errors.is_string())
        return errors.get<std::string>();
    std::string words;
    if (errors.is_array())
        for (const Json& error : errors)
            words += (words.empty() ? "" : "; ") + text_of(error, "message");
    return base::printable(words, 200);
}

std::string code_of(const Json& error) {
    return text_of(member(error, "extensions"), "code");
}

} // namespace

std::optional<base::Time> http_date(std::string_view text) {
    constexpr std::string_view k_form = "Sun, 06 Nov 1994 08:49:37 GMT";
    constexpr std::string_view k_months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (text.size() != k_form.size() || !text.ends_with(" GMT"))
        return std::nullopt;
    const std::size_t month = k_months.find(text.substr(8, 3));
    if (month == std::string_view::npos || month % 3 != 0)
        return std::nullopt;
    const std::string number = std::to_string(month / 3 + 1);
    return base::parse_time(std::string{text.substr(12, 4)} + (number.size() < 2 ? "-0" : "-") +
                            number + "-" + std::string{text.substr(5, 2)} + "T" +
                            std::string{text.substr(17, 8)} + "Z");
}

struct Client::Try {
    std::optional<Json> data;
    std::optional<Fault> fault;
    base::Duration wait{}; ///< before it is asked again; 0: as many tries as there were say
};

Client::Client(Settings settings)
    : m_settings(std::move(settings)),
      m_call(m_settings.https),
      m_token(m_settings.token, m_settings.shop,
              m_settings.address.empty() ? "https://" + m_settings.shop : m_settings.address) {}

Json Client::ask(std::string_view name, const Json& variables) {
    const std::string query{name};
    const std::string text = query_text(name);
    const std::string body = Json{{"query", text}, {"variables", variables}}.dump();
    const bool mutation =
        text.find("\nmutation ") != std::string::npos || text.starts_with("mutation ");
    const base::Time last = m_settings.now() + m_settings.patience;
    const auto sleep = [&](base::Duration span, const Fault& why) {
        if (m_settings.now() + span > last)
            throw why;
        if (span.count() > 0 && !m_settings.wait(span))
            throw Fault(FaultKind::cancelled, "ended while " + m_settings.shop + " was asked");
    };
    const Fault too_long(FaultKind::throttled,
                         "Shopify lets " + m_settings.shop +
                             " be asked so little that one question waits for more than " +
                             base::format_span(m_settings.patience) +
                             ": do other apps share this one's token?");
    for (int tries = 0;; ++tries) {
        sleep(m_budget.wait_for(query, m_settings.now()), too_long);
        Try result = ask_once(query, body, mutation);
        if (result.data)
            return std::move(*result.data);
        const Fault& fault = *result.fault;
        if (fault.kind() == FaultKind::token && m_token.forget())
            continue; // a granted one may have been revoked: once a new one
        if (fault.kind() == FaultKind::throttled && result.wait.count() > 0) {
            sleep(result.wait, fault);
            --tries; // only patience ends that
            continue;
        }
        if (!passes(fault.kind()) || fault.kind() == FaultKind::cancelled || mutation ||
            tries + 1 >= k_most_tries)
            throw fault;
        sleep(pause_after(tries), fault);
    }
}

Client::Try Client::ask_once(const std::string& query, const std::string& body, bool mutation) {
    remote::HttpsRequest request;
    request.url = (m_settings.address.empty() ? "https://" + m_settings.shop : m_settings.address) +
                  "/admin/api/" + std::string{k_api_version} + "/graphql.json";
    request.headers = {{"Content-Type", "application/json"},
                       {"Accept", "application/json"},
                       {"User-Agent", m_settings.agent},
                       {"X-Shopify-Access-Token", m_token.token(m_call, m_settings.now())}};
    request.body = body;
    request.once = mutation;
    const HttpsReply reply = m_call.post(request);
    if (reply.wire == Wire::answered)
        return read(query, reply);
    if (reply.wire == Wire::cancelled)
        return {
            {}, Fault(FaultKind::cancelled, "ended while " + m_settings.shop + " was asked"), {}};
    if (reply.wire == Wire::untrusted)
        return {{},
                Fault(FaultKind::strange, "what answers for " + m_settings.shop +
                                              " cannot prove to be Shopify: " + reply.text),
                {}};
    const bool lost = mutation && reply.wire == Wire::broken;
    return {{},
            Fault(FaultKind::unreachable, "Shopify cannot be reached for " + m_settings.shop +
                                              ": " + reply.text +
                                              (lost ? "; whether it was done is not known" : "")),
            {}};
}

Client::Try Client::read(const std::string& query, const HttpsReply& reply) {
    const Json answer = Json::parse(reply.body, nullptr, false);
    if (reply.status != 200)
        return {
            {}, http_fault(reply.status, m_settings.shop, words_of(member(answer, "errors"))), {}};
    if (!answer.is_object())
        return {{}, http_fault(200, m_settings.shop, "no JSON"), {}};
    if (!m_first)
        m_first = http_date(reply.header("date"));
    if (std::string version = reply.header("x-shopify-api-version"); !version.empty())
        m_version = std::move(version);
    const Json& cost = member(member(answer, "extensions"), "cost");
    const Json& bucket = member(cost, "throttleStatus");
    const auto points = [](const Json& value, const char* key) {
        const Json& found = member(value, key);
        return found.is_number() ? found.get<double>() : 0.0;
    };
    m_budget.tell(query,
                  {points(cost, "requestedQueryCost"), points(bucket, "currentlyAvailable"),
                   points(bucket, "maximumAvailable"), points(bucket, "restoreRate")},
                  m_settings.now());
    if (answer.contains("errors"))
        return read_errors(query, answer);
    if (!member(answer, "data").is_object())
        return {{}, http_fault(200, m_settings.shop, "no data"), {}};
    return {answer.at("data"), {}, {}};
}

/// Errors come with HTTP 200. Those of single fields leave the rest of `data` as it is.
Client::Try Client::read_errors(const std::string& query, const Json& answer) {
    const Json& errors = answer.at("errors");
    const std::string words = words_of(errors);
    bool only_denied = errors.is_array();
    for (const Json& error : errors.is_array() ? errors : Json::array()) {
        const std::string code = code_of(error);
        if (code == "THROTTLED")
            return {{},
                    Fault(FaultKind::throttled, "Shopify wants fewer questions about " +
                                                    m_settings.shop + ": asked again later"),
                    m_budget.wait_after_refusal(query, m_settings.now())};
        if (code == "INTERNAL_SERVER_ERROR" || code == "TIMEOUT")
            return {{}, http_fault(500, m_settings.shop, words), {}};
        if (code == "SHOP_INACTIVE")
            return {{}, http_fault(402, m_settings.shop, words), {}};
        only_denied = only_denied && code == "ACCESS_DENIED";
    }
    const Json& data = member(answer, "data");
    if (!only_denied)
        return {{},
                Fault(FaultKind::query,
                      "Shopify does not understand the question `" + query + "` about " +
                          m_settings.shop + ": " + words +
                          ". This is a defect of shoporder, or the version " +
                          (m_version.empty() ? std::string{k_api_version} : m_version) +
                          " has ended: look for a newer shoporder"),
                {}};
    bool anything = false;
    if (data.is_object())
        for (const Json& value : data)
            anything = anything || !value.is_null();
    if (!anything)
        return {{}, http_fault(403, m_settings.shop, words), {}};
    for (const Json& error : errors)
        if (const Json& path = member(error, "path"); path.is_array())
            for (auto at = path.rbegin(); at != path.rend(); ++at)
                if (at->is_string()) {
                    m_withheld.insert(base::printable(at->get<std::string>(), 60));
                    break;
                }
    return {data, {}, {}};
}

void Client::require_done(const Json& payload, std::string_view what) {
    const Json& errors = member(payload, "userErrors");
    if (errors.is_array() && !errors.empty())
        throw Fault(FaultKind::refused,
                    "Shopify did not " + std::string{what} + ": " + words_of(errors));
    if (!payload.is_object())
        throw Fault(FaultKind::refused, "Shopify did not " + std::string{what});
}

} // namespace shoporder::shopify
