#include "flow/doctor/doctor.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "flow/doctor/admin_access.hpp"
#include "flow/doctor/connections.hpp"
#include "flow/doctor/disk.hpp"
#include "flow/doctor/machine.hpp"
#include "flow/doctor/nginx_site.hpp"
#include "flow/doctor/partners.hpp"
#include "flow/doctor/secrets.hpp"
#include "flow/operate/backup_folder.hpp"
#include "report/size_text.hpp"
#include "store/arrivals.hpp"
#include "store/checkup.hpp"
#include "store/events.hpp"
#include "store/suppliers.hpp"
#include "store/time_limit.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace shoporder::flow {

namespace {

using base::Error;
using report::Area;
using report::DoctorView;
using namespace std::chrono_literals;

constexpr std::size_t k_webhooks_looked_at = 20'000;
constexpr std::size_t k_delays_looked_at = 200;
constexpr std::chrono::hours k_recent{24};
constexpr std::chrono::hours k_oldest_backup{49};
constexpr std::chrono::seconds k_longest_question{2};
/// Checking reads all of it, at some 200 MiB a second, and holds the log back meanwhile.
constexpr std::uint64_t k_largest_to_check = 512U << 20U;

bool wants(const Examination& what, Area area) {
    return what.areas.contains(area);
}

void take(DoctorView& view, const Findings& found) {
    view.checked.push_back(found.area());
    view.findings.insert(view.findings.end(), found.all().begin(), found.all().end());
}

void examine_configuration(const config::Settings& settings, const config::Environment& environment,
                           DoctorView& view) {
    Findings out(Area::configuration);
    if (settings.file.empty())
        out.warning("no-configuration", std::string{config::k_default_file},
                    "there is no configuration file " + std::string{config::k_default_file},
                    "`shoporder config show` prints what is in force; shoporder.toml(5)");
    for (const std::string& text : config::unknown_variables(environment))
        out.warning("unknown-variable", text.substr(0, text.find_first_of(":; ")), text,
                    "unset it, or correct its name");
    if (settings.shops.empty())
        out.fault(
            "no-shop", "", "no shop is configured, so that no webhook is believed",
            "write a [[shop]] into " +
                (settings.file.empty() ? std::string{config::k_default_file} : settings.file) +
                "; see shoporder.toml(5)");
    if (!settings.alert.command.empty() &&
        ::access(settings.alert.command.front().c_str(), X_OK) != 0)
        out.fault("alert-command", settings.alert.command.front(),
                  "alert.command cannot be run: " + settings.alert.command.front() + ": " +
                      std::generic_category().message(errno),
                  "correct it, then `shoporder alert --test`");
    take(view, out);
}

/// Of root, of the database's owner, and our own.
std::set<uid_t> owners(const config::Settings& settings) {
    std::set<uid_t> out{0, ::geteuid()};
    struct stat info {};
    if (::stat(settings.state_folder().c_str(), &info) == 0)
        out.insert(info.st_uid);
    return out;
}

/// One that cannot be used is said; nullopt then, and where there is none.
std::optional<std::string> value_of(const config::Settings& settings, const std::string& name,
                                    const std::string& whose, Findings& out) {
    try {
        if (auto found = settings.credentials.find(name))
            return std::move(found->value);
        out.fault("credential-missing", name, whose + ": there is no credential " + name,
                  "`shoporder credential set " + name + "`");
    } catch (const Error& error) {
        // One that is open to others is a finding of its own.
        const std::string text = error.what();
        if (text.find("can be read by others") == std::string::npos)
            out.fault("credential-unusable", name, whose + ": " + text,
                      "`shoporder credential set " + name + "`");
    }
    return std::nullopt;
}

void examine_credentials(const config::Settings& settings, DoctorView& view) {
    Findings out(Area::credentials);
    const auto folder = settings.credentials.folder();
    if (!look_at_files(folder, owners(settings), out)) {
        view.unchecked.push_back({Area::credentials, "the folder " + folder.string() +
                                                         " is closed to you; run this with sudo"});
        return;
    }
    std::set<std::string> seen;
    for (const config::Shop& shop : settings.shops) {
        for (const std::string& name : shop.secrets)
            if (const auto value = value_of(settings, name, "shop " + shop.domain, out);
                value && seen.insert(name).second)
                judge_signing_secret(name, *value, out);
        try {
            const auto secrets = settings.signing_secrets(shop);
            if (secrets.empty() && shop.secrets.empty())
                out.fault("no-secret", shop.domain,
                          "shop " + shop.domain +
                              " has no signing secret, so that each of its "
                              "webhooks is refused",
                          "name one in `secrets`, then `shoporder credential set NAME`");
            for (const auto& secret : secrets)
                if (seen.insert(secret.label).second)
                    judge_signing_secret(secret.label, secret.value, out);
        } catch (const Error&) { // said above, credential by credential
        }
    }
    if (!settings.admin_credential.empty())
        if (const auto value =
                value_of(settings, settings.admin_credential, "admin_credential", out))
            judge_password(settings.admin_credential, *value, out);
    take(view, out);
}

void examine_disk(const config::Settings& settings, base::Time now, DoctorView& view) {
    const auto disk = look_at_disk(settings);
    if (!disk) {
        view.unchecked.push_back(
            {Area::disk, "there is no folder " + settings.state_folder().string()});
        return;
    }
    Findings out(Area::disk);
    judge_disk(*disk, out);
    judge_log(look_at_log(settings.database), now, out);
    take(view, out);
}

void examine_units(const config::Settings& settings, DoctorView& view) {
    const UnitsSeen seen = look_at_units();
    if (!seen.unasked.empty()) {
        view.unchecked.push_back({Area::units, seen.unasked});
        return;
    }
    Findings out(Area::units);
    const bool shopify = std::any_of(
        settings.shops.begin(), settings.shops.end(),
        [](const config::Shop& shop) { return shop.api.configured(); });
    const bool fulfills = std::any_of(settings.shops.begin(), settings.shops.end(),
                                      [](const config::Shop& shop) { return shop.api.tells(); });
    judge_units(seen.units, {!settings.alert.command.empty(), shopify, fulfills}, out);
    take(view, out);
}

void examine_nginx(const config::Settings& settings, const Examination& what, DoctorView& view) {
    Findings out(Area::nginx);
    const NginxSeen seen = look_at_nginx(what.nginx, settings.limits.body_bytes, out);
    if (!seen.unread.empty())
        view.unchecked.push_back({Area::nginx, seen.unread});
    if (seen.unread.empty() || !out.all().empty())
        take(view, out);
}

void judge_backups(const config::Settings& settings, base::Time now, Findings& out) {
    const std::string folder = settings.backup_folder().string();
    const auto newest = newest_backup(folder);
    const std::string remedy = "`shoporder backup`, and `systemctl enable --now "
                               "shoporder-backup.timer` for one every night";
    if (!newest)
        out.warning("no-backup", folder, "there is no backup in " + folder, remedy);
    else if (now - newest->begun > k_oldest_backup)
        out.warning("backup-old", folder + "/" + newest->name,
                    "the newest backup in " + folder + " was made " +
                        base::format_span(now - newest->begun) + " ago",
                    remedy);
}

void examine_file(store::Database& database, const config::Settings& settings, base::Time now,
                  DoctorView& view) {
    Findings out(Area::database);
    look_at_state(settings, out);
    judge_backups(settings, now, out);
    std::error_code error;
    const auto size = std::filesystem::file_size(settings.database, error);
    if (!error && size <= k_largest_to_check) {
        const std::string said = database.check();
        if (said != "ok")
            out.fault("database-damaged", settings.database.string(),
                      "the database " + settings.database.string() +
                          " is damaged: " + base::printable(said, 200),
                      "`systemctl stop 'shoporder*.socket' shoporder.service`, then `shoporder "
                      "restore BACKUP`; see shoporder-restore(1)");
    } else {
        view.unchecked.push_back({Area::database, "each page of it, because it has " +
                                                      report::size_text(size) +
                                                      "; every backup checks its copy"});
    }
    take(view, out);
}

void examine_clock(store::Database& database, base::Time now, DoctorView& view) {
    Findings out(Area::clock);
    const auto kept = is_clock_kept();
    judge_clock(kept, store::recent_delays(database, now - k_recent, k_delays_looked_at), out);
    if (!kept)
        view.unchecked.push_back(
            {Area::clock, "whether it is kept right: the kernel does not tell"});
    take(view, out);
}

void examine_shops(store::Database& database, const config::Settings& settings, base::Time now,
                   DoctorView& view) {
    Findings out(Area::shops);
    const auto secrets = store::list_tallies(database, "secret/");
    const auto arrivals = store::list_arrivals(database, store::hour_of(now - k_recent));
    for (const config::Shop& shop : settings.shops) {
        ShopSeen seen;
        seen.domain = shop.domain;
        for (const store::Tally& t : secrets)
            if (t.name.starts_with("secret/" + shop.domain + "/"))
                seen.last_webhook = std::max(seen.last_webhook, std::optional{t.at});
        seen.topics = store::recent_topics(database, shop.domain, k_webhooks_looked_at);
        seen.refused = std::any_of(arrivals.begin(), arrivals.end(), [&](const auto& each) {
            return each.shop == shop.domain && each.refused > 0;
        });
        judge_shop(seen, out);
    }
    take(view, out);
}

void examine_access(const config::Settings& settings, DoctorView& view) {
    Findings out(Area::shops);
    for (const config::Shop& shop : settings.shops)
        if (shop.api.configured())
            look_at_access(settings, shop, out);
    take(view, out);
}

void examine_suppliers(store::Database& database, const config::Settings& settings, base::Time now,
                       const Examination& what, DoctorView& view) {
    Findings out(Area::suppliers);
    const auto suppliers = store::list_suppliers(database);
    if (suppliers.empty())
        out.warning("no-supplier", "", "there is no supplier, so that every order is held",
                    "`shoporder supplier import FILE`; share/suppliers.toml is an example");
    for (const order::Supplier& s : suppliers) {
        judge_supplier(s,
                       s.mode == order::SupplierMode::test ? store::in_test_since(database, s.id)
                                                           : std::nullopt,
                       now, out);
        if (s.transport.key_file.empty())
            continue;
        try {
            judge_key(s.name, s.transport.key_file, base::read_file(s.transport.key_file), out);
        } catch (const Error& error) {
            out.fault("key-unreadable", s.name, "supplier " + s.name + ": " + error.what(),
                      "it must be readable for the database's owner");
        }
    }
    if (what.network)
        test_connections(settings, suppliers, what.write, now, out, view.unchecked);
    else
        view.unchecked.push_back({Area::suppliers, "their servers, because of --no-network"});
    take(view, out);
}

/// What a check cannot read must not end the others.
template <class Check>
void attempt(const Examination& what, Area area, DoctorView& view, Check check) {
    if (!wants(what, area))
        return;
    try {
        check();
    } catch (const Error& error) {
        if (error.code() == base::Exit::bug)
            throw;
        view.unchecked.push_back({area, error.what()});
    }
}

} // namespace

