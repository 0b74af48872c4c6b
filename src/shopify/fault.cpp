#include "shopify/fault.hpp"

#include "base/text.hpp"

namespace shoporder::shopify {

using base::Exit;

std::string_view name(FaultKind kind) noexcept {
    switch (kind) {
    case FaultKind::unreachable:
        return "unreachable";
    case FaultKind::throttled:
        return "throttled";
    case FaultKind::token:
        return "token";
    case FaultKind::scope:
        return "scope";
    case FaultKind::frozen:
        return "frozen";
    case FaultKind::no_shop:
        return "no_shop";
    case FaultKind::locked:
        return "locked";
    case FaultKind::query:
        return "query";
    case FaultKind::refused:
        return "refused";
    case FaultKind::strange:
        return "strange";
    case FaultKind::cancelled:
        break;
    }
    return "cancelled";
}

std::optional<FaultKind> fault_kind(std::string_view word) noexcept {
    for (int kind = 0; kind <= static_cast<int>(FaultKind::cancelled); ++kind)
        if (name(static_cast<FaultKind>(kind)) == word)
            return static_cast<FaultKind>(kind);
    return std::nullopt;
}

bool passes(FaultKind kind) noexcept {
    return kind == FaultKind::unreachable || kind == FaultKind::throttled ||
           kind == FaultKind::strange || kind == FaultKind::cancelled;
}

Fault::Fault(FaultKind kind, const std::string& message)
    : Error(passes(kind)                                             ? Exit::partly
            : kind == FaultKind::token || kind == FaultKind::scope   ? Exit::permission
            : kind == FaultKind::frozen || kind == FaultKind::locked ? Exit::unavailable
            : kind == FaultKind::no_shop                             ? Exit::config
                                                                     : Exit::no,
            message),
      m_kind(kind) {}

Fault http_fault(int status, const std::string& shop, const std::string& words) {
    const std::string said = " (HTTP " + std::to_string(status) +
                             (words.empty() ? "" : ": " + base::printable(words, 120)) + ")";
    switch (status) {
    case 401:
        return {FaultKind::token,
                "Shopify does not take the access token for " + shop + said +
                    ": look whether the app is still installed in the shop's admin, and store its "
                    "token anew with `shoporder credential set`"};
    case 402:
        return {FaultKind::frozen, shop + " is frozen" + said +
                                       ": its owner has to pay Shopify's bill; no order can come"};
    case 403:
        return {FaultKind::scope,
                "Shopify forbids the app to ask for this of " + shop + said +
                    ": give it the scopes that shoporder-shopify(1) names, and install it again"};
    case 404:
        return {FaultKind::no_shop,
                "Shopify knows no shop " + shop + said + ": see its `domain` in shoporder.toml"};
    case 423:
        return {FaultKind::locked,
                "Shopify has locked " + shop + said + ": its owner has to ask Shopify's support"};
    default:
        break;
    }
    if (status == 429 || status == 430)
        return {FaultKind::throttled,
                "Shopify wants fewer questions about " + shop + said + ": asked again later"};
    if (status >= 500)
        return {FaultKind::unreachable,
                "Shopify cannot answer for " + shop + " just now" + said + ": asked again later"};
    return {FaultKind::strange,
            "what answered for " + shop + " is not Shopify's API" + said +
                ": is a proxy in between? The address is that of `domain` in shoporder.toml"};
}

} // namespace shoporder::shopify
