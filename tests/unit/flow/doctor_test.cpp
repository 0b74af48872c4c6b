// What doctor makes of what it sees: each finding once where it is due, and not where it is not.
#include "base/file.hpp"
#include "flow/doctor/disk.hpp"
#include "flow/doctor/machine.hpp"
#include "flow/doctor/nginx_site.hpp"
#include "flow/doctor/partners.hpp"
#include "flow/doctor/secrets.hpp"
#include "remote/result_codes.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace shoporder;
using namespace std::chrono_literals;
using report::Area;

namespace {

constexpr std::uint64_t k_gib = 1U << 30U;
const base::Time k_now = base::parse_time("2026-11-30T08:00:00Z").value();

/// "fault credential-open; hint no-alert"
std::string codes(const flow::Findings& found) {
    std::string out;
    for (const report::Finding& f : found.all())
        out += (out.empty() ? "" : "; ") + std::string{report::name(f.severity)} + " " + f.code;
    return out;
}

std::string of_secret(std::string_view value) {
    flow::Findings out(Area::credentials);
    flow::judge_signing_secret("shopify", value, out);
    for (const report::Finding& f : out.all())
        EXPECT_EQ((f.text + f.remedy).find(value.substr(value.find('_') + 1, 12)),
                  std::string::npos)
            << "the secret is in it: " << f.text;
    return codes(out);
}

TEST(DoctorSecrets, EachWrongKindIsTold) {
    const std::string hex32 = "0123456789abcdef0123456789abcdef";
    EXPECT_EQ(of_secret("shpss_" + hex32), "");
    EXPECT_EQ(of_secret(hex32), "");
    EXPECT_EQ(of_secret(hex32 + hex32), "") << "the admin's key";
    EXPECT_EQ(of_secret("shpss_" + hex32.substr(1)), "fault secret-cut");
    EXPECT_EQ(of_secret("shpss_" + hex32 + hex32), "fault secret-cut");
    EXPECT_EQ(of_secret("shpat_" + hex32), "fault secret-is-token");
    EXPECT_EQ(of_secret("shpca_" + hex32), "fault secret-is-token");
    EXPECT_EQ(of_secret("shpua_" + hex32), "fault secret-is-token");
    EXPECT_EQ(of_secret("shpss_" + hex32 + " "), "fault secret-white-space");
    EXPECT_EQ(of_secret("\xC2\xA0" + hex32), "fault secret-white-space") << "a no-break space";
    EXPECT_EQ(of_secret("\xEF\xBB\xBF" + hex32), "fault secret-white-space") << "a byte-order mark";
    EXPECT_EQ(of_secret(hex32 + "\n"), "fault secret-white-space");
    EXPECT_EQ(of_secret("\"" + hex32 + "\""), "fault secret-quoted");
    EXPECT_EQ(of_secret("hMTq0K2x7oyOjoBwGYeTj5oxfnaVYXzbanUG9aajpKI="),
              "fault secret-is-signature");
    EXPECT_EQ(of_secret("test-test"), "warning secret-short");
}

TEST(DoctorSecrets, APasswordMayHoldAnythingButSpaceAroundIsTold) {
    flow::Findings out(Area::credentials);
    flow::judge_password("acme", "\"shpat_ in the middle\"", out);
    EXPECT_EQ(codes(out), "");
    flow::judge_password("acme", "secret\r", out);
    EXPECT_EQ(codes(out), "warning password-white-space");
}

TEST(DoctorSecrets, FilesThatOthersReadAndOwn) {
    const test::TemporaryFolder folder;
    const auto credentials = folder / "credentials";
    std::filesystem::create_directory(credentials);
    ::chmod(credentials.c_str(), 0700);
    for (const char* const name : {"acme", "shopify"}) {
        std::ofstream(credentials / name) << "x";
        ::chmod((credentials / name).c_str(), 0600);
    }
    const auto look = [&](const std::set<uid_t>& owners) {
        flow::Findings out(Area::credentials);
        EXPECT_TRUE(flow::look_at_files(credentials, owners, out));
        return codes(out);
    };
    EXPECT_EQ(look({::geteuid()}), "");
    ::chmod((credentials / "acme").c_str(), 0640);
    EXPECT_EQ(look({::geteuid()}), "fault credential-open");
    ::chmod((credentials / "acme").c_str(), 0600);
    ::chmod(credentials.c_str(), 0755);
    EXPECT_EQ(look({::geteuid()}), "fault credential-open");
    ::chmod(credentials.c_str(), 0700);
    EXPECT_EQ(look({::geteuid() + 1}),
              "warning credential-owner; warning credential-owner; warning credential-owner");
    flow::Findings none(Area::credentials);
    EXPECT_TRUE(flow::look_at_files(folder / "none", {}, none)) << "no folder holds nothing";
    EXPECT_EQ(codes(none), "");
}

TEST(DoctorSecrets, RsaKeysInBothForms) {
    flow::Findings out(Area::suppliers);
    // The first lines of what ssh-keygen writes for rsa, for an encrypted one, and for ed25519.
    flow::judge_key("acme", "key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE", out);
    flow::judge_key("acme", "key",
                    "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                    "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAABlwAAAAdzc2gtcn\n"
                    "NhAAAAAwEAAQAAAYEA\n",
                    out);
    EXPECT_EQ(codes(out), "warning key-rsa; warning key-rsa");
    flow::Findings good(Area::suppliers);
    flow::judge_key("acme", "key",
                    "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                    "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n"
                    "QyNTUxOQAAACB\n",
                    good);
    EXPECT_EQ(codes(good), "");
}

std::string of_disk(std::uint64_t total, std::uint64_t free, std::uint64_t files = 0,
                    std::uint64_t free_files = 0) {
    flow::Findings out(Area::disk);
    flow::judge_disk({"/var/lib/shoporder",
                      total,
                      free,
                      files,
                      free_files,
                      {{"database", k_gib, "purge"}, {"backups", 30 * k_gib, "keep fewer"}}},
                     out);
    return codes(out);
}

TEST(DoctorDisk, NearlyFullIsToldWithWhatTakesTheRoom) {
    EXPECT_EQ(of_disk(100 * k_gib, 50 * k_gib), "");
    EXPECT_EQ(of_disk(100 * k_gib, 9 * k_gib), "warning disk-full");
    EXPECT_EQ(of_disk(1000 * k_gib, 90 * k_gib), "") << "there is room, whatever the share";
    EXPECT_EQ(of_disk(40 * k_gib, 200U << 20U), "fault disk-full");
    EXPECT_EQ(of_disk(100 * k_gib, 50 * k_gib, 1000, 9), "fault disk-files");
    flow::Findings out(Area::disk);
    flow::judge_disk({"/var/lib/shoporder",
                      100 * k_gib,
                      5 * k_gib,
                      0,
                      0,
                      {{"database", k_gib, "purge"}, {"backups", 60 * k_gib, "keep fewer"}}},
                     out);
    ASSERT_EQ(out.all().size(), 1U);
    EXPECT_EQ(out.all()[0].text, "the disk of /var/lib/shoporder is nearly full: 5.0 GiB of 100.0 "
                                 "GiB are free; of shoporder's: backups 60.0 GiB, database 1.0 "
                                 "GiB");
    EXPECT_EQ(out.all()[0].remedy, "keep fewer") << "the largest one's";
}

TEST(DoctorDisk, AGrownLogNamesWhoReads) {
    flow::WriteAheadLog log{"/var/lib/shoporder/shoporder.db-wal", 398U << 20U, {}, true};
    flow::Findings alone(Area::disk);
    flow::judge_log(log, k_now, alone);
    EXPECT_EQ(codes(alone), "hint log-grown");
    log.has_server = false;
    flow::Findings unserved(Area::disk);
    flow::judge_log(log, k_now, unserved);
    EXPECT_EQ(codes(unserved), "warning log-grown");
    log.readers = {{{4711, "sqlite3 shoporder.db"}, k_now - 3h}};
    flow::Findings held(Area::disk);
    flow::judge_log(log, k_now, held);
    ASSERT_EQ(codes(held), "warning log-held");
    EXPECT_EQ(held.all()[0].text,
              "the write-ahead log /var/lib/shoporder/shoporder.db-wal has grown to 398.0 MiB, "
              "because somebody reads the database without an end: process 4711 (sqlite3 "
              "shoporder.db), which runs for 3 h");
    log.bytes = 60U << 20U;
    flow::Findings small(Area::disk);
    flow::judge_log(log, k_now, small);
    EXPECT_EQ(codes(small), "");
}

TEST(DoctorDisk, FilesOfAnotherUserOrOpenOnes) {
    flow::Findings out(Area::database);
    const std::vector<flow::StateFile> files{
        {"a.db", 0600, 900}, {"a.db-wal", 0600, 0}, {"a.db-shm", 0644, 900}};
    flow::judge_state(files, {"/var/lib/shoporder", 0755, 900}, "shoporder", out);
    ASSERT_EQ(codes(out), "fault database-owner; fault database-open");
    flow::Findings closed(Area::database);
    flow::judge_state(files, {"/var/lib/shoporder", 0700, 900}, "shoporder", closed);
    EXPECT_EQ(codes(closed), "fault database-owner") << "nobody else gets so far";
    EXPECT_EQ(out.all()[0].remedy, "`chown shoporder: a.db-wal`");
    EXPECT_EQ(out.all()[1].about, "a.db-shm");
}

std::string of_clock(std::optional<bool> kept, std::vector<std::chrono::microseconds> delays) {
    flow::Findings out(Area::clock);
    flow::judge_clock(kept, delays, out);
    return codes(out);
}

TEST(DoctorClock, IsJudgedByTheQuickestWebhook) {
    EXPECT_EQ(of_clock(true, {}), "");
    EXPECT_EQ(of_clock(std::nullopt, {}), "");
    EXPECT_EQ(of_clock(false, {}), "warning clock-not-kept");
    EXPECT_EQ(of_clock(true, {1s, 4h, 4h, 4h, 4h}), "") << "tried again for hours";
    EXPECT_EQ(of_clock(true, {-90s, 1s, 2s, 3s, 4s}), "fault clock-behind");
    EXPECT_EQ(of_clock(true, {-1s, 1s, 2s, 3s, 4s}), "") << "a second is nothing";
    EXPECT_EQ(of_clock(true, {5min, 6min, 7min, 8min, 9min}), "warning clock-ahead");
    EXPECT_EQ(of_clock(true, {5min, 6min}), "") << "too few to tell";
}

/// All is well, in systemctl's words.
std::vector<flow::Unit> all_units() {
    std::vector<flow::Unit> out;
    for (const char* const name :
         {"shoporder.socket", "shoporder.service", "shoporder-dispatch.timer",
          "shoporder-retry.timer", "shoporder-confirm.timer", "shoporder-backup.timer",
          "shoporder-purge.timer", "shoporder-alert.timer", "shoporder-shopify.timer",
          "shoporder-fulfill.timer"})
        out.push_back({name, "loaded", "active", "enabled", "success"});
    out.push_back({"shoporder-dispatch.service", "loaded", "inactive", "static", "success"});
    return out;
}

std::string of_units(const std::vector<flow::Unit>& units, bool wants_alerts = true,
                     bool wants_shopify = true, bool wants_fulfill = true) {
    flow::Findings out(Area::units);
    flow::judge_units(units, {wants_alerts, wants_shopify, wants_fulfill}, out);
    return codes(out);
}

TEST(DoctorUnits, WhatIsNotActiveIsTold) {
    auto units = all_units();
    EXPECT_EQ(of_units(units), "");
    EXPECT_EQ(of_units(units, false), "hint no-alert");
    units[2].active = "inactive";
    EXPECT_EQ(of_units(units), "fault unit-inactive");
    units[2].load = "masked";
    EXPECT_EQ(of_units(units), "fault unit-masked");
    units = all_units();
    units[1].active = "failed";
    EXPECT_EQ(of_units(units), "fault unit-failed");
    units = all_units();
    units[3].enabled = "disabled";
    EXPECT_EQ(of_units(units), "warning unit-disabled");
    units = all_units();
    units[10].result = "exit-code";
    EXPECT_EQ(of_units(units), "warning unit-failed");
    units = all_units();
    units[7] = {"shoporder-alert.timer", "loaded", "inactive", "disabled", "success"};
    EXPECT_EQ(of_units(units), "fault unit-inactive");
    EXPECT_EQ(of_units(units, false), "hint no-alert") << "nobody wants it";
    units = all_units();
    units[8] = {"shoporder-shopify.timer", "loaded", "inactive", "disabled", "success"};
    EXPECT_EQ(of_units(units), "fault unit-inactive");
    EXPECT_EQ(of_units(units, true, false), "") << "no shop's API may be asked";
    units = all_units();
    units[9] = {"shoporder-fulfill.timer", "loaded", "inactive", "disabled", "success"};
    EXPECT_EQ(of_units(units), "fault unit-inactive");
    EXPECT_EQ(of_units(units, true, true, false), "") << "Shopify is not to be told";
    EXPECT_EQ(of_units({}), "warning unit-missing");
}

TEST(DoctorUnits, SystemctlIsRead) {
    const auto units = flow::read_units("Result=success\nId=a.timer\nLoadState=loaded\n"
                                        "ActiveState=active\nUnitFileState=enabled\n\n"
                                        "Id=b.service\nLoadState=not-found\nActiveState=inactive\n"
                                        "UnitFileState=\nResult=success\n");
    ASSERT_EQ(units.size(), 2U);
    EXPECT_EQ(units[0].name, "a.timer");
    EXPECT_EQ(units[0].active, "active");
    EXPECT_EQ(units[0].enabled, "enabled");
    EXPECT_EQ(units[1].load, "not-found");
    EXPECT_EQ(units[1].enabled, "");
}

TEST(DoctorNginx, WordsAreReadAsNginxReadsThem) {
    const auto all = flow::read_directives("# a; comment {\nserver { listen 443 ssl;\n"
                                           "log_format x '$a; \"b\" {' \"c\";set $d ${e}f;}\n");
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0].name, "server");
    EXPECT_EQ(all[1].arguments, (std::vector<std::string>{"443", "ssl"}));
    EXPECT_EQ(all[2].arguments, (std::vector<std::string>{"x", "$a; \"b\" {", "c"}));
    EXPECT_EQ(all[3].arguments, (std::vector<std::string>{"$d", "${e}f"}));
    EXPECT_EQ(flow::nginx_size("10m"), 10U << 20U);
    EXPECT_EQ(flow::nginx_size("512k"), 512U << 10U);
    EXPECT_EQ(flow::nginx_size("0"), 0U);
    EXPECT_EQ(flow::nginx_size("many"), std::nullopt);
}

