#pragma once
// Purpose: the access token for a shop: stored by a person (`shpat_…`, which never ends), or
// granted for an app's client id and secret, for 24 hours. Source: shopify.dev, client credentials
// grant. State: a granted one is kept in a file, 0600, so that a run every few minutes asks for one
// a day. Fails: Fault; Error(io|permission) for the file. Never logged, in no message. Threads:
// one.
#include "base/clock.hpp"
#include "remote/https_call.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace shoporder::shopify {

struct TokenSource {
    std::string stored; ///< the token itself; "": it is granted
    std::string client_id;
    std::string client_secret;
    std::filesystem::path kept; ///< the file of the granted one; empty: it is not kept
};

class TokenKeeper {
public:
    /// `address` is "https://HOST" that answers for the shop.
    TokenKeeper(TokenSource source, std::string shop, std::string address);

    /// One that lives for an hour at least, where they are granted. `call` is used where one must
    /// be asked for.
    [[nodiscard]] const std::string& token(remote::HttpsCall& call, base::Time now);
    /// Shopify did not take it. False where there is no other to be had.
    [[nodiscard]] bool forget();

private:
    void read_kept();
    void ask(remote::HttpsCall& call, base::Time now);

    TokenSource m_source;
    std::string m_shop;
    std::string m_address;
    std::string m_token;
    base::Time m_ends;
    bool m_forgotten = false;
};

} // namespace shoporder::shopify
