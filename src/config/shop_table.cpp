// The settings of a [[shop]]; its holds are in shop_hold_table.cpp.
#include "config/settings_table.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace shoporder::config {

namespace {

using std::chrono::seconds;
using D = SettingDescription;

constexpr seconds k_day = std::chrono::days{1};

std::string domain_text(std::string_view text) {
    constexpr std::string_view k_suffix = ".myshopify.com";
    std::string domain = base::lower(text);
    std::string_view label = domain;
    if (!domain.ends_with(k_suffix))
        throw Unusable("must be the shop's permanent domain, NAME.myshopify.com: Shopify sends "
                       "that one, whatever the shop's own domain is");
    label.remove_suffix(k_suffix.size());
    const bool good = !label.empty() && label.size() <= 63 && label[0] != '-' &&
                      std::all_of(label.begin(), label.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                      });
    if (!good)
        throw Unusable("must be NAME.myshopify.com with a-z, 0-9 and `-` in its name");
    return domain;
}

std::vector<std::string> secret_names(const Texts& texts) {
    for (const std::string& text : texts) {
        if (is_secret(text))
            throw Unusable("holds a secret itself; store it with `shoporder credential set "
                           "NAME`, write that NAME here, and change the secret: it was "
                           "readable in this file");
        check_credential_name(text);
    }
    return texts;
}

std::string prefix_text(std::string_view text) {
    const bool good =
        text.size() <= 8 && std::all_of(text.begin(), text.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        });
    if (!good)
        throw Unusable("takes at most 8 letters and digits");
    return std::string{text};
}

bool waits(std::string_view text) {
    if (text != "wait" && text != "send")
        throw Unusable("must be \"wait\" or \"send\"");
    return text == "wait";
}

std::vector<std::string> gateway_names(const Texts& texts) {
    std::vector<std::string> names;
    for (const std::string& text : texts) {
        names.push_back(plain_text(text, 100));
        if (base::trim(names.back()).find_first_not_of('*') == std::string_view::npos)
            throw Unusable("takes names of gateways as Shopify writes them, such as \"Cash on "
                           "Delivery (COD)\"; \"*\" alone would have every unpaid order leave");
    }
    return names;
}

std::vector<std::string> street_lines(const Texts& texts) {
    std::vector<std::string> lines;
    for (const std::string& text : texts)
        if (std::string line = plain_text(text); !line.empty())
            lines.push_back(std::move(line));
    if (lines.size() > 2)
        throw Unusable("takes at most two lines");
    return lines;
}

