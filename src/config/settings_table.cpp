#include "config/settings_table.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace shoporder::config {

namespace {

using std::chrono::seconds;
using D = SettingDescription;

constexpr seconds k_day = std::chrono::days{1};

/// A webhook is known by its id for a week; what is younger is not old.
seconds retention_value(std::string_view text) {
    const seconds value = duration_value(text, seconds{0}, 3650 * k_day);
    if (value != seconds{0} && value < 7 * k_day)
        throw Unusable("must be 7d at least, or 0s for ever");
    return value;
}

std::string day_time_text(std::string_view text) {
    const auto is_digit = [text](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    const bool fits = text.size() == 5 && is_digit(0) && is_digit(1) && text[2] == ':' &&
                      is_digit(3) && is_digit(4) && text.substr(0, 2) < "24" &&
                      text.substr(3) < "60";
    if (!text.empty() && !fits)
        throw Unusable("must be a time of day from 00:00 to 23:59, for instance 08:00");
    return std::string{text};
}

constexpr std::array k_settings =
    {
        Entry<Settings>{
            D{"database", "SHOPORDER_DATABASE", "/var/lib/shoporder/shoporder.db", "path",
              "the SQLite database; its folder also holds locks and the reserve"},
            Form::text, [](Settings& s, const Texts& t) { s.database = path_text(single(t)); }},
        Entry<Settings>{D{"credentials", "SHOPORDER_CREDENTIALS", k_default_credentials, "path",
                          "the folder of passwords and signing secrets, one file each, mode 0600"},
                        Form::text,
                        [](Settings& s, const Texts& t) {
                            // load() puts the environment behind it once all is read.
                            s.credentials = Credentials{path_text(single(t)), {}};
                        }},
        Entry<Settings>{
            D{"listen", "SHOPORDER_LISTEN", "127.0.0.1:8080", "address",
              "where webhooks are accepted: HOST:PORT or unix:/PATH, one or several; sockets "
              "passed by systemd come first"},
            Form::list,
            [](Settings& s, const Texts& t) {
                s.listen.clear();
                for (const std::string& text : t)
                    s.listen.push_back(address_text(text));
                if (s.listen.empty())
                    throw Unusable("is empty; name at least one address");
            }},
        Entry<Settings>{D{"admin_listen", "SHOPORDER_ADMIN_LISTEN", "", "address",
                          "where health and the read-only API are served; empty: nowhere"},
                        Form::text,
                        [](Settings& s, const Texts& t) {
                            s.admin_listen = single(t).empty() ? "" : address_text(single(t));
                        }},
        Entry<Settings>{D{"admin_credential", "SHOPORDER_ADMIN_CREDENTIAL", "", "name",
                          "the credential with the token that readers of the API send; empty: the "
                          "API is off"},
                        Form::text,
                        [](Settings& s, const Texts& t) {
                            s.admin_credential = single(t);
                            if (!s.admin_credential.empty())
                                check_credential_name(s.admin_credential);
                        }},
        Entry<Settings>{D{"reserve", "SHOPORDER_RESERVE", "64MiB", "bytes",
                          "kept free beside the database, to go on with when the disk is full; 0: "
                          "nothing"},
                        Form::bytes,
                        [](Settings& s, const Texts& t) {
                            s.reserve_bytes = bytes_value(single(t), 0, std::size_t{16} << 30U);
                        }},
        Entry<Settings>{D{"keep_rejected", "SHOPORDER_KEEP_REJECTED", "0", "count",
                          "refused requests kept for a day, with their bodies, for `webhook "
                          "verify`"},
                        Form::count,
                        [](Settings& s, const Texts& t) {
                            s.keep_rejected =
                                static_cast<std::size_t>(count_value(single(t), 0, 100));
                        }},
        Entry<Settings>{D{"limits.body", "SHOPORDER_LIMITS_BODY", "10MiB", "bytes",
                          "the longest webhook body; longer ones are answered 413"},
                        Form::bytes,
                        [](Settings& s, const Texts& t) {
                            s.limits.body_bytes = bytes_value(single(t), 1U << 10U, 256U << 20U);
                        }},
        Entry<Settings>{D{"limits.workers", "SHOPORDER_LIMITS_WORKERS", "4", "count",
                          "threads that read requests and send replies"},
                        Form::count,
                        [](Settings& s, const Texts& t) {
                            s.limits.workers =
                                static_cast<std::size_t>(count_value(single(t), 1, 1024));
                        }},
        Entry<Settings>{D{"limits.queue", "SHOPORDER_LIMITS_QUEUE", "256", "count",
                          "connections that may wait for a worker; more are answered 503"},
                        Form::count,
                        [](Settings& s, const Texts& t) {
                            s.limits.queue =
                                static_cast<std::size_t>(count_value(single(t), 1, 65536));
                        }},
        Entry<Settings>{D{"limits.in_flight", "SHOPORDER_LIMITS_IN_FLIGHT", "256MiB", "bytes",
                          "the bodies of all requests under way together; past it 503"},
                        Form::bytes,
                        [](Settings& s, const Texts& t) {
                            s.limits.in_flight_bytes =
                                bytes_value(single(t), 1U << 10U, std::size_t{16} << 30U);
                        }},
        Entry<Settings>{D{"limits.deadline", "SHOPORDER_LIMITS_DEADLINE", "4s", "duration",
                          "one request from its first byte to the answer; Shopify waits 5 s"},
                        Form::duration,
                        [](Settings& s, const Texts& t) {
                            s.limits.deadline = duration_value(single(t), seconds{1}, seconds{60});
                        }},
        Entry<Settings>{D{"retry.schedule", "SHOPORDER_RETRY_SCHEDULE",
                          "1m, 5m, 15m, 1h, 2h, 4h, 8h, 8h", "durations",
                          "waits after each fault of a document; at the end it has failed"},
                        Form::durations,
                        [](Settings& s, const Texts& t) { s.retry.schedule = schedule_value(t); }},
        Entry<Settings>{D{"retry.lifetime", "SHOPORDER_RETRY_LIFETIME", "5d", "duration",
                          "how long a delivery waits for a supplier who cannot be reached"},
                        Form::duration,
                        [](Settings& s, const Texts& t) {
                            s.retry.lifetime = duration_value(single(t), seconds{60}, 365 * k_day);
                        }},
        Entry<Settings>{
            D{"retry.jitter", "SHOPORDER_RETRY_JITTER", "0.2", "ratio",
              "each wait is longer or shorter by up to this part of it"},
            Form::ratio,
            [](Settings& s, const Texts& t) { s.retry.jitter = ratio_value(single(t), 0, 0.5); }},
        Entry<
            Settings>{D{"remote.connect_timeout", "SHOPORDER_REMOTE_CONNECT_TIMEOUT", "10s", "duration", "finding and connecting to a supplier's server"}, Form::duration,
                      [](Settings& s, const Texts& t) {
                          s.remote.connect_timeout =
                              duration_value(single(t), seconds{1}, seconds{300});
                      }},
        Entry<Settings>{
            D{"remote.response_timeout", "SHOPORDER_REMOTE_RESPONSE_TIMEOUT", "30s", "duration",
              "the answer to one command of the server, the login's too"},
            Form::duration,
            [](Settings& s, const Texts& t) {
                s.remote.response_timeout = duration_value(single(t), seconds{1}, seconds{600});
            }},
        Entry<Settings>{
            D{"remote.transfer_timeout", "SHOPORDER_REMOTE_TRANSFER_TIMEOUT", "5m", "duration",
              "one whole upload"},
            Form::duration,
            [](Settings& s, const Texts& t) {
                s.remote.transfer_timeout = duration_value(single(t), seconds{1}, seconds{3600});
            }},
        Entry<Settings>{
            D{"remote.ca_file", "SHOPORDER_REMOTE_CA_FILE", "", "path",
              "certificates to trust for FTPS; empty: the system's"},
            Form::text,
            [](Settings& s, const Texts& t) {
                s.remote.ca_file = single(t).empty() ? "" : path_text(single(t));
            }},
        Entry<Settings>{
            D{"remote.known_hosts", "SHOPORDER_REMOTE_KNOWN_HOSTS", "/etc/shoporder/known_hosts",
              "path", "host keys to trust for SFTP, as ssh-keyscan prints them"},
            Form::text,
            [](Settings& s, const Texts& t) { s.remote.known_hosts = path_text(single(t)); }},
        Entry<Settings>{
            D{"backup.folder", "SHOPORDER_BACKUP_FOLDER", "", "path",
              "where `backup` writes; empty: the folder `backups` beside the database"},
            Form::text,
            [](Settings& s, const Texts& t) {
                s.backup.folder = single(t).empty() ? "" : path_text(single(t));
            }},
        Entry<Settings>{D{"backup.keep", "SHOPORDER_BACKUP_KEEP", "7", "count",
                          "how many backups stay; `backup` removes older ones, and never one "
                          "before the new one was checked"},
                        Form::count,
                        [](Settings& s, const Texts& t) {
                            const auto count = count_value(single(t), 1, 10000);
                            s.backup.keep = static_cast<std::size_t>(count);
                        }},
        Entry<Settings>{D{"backup.floor", "SHOPORDER_BACKUP_FLOOR", "256MiB", "bytes",
                          "must stay free on the disk of the backups; `backup` stops before less "
                          "is free"},
                        Form::bytes,
                        [](Settings& s, const Texts& t) {
                            constexpr std::size_t k_most = std::size_t{1} << 40U;
                            s.backup.floor_bytes = bytes_value(single(t), 0, k_most);
                        }},
        Entry<Settings>{D{"retention.bodies", "SHOPORDER_RETENTION_BODIES", "90d", "duration",
                          "how long `purge` leaves what Shopify sent of an order after the last "
                          "word on it; 0s: for ever"},
                        Form::duration,
                        [](Settings& s, const Texts& t) {
                            s.retention.bodies = retention_value(single(t));
                        }},
        Entry<Settings>{D{"retention.webhooks", "SHOPORDER_RETENTION_WEBHOOKS", "365d", "duration",
                          "how long it leaves the list of webhooks; each order's newest stays"},
                        Form::duration,
                        [](Settings& s, const Texts& t) {
                            s.retention.webhooks = retention_value(single(t));
                        }},
        Entry<Settings>{D{"retention.documents", "SHOPORDER_RETENTION_DOCUMENTS", "180d",
                          "duration", "how long it leaves the bytes of what was sent"},
                        Form::duration,
                        [](Settings& s, const Texts& t) {
                            s.retention.documents = retention_value(single(t));
                        }},
        Entry<Settings>{D{"retention.answers", "SHOPORDER_RETENTION_ANSWERS", "180d", "duration",
                          "how long it leaves the bytes of what suppliers answered"},
                        Form::duration,
                        [](Settings& s, const Texts& t) {
                            s.retention.answers = retention_value(single(t));
                        }},
        Entry<Settings>{D{"retention.events", "SHOPORDER_RETENTION_EVENTS", "730d", "duration",
                          "how long it leaves the history"},
                        Form::duration,
                        [](Settings& s, const Texts& t) {
                            s.retention.events = retention_value(single(t));
                        }},
        Entry<Settings>{D{"retention.rejected", "SHOPORDER_RETENTION_REJECTED", "1d", "duration",
                          "how long it leaves refused requests (keep_rejected), a day at most"},
                        Form::duration,
                        [](Settings& s, const Texts& t) {
                            s.retention.rejected = duration_value(single(t), seconds{60}, k_day);
                        }},
        Entry<Settings>{D{"privacy.auto", "SHOPORDER_PRIVACY_AUTO", "false", "true or false",
                          "whether `purge` carries out what a shop asks to redact; else a person "
                          "does, with `redact --task`"},
                        Form::flag,
                        [](Settings& s, const Texts& t) {
                            s.privacy_auto = flag_value(single(t));
                        }},
        Entry<Settings>{D{"alert.command", "", "", "path",
                          "the program that `alert` gives its letters to, with its arguments; "
                          "empty: nobody is told"},
                        Form::list,
                        [](Settings& s, const Texts& t) {
                            s.alert.command.clear();
                            for (const std::string& word : t)
                                if (!word.empty() || !s.alert.command.empty())
                                    s.alert.command.push_back(word);
                            if (!s.alert.command.empty() &&
                                !s.alert.command[0].starts_with('/'))
                                throw Unusable("must begin with the program's absolute path, for "
                                               "instance [\"/usr/sbin/sendmail\", \"-t\"]");
                        }},
        Entry<Settings>{D{"alert.form", "SHOPORDER_ALERT_FORM", "mail", "word",
                          "how a letter is written: mail (with headers), text, or json (for chat "
                          "services)"},
                        Form::text,
                        [](Settings& s, const Texts& t) {
                            s.alert.form = single(t);
                            if (s.alert.form != "mail" && s.alert.form != "text" &&
                                s.alert.form != "json")
                                throw Unusable("must be mail, text or json");
                        }},
        Entry<Settings>{D{"alert.to", "SHOPORDER_ALERT_TO", "", "address",
                          "who a mail is to; empty: the command names them"},
                        Form::text,
                        [](Settings& s, const Texts& t) {
                            s.alert.to = single(t);
                            if (s.alert.to.find_first_of("\r\n") != std::string::npos)
                                throw Unusable("must be one line");
                        }},
        Entry<Settings>{D{"alert.digest", "SHOPORDER_ALERT_DIGEST", "", "time of day",
                          "when `alert` sends the day's digest, by the local clock, as 08:00; "
                          "empty: never"},
                        Form::text,
                        [](Settings& s, const Texts& t) {
                            s.alert.digest = day_time_text(single(t));
                        }},
};

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
    constexpr std::array<std::string_view, 4> k_shopify_tokens = {"shpss_", "shpat_", "shpca_",
                                                                  "shppa_"};
    for (const std::string& text : texts) {
        for (const std::string_view token : k_shopify_tokens)
            if (base::lower(text).starts_with(token))
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

constexpr auto k_setting_descriptions = descriptions(k_settings);

} // namespace

std::span<const SettingDescription> settings_table() noexcept {
    return k_setting_descriptions;
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
std::span<const Entry<Settings>> settings_entries() noexcept {
    return k_settings;
}
std::span<const Entry<Shop>> shop_entries() {
    static const std::vector<Entry<Shop>> k_all = [] {
        std::vector<Entry<Shop>> all{k_shop.begin(), k_shop.end()};
        const auto holds = shop_hold_entries();
        all.insert(all.end(), holds.begin(), holds.end());
        return all;
    }();
    return k_all;
}

} // namespace shoporder::config
