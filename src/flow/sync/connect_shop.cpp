#include "flow/sync/connect_shop.hpp"

#include <algorithm>
#include <thread>

namespace shoporder::flow {

namespace {

shopify::TokenSource token_of(const config::Settings& settings, const config::Shop& shop) {
    shopify::TokenSource out;
    const config::ShopApi& api = shop.api;
    if (!api.token.empty()) {
        out.stored = settings.credentials.read(api.token);
        return out;
    }
    out.client_id = api.client_id;
    out.kept = settings.state_folder() / ("shopify-token-" + shop.domain);
    if (!api.client_secret.empty()) {
        out.client_secret = settings.credentials.read(api.client_secret);
        return out;
    }
    const auto secrets = settings.signing_secrets(shop);
    if (secrets.empty())
        throw base::Error(base::Exit::config,
                          shop.domain + ": api.client_id needs the app's client secret: store it "
                                        "with `shoporder credential set NAME` and name it in "
                                        "`secrets` or `api.client_secret`");
    out.client_secret = secrets.front().value;
    return out;
}

} // namespace

shopify::Settings api_settings(const config::Settings& settings, const config::Shop& shop,
                               const base::Clock& clock, const std::atomic<bool>& stop) {
    shopify::Settings out;
    out.shop = shop.domain;
    out.address = shop.api.address;
    out.token = token_of(settings, shop);
    out.https.connect_timeout = settings.remote.connect_timeout;
    out.https.ca_file = settings.remote.ca_file;
    out.https.stopped = [&stop] { return stop.load(); };
    out.now = [&clock] { return clock.now(); };
    out.wait = [&stop](base::Duration span) {
        constexpr base::Duration k_slice{100'000}; // a signal is heard that soon
        const auto end = std::chrono::steady_clock::now() + span;
        while (!stop.load() && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(
                k_slice, end - std::chrono::steady_clock::now()));
        return !stop.load();
    };
    return out;
}

} // namespace shoporder::flow