constexpr std::array k_shop = {
    Entry<Shop>{
        D{"domain", "", "", "text", "the shop's permanent domain, NAME.myshopify.com (required)"},
        Form::text, [](Shop& s, const Texts& t) { s.domain = domain_text(single(t)); }},
    Entry<Shop>{
        D{"secrets", "", "", "credentials",
          "names of the credentials that sign its webhooks, two while rotating; without any "
          "SHOPIFY_API_SECRET and SHOPIFY_WEBHOOK_SECRET count"},
        Form::list, [](Shop& s, const Texts& t) { s.secrets = secret_names(t); }},
    Entry<Shop>{D{"start", "", "", "time",
                  "orders created earlier are never sent by themselves (required)"},
                Form::time, [](Shop& s, const Texts& t) { s.start = time_value(single(t)); }},
    Entry<Shop>{D{"prefix", "", "", "text",
                  "stands before purchase-order numbers and in file names; each shop needs one of "
                  "its own where there are several"},
                Form::text, [](Shop& s, const Texts& t) { s.prefix = prefix_text(single(t)); }},
    Entry<Shop>{
        D{"unpaid", "", "wait", "wait or send", "what happens to an order that is not paid yet"},
        Form::text, [](Shop& s, const Texts& t) { s.wait_for_payment = waits(single(t)); }},
    Entry<Shop>{D{"terms", "", "wait", "wait or send",
                  "the same for an order with payment terms (\"Net 30\")"},
                Form::text, [](Shop& s, const Texts& t) { s.wait_for_terms = waits(single(t)); }},
    Entry<Shop>{
        D{"collect", "", "", "gateways",
          "payment gateways whose money is collected at delivery (\"Cash on Delivery*\"); such an "
          "order goes unpaid, to a supplier that collects"},
        Form::list, [](Shop& s, const Texts& t) { s.collect = gateway_names(t); }},
    Entry<Shop>{
        D{"grace", "", "0s", "duration",
          "how long an order waits after it was first seen, for the shopper's second thoughts"},
        Form::duration,
        [](Shop& s, const Texts& t) {
            s.grace = duration_value(single(t), seconds{0}, 30 * k_day);
        }},
    Entry<Shop>{D{"alert.unsent", "", "1d", "duration",
                  "status is unhealthy when something of an order could have gone and has not for "
                  "so long; 0s: never"},
                Form::duration,
                [](Shop& s, const Texts& t) {
                    s.alert_unsent = duration_value(single(t), seconds{0}, 365 * k_day);
                }},
    Entry<Shop>{D{"alert.unpaid", "", "7d", "duration",
                  "the same when an order waits for its payment for so long; 0s: never"},
                Form::duration,
                [](Shop& s, const Texts& t) {
                    s.alert_unpaid = duration_value(single(t), seconds{0}, 365 * k_day);
                }},
    Entry<Shop>{D{"buyer.name", "", "", "text", "who orders from the suppliers"}, Form::text,
                [](Shop& s, const Texts& t) { s.buyer.name = plain_text(single(t)); }},
    Entry<Shop>{D{"buyer.vat", "", "", "text", "the buyer's VAT number"}, Form::text,
                [](Shop& s, const Texts& t) { s.buyer.vat = plain_text(single(t), 40); }},
    Entry<Shop>{D{"buyer.email", "", "", "text", "whom the supplier writes to"}, Form::text,
                [](Shop& s, const Texts& t) { s.buyer.email = plain_text(single(t)); }},
    Entry<Shop>{D{"buyer.phone", "", "", "text", "whom the supplier calls"}, Form::text,
                [](Shop& s, const Texts& t) { s.buyer.phone = plain_text(single(t), 60); }},
    Entry<Shop>{D{"buyer.gln", "", "", "text", "the buyer's GLN, 13 digits"}, Form::text,
                [](Shop& s, const Texts& t) { s.buyer.gln = gln_text(single(t)); }},
    Entry<Shop>{
        D{"buyer.street", "", "", "texts", "the buyer's street address, in one line or two"},
        Form::list, [](Shop& s, const Texts& t) { s.buyer.street = street_lines(t); }},
    Entry<Shop>{D{"buyer.zip", "", "", "text", "the buyer's postcode"}, Form::text,
                [](Shop& s, const Texts& t) { s.buyer.zip = plain_text(single(t), 40); }},
    Entry<Shop>{D{"buyer.city", "", "", "text", "the buyer's city"}, Form::text,
                [](Shop& s, const Texts& t) { s.buyer.city = plain_text(single(t)); }},
    Entry<Shop>{D{"buyer.country", "", "", "code", "the buyer's country, in two letters"},
                Form::text,
                [](Shop& s, const Texts& t) { s.buyer.country = country_text(single(t)); }},
};

} // namespace

bool is_secret(std::string_view text) {
    const std::string lowered = base::lower(text);
    return lowered.starts_with(k_app_secret) ||
           std::any_of(k_access_tokens.begin(), k_access_tokens.end(),
                       [&](std::string_view token) { return lowered.starts_with(token); });
}

std::span<const SettingDescription> shop_settings_table() {
    static const std::vector<SettingDescription> k_all = [] {
        std::vector<SettingDescription> all;
        for (const Entry<Shop>& entry : shop_entries())
            all.push_back(entry.description);
        return all;
    }();
    return k_all;
}
std::span<const Entry<Shop>> shop_entries() {
    static const std::vector<Entry<Shop>> k_all = [] {
        std::vector<Entry<Shop>> all{k_shop.begin(), k_shop.end()};
        const auto holds = shop_hold_entries();
        all.insert(all.end(), holds.begin(), holds.end());
        const auto api = shop_api_entries();
        all.insert(all.end(), api.begin(), api.end());
        return all;
    }();
    return k_all;
}

} // namespace shoporder::config