std::string of_site(std::string_view text, std::optional<std::uint64_t> general = std::nullopt) {
    flow::Findings out(Area::nginx);
    flow::judge_site("site", flow::read_directives(text), general, 10U << 20U, out);
    return codes(out);
}

TEST(DoctorNginx, LimitsThatLoseOrdersAreTold) {
    const std::string rest = " ssl_certificate /etc/letsencrypt/x.pem; proxy_read_timeout 4s;";
    EXPECT_EQ(of_site("client_max_body_size 10m;" + rest), "");
    EXPECT_EQ(of_site("client_max_body_size 0;" + rest), "") << "no limit";
    EXPECT_EQ(of_site("client_max_body_size 9m;" + rest), "fault nginx-body-limit");
    EXPECT_EQ(of_site(rest), "fault nginx-body-limit") << "nginx's own is 1m";
    EXPECT_EQ(of_site(rest, 16U << 20U), "") << "nginx.conf says so";
    const std::string body = "client_max_body_size 10m; ssl_certificate x.pem; ";
    EXPECT_EQ(of_site(body), "hint nginx-timeout");
    EXPECT_EQ(of_site(body + "proxy_read_timeout 60;"), "hint nginx-timeout");
    EXPECT_EQ(of_site(body + "proxy_read_timeout 500ms;"), "warning nginx-timeout");
    EXPECT_EQ(of_site(body + "proxy_read_timeout 4s; proxy_request_buffering off;"),
              "fault nginx-buffering");
    EXPECT_EQ(of_site("client_max_body_size 10m; proxy_read_timeout 4s;"),
              "warning nginx-certificate");
    EXPECT_EQ(of_site(body + "proxy_read_timeout 4s; server_name hooks.example.com;"),
              "fault nginx-name");
    EXPECT_EQ(of_site("client_max_body_size 10m; proxy_read_timeout 4s; ssl_certificate "
                      "/etc/ssl/certs/ssl-cert-snakeoil.pem;"),
              "fault nginx-certificate");
}

