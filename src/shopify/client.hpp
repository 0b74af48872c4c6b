#pragma once
// Purpose: one question to Shopify's GraphQL Admin API, and its answer: token, budget, what passes
// is asked again, every other no is a Fault with its remedy. State: one connection, the token, the
// budget. Fails: Fault. Private to shopify (JSON); the others use admin_api.hpp. Threads: one at a
// time.
#include "remote/https_call.hpp"
#include "shopify/budget.hpp"
#include "shopify/fault.hpp"
#include "shopify/json.hpp"
#include "shopify/settings.hpp"
#include "shopify/token.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace shoporder::shopify {

class Client {
public:
    explicit Client(Settings settings);

    /// The answer's `data` to the query of that name. Fields that the app may not see are null in
    /// it, and named by withheld(). A mutation is sent once: what a broken wire made of it is not
    /// known then.
    [[nodiscard]] Json ask(std::string_view name, const Json& variables);
    /// Throws Fault(refused) with the words of a mutation's userErrors, when there are any.
    static void require_done(const Json& payload, std::string_view what);

    /// Names of fields that answers lacked because the app may not see them: "customer".
    [[nodiscard]] const std::set<std::string>& withheld() const noexcept { return m_withheld; }
    /// The version that answered; "" before the first answer, or where it did not say.
    [[nodiscard]] const std::string& answered_version() const noexcept { return m_version; }
    /// By the clock of whoever answered first; nullopt before, or where it did not say.
    [[nodiscard]] std::optional<base::Time> first_answer_at() const noexcept { return m_first; }

private:
    struct Try;
    Try ask_once(const std::string& query, const std::string& body, bool mutation);
    Try read(const std::string& query, const remote::HttpsReply& reply);
    Try read_errors(const std::string& query, const Json& answer);

    Settings m_settings;
    remote::HttpsCall m_call;
    TokenKeeper m_token;
    Budget m_budget;
    std::set<std::string> m_withheld;
    std::string m_version;
    std::optional<base::Time> m_first;
};

/// "Sun, 06 Nov 1994 08:49:37 GMT", as RFC 9110 5.6.7 wants a Date; nullopt for anything else.
[[nodiscard]] std::optional<base::Time> http_date(std::string_view text);

} // namespace shoporder::shopify
