#pragma once
// Purpose: every setting of shoporder, typed, with where its value came from.
// Precedence: command line > environment > file > default. The file is TOML; its keys,
// environment names, defaults and descriptions stand in one table (settings_table), from which
// `config show`, the man page and the example file are checked.
// State: reads one file. Fails: Error(config) naming file, line, key and remedy.
// Threads: values; load() once, before any thread.
#include "base/clock.hpp"
#include "config/credentials.hpp"
#include "order/hold_rules.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::config {

inline constexpr std::string_view k_default_file = "/etc/shoporder/shoporder.toml";

/// Key of settings_table → text, from the command line. "config" names the file.
using Overrides = std::map<std::string, std::string>;

enum class Origin { preset, file, environment, command_line };

struct Source {
    Origin origin = Origin::preset;
    std::string where;                      ///< "FILE:LINE", the variable's name, or ""
    [[nodiscard]] std::string text() const; ///< "default", "environment (NAME)", "FILE:LINE", …
};

struct SettingDescription {
    std::string_view key;         ///< "limits.workers"
    std::string_view environment; ///< "SHOPORDER_LIMITS_WORKERS"; "" where there is none
    std::string_view preset; ///< the default as it would be written in the file, without quotes
    std::string_view unit;   ///< "path", "address", "bytes", "duration", "count", "ratio", …
    std::string_view description; ///< one sentence, no full stop
};

/// The general settings, in the order of the example file.
[[nodiscard]] std::span<const SettingDescription> settings_table() noexcept;
/// The keys of one [[shop]]; an empty default of a required key says so in its description.
[[nodiscard]] std::span<const SettingDescription> shop_settings_table();

/// Who orders from the suppliers.
struct Buyer {
    std::string name;
    std::string vat;
    std::string email;
    std::string phone;
    std::string gln;                 ///< 13 digits; "": none
    std::vector<std::string> street; ///< up to two lines
    std::string zip;
    std::string city;
    std::string country; ///< ISO 3166-1 alpha-2; "": not told
    friend bool operator==(const Buyer&, const Buyer&) = default;
};

/// What becomes of a shipment that a supplier tells of.
enum class ShipmentsTold {
    off,     ///< it is written down here
    observe, ///< and what Shopify would be told of it
    on,      ///< Shopify is told: a fulfilment is created
};

/// How Shopify's Admin API is asked about a shop; without a credential it never is.
struct ShopApi {
    std::string token;          ///< names the credential of an access token; "": none
    std::string client_id;      ///< of an app that is granted one; "": none
    std::string client_secret;  ///< names its secret's credential; "": the first of `secrets`
    std::string address;        ///< "https://HOST[:PORT]" in place of the shop's own; "": none
    std::string webhook_url;    ///< where Shopify should send webhooks; "": not checked
    bool keep_webhooks = false; ///< those that are gone are installed again
    ShipmentsTold shipments = ShipmentsTold::off;
    bool notify = true; ///< Shopify tells the customer what ships
    [[nodiscard]] bool configured() const noexcept { return !token.empty() || !client_id.empty(); }
    /// Shopify is told of shipments.
    [[nodiscard]] bool tells() const noexcept {
        return configured() && shipments == ShipmentsTold::on;
    }
    /// Or it is said what it would be told.
    [[nodiscard]] bool tells_or_observes() const noexcept {
        return configured() && shipments != ShipmentsTold::off;
    }
};

struct Shop {
    std::string domain;               ///< "demo.myshopify.com", lower case
    std::vector<std::string> secrets; ///< names of credentials; empty: SHOPIFY_API_SECRET
    base::Time start;                 ///< orders created earlier are never sent by themselves
    std::string prefix;               ///< of PO numbers and file names; "" with a single shop
    Buyer buyer;
    bool wait_for_payment = true;  ///< `unpaid = "wait"`; "send" lets unpaid orders go
    bool wait_for_terms = true;    ///< `terms = "wait"`; "send" lets orders on terms go
    std::chrono::seconds grace{0}; ///< wait after an order was first seen, for edits
    /// Worth an alarm: an order of which something could have gone and has not; one that waits for
    /// its payment. 0: never.
    std::chrono::seconds alert_unsent{0};
    std::chrono::seconds alert_unpaid{0};
    std::vector<std::string> collect; ///< gateways whose money is collected at delivery; globs
    order::HoldRules hold;            ///< which orders wait for a person
    ShopApi api;
};