TEST(DoctorNginx, OurOwnSiteHasTheRightNumbersAndTheExamplesName) {
    EXPECT_EQ(of_site(base::read_file(SHOPORDER_SOURCE_DIR "/share/nginx/shoporder.conf")),
              "fault nginx-name; fault nginx-certificate");
}

TEST(DoctorNginx, OnlySitesInForceThatAreOurs) {
    const test::TemporaryFolder folder;
    const auto look = [&](std::string& unread) {
        flow::Findings out(Area::nginx);
        unread = flow::look_at_nginx(folder / "", 10U << 20U, out).unread;
        return codes(out);
    };
    std::string unread;
    EXPECT_EQ(look(unread), "");
    EXPECT_NE(unread.find("there is no "), std::string::npos);
    std::ofstream(folder / "nginx.conf") << "http { include sites-enabled/*; }";
    std::filesystem::create_directory(folder / "sites-enabled");
    std::ofstream(folder / "sites-enabled/other") << "proxy_pass http://127.0.0.1:3000;";
    EXPECT_EQ(look(unread), "fault nginx-no-site");
    EXPECT_EQ(unread, "");
    std::ofstream(folder / "sites-enabled/shop")
        << "proxy_pass http://unix:/run/shoporder.sock; proxy_read_timeout 4s; "
           "ssl_certificate x.pem; client_max_body_size 1m;";
    EXPECT_EQ(look(unread), "fault nginx-body-limit");
}

