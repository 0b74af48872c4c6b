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
        Entry<Settings>{D{"alert.command", "SHOPORDER_ALERT_COMMAND", "", "path",
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

constexpr auto k_setting_descriptions = descriptions(k_settings);

} // namespace

std::span<const SettingDescription> settings_table() noexcept {
    return k_setting_descriptions;
}
std::span<const Entry<Settings>> settings_entries() noexcept {
    return k_settings;
}

} // namespace shoporder::config
