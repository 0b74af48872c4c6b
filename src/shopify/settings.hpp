#pragma once
// Purpose: what talking to one shop's Admin API needs; plain values, filled by flow.
// State: none. Fails: not at all.
// Threads: values.
#include "base/clock.hpp"
#include "remote/https_call.hpp"
#include "shopify/token.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace shoporder::shopify {

struct Settings {
    std::string shop;    ///< "demo.myshopify.com"
    std::string address; ///< "https://HOST[:PORT]" that answers for it; "": the shop itself
    TokenSource token;
    remote::HttpsSettings https;
    std::string agent = "shoporder"; ///< User-Agent
    /// How long one question may wait for its budget, and be asked again, all in all.
    std::chrono::seconds patience{300};
    std::function<base::Time()> now;
    /// Sleeps; false when a signal ended it.
    std::function<bool(base::Duration)> wait;
};

} // namespace shoporder::shopify