void examine_machine(const config::Settings& settings, const config::Environment& environment,
                     base::Time now, const Examination& what, DoctorView& view) {
    attempt(
        what, Area::configuration, view,
        [&] { examine_configuration(settings, environment, view); });
    attempt(
        what, Area::credentials, view, [&] { examine_credentials(settings, view); });
    attempt(
        what, Area::disk, view, [&] { examine_disk(settings, now, view); });
    attempt(
        what, Area::units, view, [&] { examine_units(settings, view); });
    attempt(what, Area::nginx, view, [&] { examine_nginx(settings, what, view); });
}

void examine_database(store::Database& database, const config::Settings& settings, base::Time now,
                      const Examination& what, DoctorView& view) {
    attempt(what, Area::database, view, [&] { examine_file(database, settings, now, view); });
    attempt(what, Area::clock, view, [&] {
        const store::TimeLimit limit(database, k_longest_question);
        examine_clock(database, now, view);
    });
    attempt(what, Area::shops, view, [&] {
        const store::TimeLimit limit(database, k_longest_question);
        examine_shops(database, settings, now, view);
    });
    // No question to the database waits for Shopify.
    attempt(
        what, Area::shops, view, [&] { examine_access(settings, view); });
    attempt(what, Area::suppliers, view,
            [&] { examine_suppliers(database, settings, now, what, view); });
}

void examine_no_database(const Error& why, const Examination& what, DoctorView& view) {
    const bool missing = why.code() == base::Exit::not_found;
    const bool closed = why.code() == base::Exit::permission;
    if (wants(what, Area::database) && !closed) {
        Findings out(Area::database);
        out.fault(missing ? "database-missing" : "database-unusable", "", why.what(),
                  missing ? "`systemctl start shoporder`, or `shoporder migrate`" : "");
        take(view, out);
    } else if (wants(what, Area::database)) {
        view.unchecked.push_back({Area::database, why.what()});
    }
    if (wants(what, Area::clock)) {
        Findings out(Area::clock);
        judge_clock(is_clock_kept(), {}, out);
        take(view, out);
    }
    for (const Area area : {Area::shops, Area::suppliers})
        if (wants(what, area))
            view.unchecked.push_back({area, "they are in the database"});
}

} // namespace shoporder::flow