struct Limits {
    std::size_t body_bytes = 0;
    std::size_t workers = 0;
    std::size_t queue = 0;
    std::size_t in_flight_bytes = 0;
    std::chrono::seconds deadline{0}; ///< one request, first byte to last
};

struct Retry {
    std::vector<std::chrono::seconds> schedule; ///< waits after the 1st, 2nd, … fault
    std::chrono::seconds lifetime{0};           ///< of a delivery whose supplier is out of reach
    double jitter = 0;                          ///< ± this part of a wait, 0 to 0.5
};

struct Remote {
    std::chrono::seconds connect_timeout{0};
    std::chrono::seconds response_timeout{0};
    std::chrono::seconds transfer_timeout{0};
    std::string ca_file;     ///< certificates to trust for FTPS; "": the system's
    std::string known_hosts; ///< host keys for SFTP
};

struct BackupSettings {
    std::string folder;          ///< "": `backups` beside the database
    std::size_t keep = 0;        ///< so many of the newest stay
    std::size_t floor_bytes = 0; ///< must stay free on the folder's disk
};

/// How long what kind of data stays before `purge` removes it; 0: for ever. The ledger always does.
struct Retention {
    std::chrono::seconds bodies{0};    ///< of webhooks
    std::chrono::seconds webhooks{0};  ///< their rows, but for each order's newest
    std::chrono::seconds documents{0}; ///< bytes of what was sent
    std::chrono::seconds answers{0};   ///< what suppliers sent back
    std::chrono::seconds events{0};
    std::chrono::seconds rejected{0}; ///< refused requests; never longer than a day
};

/// Who is told of problems, and how.
struct AlertSettings {
    std::vector<std::string> command; ///< a program's absolute path and arguments; empty: nobody
    std::string form;                 ///< mail, text, json
    std::string to;                   ///< of a mail; "": the command names it
    std::string digest;               ///< "08:00", local; "": none
};

/// One line of `config show`.
struct SettingValue {
    std::string key;  ///< "limits.workers", "shop.demo.myshopify.com.start"
    std::string text; ///< as it would be written in the file, without quotes
    Source source;
};

struct Settings {
    std::string file; ///< the file that was read, "" when there was none
    std::filesystem::path database;
    std::vector<std::string> listen; ///< for webhooks: "HOST:PORT", "unix:PATH"
    std::string admin_listen;        ///< for health and the read-only API; "": none
    std::string admin_credential;    ///< names the token of the API's readers; "": the API is off
    std::size_t reserve_bytes = 0;   ///< kept free beside the database for a full disk; 0: none
    std::size_t keep_rejected = 0;   ///< refused requests kept for `webhook verify`, 0 to 100
    Limits limits;
    Retry retry;
    Remote remote;
    BackupSettings backup;
    Retention retention;
    AlertSettings alert;
    bool privacy_auto = false; ///< `purge` carries out what shops ask to redact
    std::vector<Shop> shops;
    Credentials credentials;
    std::vector<SettingValue> values; ///< everything above, for people

    /// The database's folder: locks, the reserve and the redaction list live beside it.
    [[nodiscard]] std::filesystem::path state_folder() const;
    /// Where backups go, unless the command line names another folder.
    [[nodiscard]] std::filesystem::path backup_folder() const;
    /// nullptr for a shop that is not configured. Case does not count.
    [[nodiscard]] const Shop* find_shop(std::string_view domain) const;
    /// The secrets that may sign a shop's webhooks; see Credentials::signing_secrets.
    [[nodiscard]] std::vector<SigningSecret> signing_secrets(const Shop& shop) const;
    /// Of all shops, each once: for `verify-hmac`. Without shops those of the environment.
    [[nodiscard]] std::vector<SigningSecret> signing_secrets() const;
};

/// A file named by the command line or SHOPORDER_CONFIG must exist; the default one need not:
/// then there are no shops. Unknown keys, values out of range and secrets in the file are errors.
[[nodiscard]] Settings load(const Overrides& overrides, const Environment& environment,
                            const std::filesystem::path& default_file = k_default_file);

/// SHOPORDER_* variables that mean nothing, each with the nearest known name; for `config check`.
[[nodiscard]] std::vector<std::string> unknown_variables(const Environment& environment);

} // namespace shoporder::config
