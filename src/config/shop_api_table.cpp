// The settings of a [[shop]] that let Shopify's Admin API be asked.
#include "config/settings_table.hpp"

#include <algorithm>
#include <array>

namespace shoporder::config {

namespace {

using D = SettingDescription;

std::string credential_name(std::string_view text) {
    if (is_secret(text))
        throw Unusable("holds a secret itself; store it with `shoporder credential set NAME`, "
                       "write that NAME here, and have Shopify make a new one: it was readable in "
                       "this file");
    check_credential_name(text);
    return std::string{text};
}

std::string client_id_text(std::string_view text) {
    const bool good = text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
                      });
    if (!good)
        throw Unusable("must be the app's client id, as its page in the Dev Dashboard shows it");
    return std::string{text};
}

std::string https_url(std::string_view text, bool path) {
    constexpr std::string_view k_https = "https://";
    const std::string_view rest =
        text.starts_with(k_https) ? text.substr(k_https.size()) : std::string_view{};
    const bool good =
        !rest.empty() && text.size() <= 2000 &&
        std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; }) &&
        rest.find_first_of("@?#\\\"'<>") == std::string_view::npos && rest[0] != '/' &&
        (path || rest.find('/') == std::string_view::npos);
    if (!good)
        throw Unusable(path ? "must be a plain address such as https://shop.example/webhook"
                            : "must be https://HOST or https://HOST:PORT, without a path");
    return std::string{text};
}

bool keeps(std::string_view text) {
    if (text != "check" && text != "keep")
        throw Unusable("must be \"check\" or \"keep\"");
    return text == "keep";
}

ShipmentsTold told(std::string_view text) {
    if (text == "off")
        return ShipmentsTold::off;
    if (text == "observe")
        return ShipmentsTold::observe;
    if (text != "on")
        throw Unusable("must be \"off\", \"observe\" or \"on\"");
    return ShipmentsTold::on;
}

constexpr std::array k_api = {
    Entry<Shop>{D{"api.token", "", "", "name",
                  "names the credential with an access token of Shopify's Admin API (shpat_...); "
                  "without it and api.client_id the API is never asked"},
                Form::text,
                [](Shop& s, const Texts& t) { s.api.token = credential_name(single(t)); }},
    Entry<Shop>{D{"api.client_id", "", "", "text",
                  "the client id of an app of the Dev Dashboard, which is granted a token a day"},
                Form::text,
                [](Shop& s, const Texts& t) { s.api.client_id = client_id_text(single(t)); }},
    Entry<Shop>{D{"api.client_secret", "", "", "name",
                  "names the credential with that app's client secret; without it the first of "
                  "secrets, which is the same for such an app"},
                Form::text,
                [](Shop& s, const Texts& t) { s.api.client_secret = credential_name(single(t)); }},
    Entry<Shop>{D{"api.address", "", "", "address",
                  "https://HOST[:PORT] that answers in place of the shop's domain; for a proxy"},
                Form::text,
                [](Shop& s, const Texts& t) { s.api.address = https_url(single(t), false); }},
    Entry<Shop>{D{"api.webhook_url", "", "", "address",
                  "where Shopify should send this shop's webhooks, for `shopify webhooks`"},
                Form::text,
                [](Shop& s, const Texts& t) { s.api.webhook_url = https_url(single(t), true); }},
    Entry<Shop>{D{"api.webhooks", "", "check", "check or keep",
                  "what `shopify sync` does about webhook subscriptions that are gone: tell, or "
                  "install them again"},
                Form::text,
                [](Shop& s, const Texts& t) { s.api.keep_webhooks = keeps(single(t)); }},
    Entry<Shop>{D{"api.shipments", "", "off", "off, observe or on",
                  "what becomes of a shipment that a supplier tells of: it is written down here, "
                  "or also what Shopify would be told, or Shopify is told"},
                Form::text, [](Shop& s, const Texts& t) { s.api.shipments = told(single(t)); }},
    Entry<Shop>{D{"api.notify", "", "true", "true or false",
                  "Shopify tells the customer what ships, with the links to the parcels"},
                Form::flag, [](Shop& s, const Texts& t) { s.api.notify = flag_value(single(t)); }},
};

} // namespace

std::span<const Entry<Shop>> shop_api_entries() noexcept {
    return k_api;
}

} // namespace shoporder::config