std::string of_shop(const flow::ShopSeen& shop) {
    flow::Findings out(Area::shops);
    flow::judge_shop(shop, out);
    return codes(out);
}

TEST(DoctorShops, NoWebhookAndTopicsNeverSeen) {
    flow::ShopSeen shop{"demo.myshopify.com", std::nullopt, {}, false};
    EXPECT_EQ(of_shop(shop), "warning no-webhook");
    shop.last_webhook = k_now;
    shop.topics = {{"orders/create", 10}};
    EXPECT_EQ(of_shop(shop), "") << "too early to tell";
    shop.topics = {{"orders/create", 60}, {"orders/paid", 50}, {"orders/cancelled", 1}};
    EXPECT_EQ(of_shop(shop), "warning topic-unseen");
    shop.topics["orders/updated"] = 1;
    EXPECT_EQ(of_shop(shop), "");
    shop.topics.erase("orders/cancelled");
    EXPECT_EQ(of_shop(shop), "hint topic-unseen");
    shop.topics = {{"import", 500}};
    EXPECT_EQ(of_shop(shop), "") << "what a person brought in is no webhook";
}

order::Supplier supplier(order::SupplierMode mode,
                         const char* url = "ftpes://orders@ftp.acme.example/in") {
    order::Supplier out;
    out.name = "acme";
    out.mode = mode;
    out.endpoint = order::Endpoint::parse(url);
    return out;
}

