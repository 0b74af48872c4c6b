#pragma once
// Purpose: what Shopify, or the way to it, says no with: each kind its own words and remedy.
// Source: shopify.dev/docs/api/usage/response-codes.
// State: none. what() holds no token and no personal data. Threads: values.
#include "base/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shoporder::shopify {

enum class FaultKind {
    unreachable, ///< passes: no connection, 5xx, too many redirects of the name
    throttled,   ///< passes: waited as long as a run may
    token,       ///< 401: the access token is wrong, or was revoked
    scope,       ///< 403, ACCESS_DENIED: the app may not see this
    frozen,      ///< 402: the shop does not pay its bill
    no_shop,     ///< 404: no shop of that name, or the app is not installed
    locked,      ///< 423: Shopify has locked the shop
    query,       ///< Shopify does not understand what was asked: a defect of ours, or a version
    refused,     ///< userErrors: understood, and not done
    strange,     ///< no answer of Shopify's: a proxy, a captive portal
    cancelled,   ///< a signal ended it
};
/// A stable word for `status`, `--json` and metrics: "unreachable".
[[nodiscard]] std::string_view name(FaultKind kind) noexcept;
/// It may well work in an hour, without anybody doing anything.
[[nodiscard]] bool passes(FaultKind kind) noexcept;
/// The way back from name(); nullopt for any other word.
[[nodiscard]] std::optional<FaultKind> fault_kind(std::string_view word) noexcept;

class Fault : public base::Error {
public:
    Fault(FaultKind kind, const std::string& message);
    [[nodiscard]] FaultKind kind() const noexcept { return m_kind; }

private:
    FaultKind m_kind;
};

/// What an HTTP status means, but for 200; `shop` is its domain, `words` are the server's.
[[nodiscard]] Fault http_fault(int status, const std::string& shop, const std::string& words);

} // namespace shoporder::shopify