std::string of_supplier(const order::Supplier& s, std::optional<base::Time> since = std::nullopt) {
    flow::Findings out(Area::suppliers);
    flow::judge_supplier(s, since, k_now, out);
    return codes(out);
}

TEST(DoctorSuppliers, ModesThatSendNothing) {
    using order::SupplierMode;
    EXPECT_EQ(of_supplier(supplier(SupplierMode::live)), "");
    EXPECT_EQ(of_supplier(supplier(SupplierMode::test), k_now - 24h * 6), "");
    EXPECT_EQ(of_supplier(supplier(SupplierMode::test), k_now - 24h * 7),
              "warning supplier-in-test");
    EXPECT_EQ(of_supplier(supplier(SupplierMode::parked)), "fault supplier-parked");
    order::Supplier paused = supplier(SupplierMode::paused);
    EXPECT_EQ(of_supplier(paused), "hint supplier-paused");
    paused.mode_until = k_now + 2h;
    EXPECT_EQ(of_supplier(paused), "");
    order::Supplier nowhere = supplier(SupplierMode::live);
    nowhere.endpoint.reset();
    EXPECT_EQ(of_supplier(nowhere), "fault supplier-no-url");
}

struct Refused {
    const char* phase;
    int curl = 0;
    const char* text = "no";
    base::OutcomeClass cls = base::OutcomeClass::temporary;
    remote::Phase at = remote::Phase::connect;
};

std::string of_refusal(const Refused& r, const char* url = "ftpes://orders@ftp.acme.example/in",
                       order::SupplierMode mode = order::SupplierMode::live) {
    flow::SupplierTestResult result;
    result.outcome.cls = r.cls;
    result.outcome.phase = r.phase;
    result.outcome.reason = r.text;
    result.refusal.curl = r.curl;
    result.refusal.text = r.text;
    result.refusal.phase = r.at;
    flow::Findings out(Area::suppliers);
    flow::judge_connection(supplier(mode, url), result, out);
    return codes(out);
}

TEST(DoctorSuppliers, ServersThatTakeAFileAndHideIt) {
    flow::SupplierTestResult result;
    result.outcome.cls = base::OutcomeClass::permanent;
    result.outcome.phase = "rename";
    result.vanished = true;
    flow::Findings out(Area::suppliers);
    flow::judge_connection(supplier(order::SupplierMode::live), result, out);
    EXPECT_EQ(codes(out), "fault supplier-file-filter");
}

TEST(DoctorSuppliers, ServersThatWantTls) {
    flow::SupplierTestResult result;
    result.outcome.cls = base::OutcomeClass::operator_;
    result.outcome.phase = "login";
    result.refusal.wants_tls = true;
    flow::Findings out(Area::suppliers);
    flow::judge_connection(supplier(order::SupplierMode::live), result, out);
    EXPECT_EQ(codes(out), "fault supplier-wants-tls");
}

TEST(DoctorSuppliers, ServersThatRefuse) {
    namespace result = remote::result;
    using base::OutcomeClass;
    using remote::Phase;
    EXPECT_EQ(of_refusal({"connect", 0, "", OutcomeClass::done}), "");
    EXPECT_EQ(of_refusal({"connect", result::k_unknown_host}), "fault supplier-dns");
    EXPECT_EQ(of_refusal({"connect", result::k_could_not_connect}), "fault supplier-refused");
    EXPECT_EQ(of_refusal({"connect", result::k_timed_out}), "fault supplier-firewall");
    EXPECT_EQ(of_refusal(
                  {"connect", result::k_peer_not_verified, "self-signed", OutcomeClass::operator_}),
              "fault supplier-certificate");
    EXPECT_EQ(of_refusal({"login", result::k_pin_mismatch, "not the pinned key",
                          OutcomeClass::operator_, Phase::login}),
              "fault supplier-certificate");
    EXPECT_EQ(of_refusal({"login", result::k_login_denied, "530 Login incorrect",
                          OutcomeClass::operator_, Phase::login}),
              "fault supplier-login");
    EXPECT_EQ(
        of_refusal({"folder", 9, "550 no such folder", OutcomeClass::operator_, Phase::folder}),
        "fault supplier-folder");
    EXPECT_EQ(of_refusal({"list", 0, "522 SSL connection failed: session reuse required",
                          OutcomeClass::permanent, Phase::list}),
              "fault supplier-session-reuse");
    EXPECT_EQ(of_refusal(
                  {"list", result::k_timed_out, "timed out", OutcomeClass::temporary, Phase::list}),
              "fault supplier-data-connection");
    EXPECT_EQ(of_refusal({"put", 0, "550 Permission denied", OutcomeClass::permanent}),
              "fault supplier-not-writable");
    EXPECT_EQ(of_refusal({"rename", 0, "550 no", OutcomeClass::permanent}),
              "fault supplier-rename-refused");
    EXPECT_EQ(of_refusal({"login", result::k_peer_not_verified,
                          "the server has no host key of a kind that can be checked here",
                          OutcomeClass::operator_, Phase::login},
                         "sftp://orders@ftp.acme.example/in"),
              "fault supplier-rsa-only");
    EXPECT_EQ(of_refusal({"login", result::k_peer_not_verified,
                          "the server's host key is not the one that is known",
                          OutcomeClass::operator_, Phase::login},
                         "sftp://orders@ftp.acme.example/in"),
              "fault supplier-host-key");
    EXPECT_EQ(of_refusal({"connect", result::k_unknown_host}, "ftp://a@b.example/",
                         order::SupplierMode::test),
              "warning supplier-dns")
        << "nothing is lost yet";
}

} // namespace
