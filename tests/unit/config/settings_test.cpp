#include "config/settings.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

using namespace shoporder;
using config::Environment;
using config::Origin;
using config::Overrides;
using config::Settings;

namespace {

constexpr std::string_view k_shop = R"(
[[shop]]
domain = "Demo.myshopify.com"
start = 2026-11-22T00:00:00Z
)";

class SettingsTest : public testing::Test {
protected:
    Settings load_text(const std::string& text, const Environment& environment = {}) {
        base::write_file(m_path, text);
        return config::load({{"config", m_path.string()}}, environment, "/nonexistent/x.toml");
    }

    /// What an operator reads, with the file's path left out.
    std::string refusal(const std::string& text, const Environment& environment = {}) {
        try {
            (void)load_text(text, environment);
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::Exit::config) << error.what();
            std::string said = error.what();
            if (const auto at = said.find(m_path.string()); at != std::string::npos)
                said.replace(at, m_path.string().size(), "FILE");
            return said;
        }
        return "accepted";
    }

    static const config::SettingValue& value(const Settings& settings, std::string_view key) {
        const auto found = std::find_if(settings.values.begin(), settings.values.end(),
                                        [&](const auto& v) { return v.key == key; });
        EXPECT_NE(found, settings.values.end()) << key;
        return *found;
    }

    test::TemporaryFolder m_folder;
    std::filesystem::path m_path = m_folder / "shoporder.toml";
};

} // namespace

TEST_F(SettingsTest, WithoutAFileAreTheDefaults) {
    const Settings s = config::load({}, {}, m_folder / "none.toml");
    EXPECT_EQ(s.file, "");
    EXPECT_EQ(s.database, "/var/lib/shoporder/shoporder.db");
    EXPECT_EQ(s.state_folder(), "/var/lib/shoporder");
    EXPECT_EQ(s.credentials.folder(), "/etc/shoporder/credentials");
    EXPECT_EQ(s.listen, std::vector<std::string>{"127.0.0.1:8080"});
    EXPECT_EQ(s.admin_listen, "");
    EXPECT_EQ(s.limits.body_bytes, 10U << 20U);
    EXPECT_EQ(s.limits.workers, 4U);
    EXPECT_EQ(s.limits.deadline, std::chrono::seconds{4});
    EXPECT_EQ(s.retry.schedule.size(), 8U);
    EXPECT_EQ(s.retry.schedule.front(), std::chrono::minutes{1});
    EXPECT_EQ(s.retry.schedule.back(), std::chrono::hours{8});
    EXPECT_EQ(s.retry.lifetime, std::chrono::days{5});
    EXPECT_DOUBLE_EQ(s.retry.jitter, 0.2);
    EXPECT_TRUE(s.shops.empty());
    for (const auto& v : s.values)
        EXPECT_EQ(v.source.text(), "default") << v.key;
}

TEST_F(SettingsTest, EverythingBeatsWhatIsBelowItAndSaysSo) {
    const std::string file = "database = \"/file.db\"\nlisten = \"unix:/file\"\n"
                             "credentials = \"/file-credentials\"\n[limits]\nworkers = 7\n";
    base::write_file(m_path, file);
    const Environment environment = {{"SHOPORDER_DATABASE", "/env.db"},
                                     {"SHOPORDER_LISTEN", "unix:/env,[::1]:81"},
                                     {"SHOPORDER_RETRY_SCHEDULE", "1s,2m"},
                                     {"SHOPORDER_CREDENTIALS", ""}};
    const Settings s = config::load({{"config", m_path.string()}, {"database", "/flag.db"}},
                                    environment, "/nonexistent/x.toml");
    EXPECT_EQ(s.database, "/flag.db");
    EXPECT_EQ(value(s, "database").source.text(), "command line");
    EXPECT_EQ(s.listen, (std::vector<std::string>{"unix:/env", "[::1]:81"}));
    EXPECT_EQ(value(s, "listen").source.text(), "environment (SHOPORDER_LISTEN)");
    EXPECT_EQ(value(s, "listen").text, "unix:/env, [::1]:81");
    EXPECT_EQ(s.credentials.folder(), "/file-credentials") << "an empty variable is unset";
    EXPECT_EQ(s.limits.workers, 7U);
    EXPECT_EQ(value(s, "limits.workers").source.text(), m_path.string() + ":5");
    EXPECT_EQ(s.retry.schedule, (std::vector<std::chrono::seconds>{std::chrono::seconds{1},
                                                                   std::chrono::minutes{2}}));
    EXPECT_EQ(value(s, "retry.jitter").source.origin, Origin::preset);
}

TEST_F(SettingsTest, TheFileIsNamedByFlagThenVariable) {
    base::write_file(m_path, "database = \"/a.db\"\n");
    base::write_file(m_folder / "b.toml", "database = \"/b.db\"\n");
    const Environment environment = {{"SHOPORDER_CONFIG", (m_folder / "b.toml").string()}};
    EXPECT_EQ(config::load({}, environment, m_path).database, "/b.db");
    EXPECT_EQ(config::load({{"config", m_path.string()}}, environment, m_path).database, "/a.db");
    EXPECT_EQ(config::load({}, {}, m_path).database, "/a.db");
}

TEST_F(SettingsTest, ANamedFileMustExist) {
    const std::string none = (m_folder / "none.toml").string();
    const auto said = [&](const Overrides& overrides, const Environment& environment) {
        try {
            (void)config::load(overrides, environment, m_path);
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::Exit::config);
            return std::string{error.what()};
        }
        return std::string{"accepted"};
    };
    EXPECT_EQ(said({{"config", none}}, {}),
              "no file " + none + ", named by --config; create it or name another");
    EXPECT_EQ(said({}, {{"SHOPORDER_CONFIG", none}}),
              "no file " + none + ", named by SHOPORDER_CONFIG; create it or name another");
}

TEST_F(SettingsTest, AShopArrivesWhole) {
    const Settings s = load_text(R"(
[[shop]]
domain  = "Demo.myshopify.com"
secrets = ["shopify-secret", "shopify-secret-previous"]
start   = 2026-11-22T01:00:00+01:00
buyer   = { name = "Demo Ltd", vat = "GB123456789" }
unpaid  = "send"
grace   = "15m"
)");
    ASSERT_EQ(s.shops.size(), 1U);
    const config::Shop& shop = s.shops[0];
    EXPECT_EQ(shop.domain, "demo.myshopify.com");
    EXPECT_EQ(shop.secrets,
              (std::vector<std::string>{"shopify-secret", "shopify-secret-previous"}));
    EXPECT_EQ(base::format_time(shop.start), "2026-11-22T00:00:00Z");
    EXPECT_EQ(shop.buyer.name, "Demo Ltd");
    EXPECT_EQ(shop.buyer.vat, "GB123456789");
    EXPECT_FALSE(shop.wait_for_payment);
    EXPECT_EQ(shop.grace, std::chrono::minutes{15});
    EXPECT_EQ(s.find_shop("DEMO.myshopify.com"), &shop);
    EXPECT_EQ(s.find_shop("other.myshopify.com"), nullptr);
    EXPECT_EQ(value(s, "shop.demo.myshopify.com.grace").text, "15m");
    EXPECT_EQ(value(s, "shop.demo.myshopify.com.grace").source.text(), m_path.string() + ":8");
    EXPECT_EQ(value(s, "shop.demo.myshopify.com.prefix").source.text(), "default");
}

TEST_F(SettingsTest, AShopSaysWhichOrdersWaitForAPerson) {
    const std::string shop{k_shop};
    const order::HoldRules hold = load_text(shop + R"(
hold = { tag = ["VIP*"], value = "500.00 EUR", country_not = ["DE"], address = "strict" }
)")
                                      .shops.at(0)
                                      .hold;
    EXPECT_EQ(hold.tags, std::vector<std::string>{"VIP*"});
    EXPECT_EQ(hold.value->amount.text() + hold.value->currency, "500.00EUR");
    EXPECT_TRUE(hold.countries.empty());
    EXPECT_EQ(hold.elsewhere, std::vector<std::string>{"DE"});
    EXPECT_TRUE(hold.strict_address);
    EXPECT_NE(refusal(shop + "hold.value = \"0\"\n").find("takes an amount"), std::string::npos);
    EXPECT_EQ(load_text(shop).shops.at(0).hold, order::HoldRules{});
}

TEST_F(SettingsTest, ABuyerSaysWhereItIs) {
    const std::string shop{k_shop};
    const config::Buyer buyer = load_text(shop + R"(
[shop.buyer]
gln     = "4012345000009"
street  = ["1 High Street", "Floor 2"]
zip     = "CF10 1AA"
city    = "Cardiff"
country = "GB"
)")
                                    .shops.at(0)
                                    .buyer;
    EXPECT_EQ(buyer.gln, "4012345000009");
    EXPECT_EQ(buyer.street, (std::vector<std::string>{"1 High Street", "Floor 2"}));
    EXPECT_EQ(buyer.zip + " " + buyer.city + " " + buyer.country, "CF10 1AA Cardiff GB");

    const auto said = [&](const char* line) {
        const std::string words = refusal(shop + "[shop.buyer]\n" + line + "\n");
        return words.substr(words.find('`'));
    };
    EXPECT_EQ(said("gln = \"4012345000008\""),
              "`buyer.gln`: is no GLN: its last digit does not fit "
              "the others; look for a typing error");
    EXPECT_EQ(said("gln = \"40123450000\""),
              "`buyer.gln`: must be a GLN: 13 digits, without blanks");
    EXPECT_EQ(said("country = \"gb\""),
              "`buyer.country`: must be a country's two capital letters, such as \"GB\"");
    EXPECT_EQ(said("street = [\"a\", \"b\", \"c\"]"), "`buyer.street`: takes at most two lines");
}

TEST_F(SettingsTest, AShopWaitsForPaymentByDefault) {
    const Settings s = load_text(std::string{k_shop});
    EXPECT_TRUE(s.shops.at(0).wait_for_payment);
    EXPECT_EQ(s.shops.at(0).grace, std::chrono::seconds{0});
}

TEST_F(SettingsTest, StartMayBeATextToo) {
    const Settings s = load_text("[[shop]]\ndomain = \"a.myshopify.com\"\nstart = "
                                 "\"2026-11-22T00:00:00-05:00\"\n");
    EXPECT_EQ(base::format_time(s.shops.at(0).start), "2026-11-22T05:00:00Z");
}

TEST_F(SettingsTest, AMistypedKeyNamesFileLineAndTheNearestOne) {
    EXPECT_EQ(refusal("\n\ndatabse = \"/x\"\n"),
              "FILE:3: unknown key `databse`; did you mean `database`?");
    EXPECT_EQ(refusal("[limits]\nworker = 3\n"),
              "FILE:2: unknown key `worker`; did you mean `workers`?");
    EXPECT_EQ(refusal("[limit]\nworkers = 3\n"),
              "FILE:1: unknown key `limit`; did you mean `limits`?");
    EXPECT_EQ(refusal("[[shops]]\n"), "FILE:1: unknown key `shops`; did you mean `shop`?");
    EXPECT_EQ(refusal("[[shop]]\ndomian = \"a\"\n"),
              "FILE:2: unknown key `domian`; did you mean `domain`?");
    EXPECT_EQ(refusal("[[shop]]\nbuyer = { nam = \"a\" }\n"),
              "FILE:2: unknown key `nam`; did you mean `name`?");
    EXPECT_EQ(refusal("[remote]\nquux = 1\n"),
              "FILE:2: unknown key `quux`; known here: connect_timeout, response_timeout, "
              "transfer_timeout, ca_file, known_hosts");
}

TEST_F(SettingsTest, AKeyBelowTheWrongHeadingIsToldWhereItBelongs) {
    const std::string shop = "[[shop]]\ndomain = \"demo.myshopify.com\"\nstart = "
                             "2026-11-22T00:00:00Z\n";
    EXPECT_EQ(
        refusal(shop + "listen = \"unix:/x\"\n"),
        "FILE:4: `listen` is no key of this section; it belongs to the top of the file, above "
        "every [section]");
    EXPECT_EQ(refusal("deadline = \"4s\"\n"),
              "FILE:1: `deadline` is no key of this section; it belongs to [limits]");
    EXPECT_EQ(refusal("[retry]\nunpaid = \"send\"\n"),
              "FILE:2: `unpaid` is no key of this section; it belongs to [[shop]]");
    EXPECT_EQ(refusal(shop + "vat = \"GB1\"\n"),
              "FILE:4: `vat` is no key of this section; it belongs to [[shop]], as buyer.vat");
    EXPECT_EQ(refusal(shop + "limits.body = \"1MiB\"\n"),
              "FILE:4: `limits` is no key of this section; it belongs to a section [limits] of its "
              "own");
    EXPECT_EQ(refusal("[backup]\ncommand = [\"/x\"]\n"),
              "FILE:2: `command` is no key of this section; it belongs to [alert]");
    EXPECT_EQ(refusal("[remote]\nconsumes = true\n"),
              "FILE:2: `consumes` is no key of this section; it belongs to [[supplier]] in a file "
              "for `shoporder supplier import`");
    EXPECT_EQ(refusal("[retention]\nbody = \"90d\"\n"),
              "FILE:2: `body` is no key of this section; it belongs to [limits]");
    EXPECT_EQ(refusal("[alert]\nformat = \"text\"\n"),
              "FILE:2: unknown key `format`; did you mean `form`? Or it belongs to [[supplier]] in "
              "a file for `shoporder supplier import`");
}

TEST_F(SettingsTest, ASecretInTheFileIsRefusedAndNotShown) {
    for (const char* text :
         {"password = \"hunter2\"\n", "[[shop]]\nsecret = \"hunter2\"\n",
          "[[shop]]\napi_secret = \"hunter2\"\n", "[remote]\nPassword = \"hunter2\"\n"}) {
        const std::string said = refusal(text);
        EXPECT_NE(said.find("shoporder credential set NAME"), std::string::npos) << said;
        EXPECT_EQ(said.find("hunter2"), std::string::npos) << said;
    }
    for (const char* kind : {"shpss_", "shpat_", "shpca_", "shppa_", "shpua_", "SHPUA_"}) {
        const std::string said =
            refusal("[[shop]]\nsecrets = [\"" + std::string{kind} + "0123456789abcdef\"]\n");
        EXPECT_NE(said.find("holds a secret itself"), std::string::npos) << said;
        EXPECT_EQ(said.find("0123"), std::string::npos) << said;
    }
}

TEST_F(SettingsTest, AValueThatCannotBeSaysWhatWouldBeRight) {
    EXPECT_EQ(refusal("[limits]\nworkers = 0\n"),
              "FILE:2: `limits.workers`: `0` is no number from 1 to 1024");
    EXPECT_EQ(refusal("[limits]\nworkers = \"8\"\n"),
              "FILE:2: `limits.workers`: must be a whole number");
    EXPECT_EQ(refusal("[limits]\nbody = \"10MB\"\n"),
              "FILE:2: `limits.body`: `10MB` is no size from 1024 to 268435456 bytes; write 512KiB "
              "or 10MiB");
    EXPECT_EQ(refusal("[limits]\nbody = \"99999999999GiB\"\n").rfind("FILE:2: `limits.body`", 0),
              0U);
    EXPECT_EQ(refusal("[limits]\ndeadline = \"4 s\"\n"),
              "FILE:2: `limits.deadline`: `4 s` is no time from 1s to 1m; write 45s, 5m, 1h30m or "
              "2d");
    EXPECT_EQ(refusal("[retry]\nschedule = []\n"), "FILE:2: `retry.schedule`: takes 1 to 50 waits");
    EXPECT_EQ(refusal("[retry]\njitter = nan\n"),
              "FILE:2: `retry.jitter`: `nan` is no number from 0 to 0.5");
    EXPECT_EQ(refusal("listen = \"/run/x\"\n"),
              "FILE:1: `listen`: `/run/x` has no port; write HOST:PORT, [IPV6]:PORT or unix:/PATH");
    EXPECT_EQ(refusal("listen = []\n"), "FILE:1: `listen`: is empty; name at least one address");
    EXPECT_EQ(refusal("database = 5\n"), "FILE:1: `database`: must be a text in quotes");
    EXPECT_EQ(refusal("database = \"\"\n"), "FILE:1: `database`: is empty; name a path");
    EXPECT_EQ(refusal("limits = 5\n"), "FILE:1: `limits` must be a table");
    EXPECT_EQ(refusal("[limits]\nbody = \"100MiB\"\nin_flight = \"50MiB\"\n"),
              "`limits.in_flight` is smaller than `limits.body`: no webhook of the allowed length "
              "could be accepted");
}

TEST_F(SettingsTest, BrokenTomlNamesTheLine) {
    EXPECT_EQ(refusal("listen = \"a:1\"\ndatabase = \"bad\n").rfind("FILE:2: no TOML: ", 0), 0U);
    EXPECT_EQ(refusal("a = 1\na = 2\n").rfind("FILE:2: no TOML: ", 0), 0U);
    EXPECT_EQ(refusal("\xff\xfe").rfind("FILE:1: no TOML: ", 0), 0U);
    EXPECT_NE(refusal("[alert]\nto = \"a@b.example\"\n[alert]\ndigest = \"08:00\"\n")
                  .find("; a section may stand once: write this below the first one"),
              std::string::npos);
}

TEST_F(SettingsTest, AShopNeedsItsDomainAndItsStart) {
    EXPECT_EQ(refusal("\n[[shop]]\nstart = 2026-11-22T00:00:00Z\n"),
              "FILE:2: this [[shop]] has no `domain`; write domain = \"NAME.myshopify.com\"");
    EXPECT_EQ(refusal("[[shop]]\ndomain = \"a.myshopify.com\"\n")
                  .rfind("FILE:1: this [[shop]] has no `start`", 0),
              0U);
    EXPECT_EQ(refusal("[[shop]]\nstart = 2026-11-22T00:00:00\n"),
              "FILE:2: `start`: has no offset from UTC; write 2026-11-22T00:00:00Z");
    EXPECT_EQ(refusal("[[shop]]\nstart = 2026-11-22\n"),
              "FILE:2: `start`: must be a time such as 2026-11-22T00:00:00Z");
    EXPECT_NE(refusal("[[shop]]\ndomain = \"shop.example.com\"\n").find("NAME.myshopify.com"),
              std::string::npos);
    for (const char* domain : {".myshopify.com", "a.b.myshopify.com", "-a.myshopify.com",
                               "a/b.myshopify.com", "a.myshopify.com.evil.example"})
        EXPECT_NE(refusal("[[shop]]\nstart = 2026-11-22T00:00:00Z\ndomain = \"" +
                          std::string{domain} + "\"\n"),
                  "accepted")
            << domain;
    EXPECT_EQ(refusal("[shop]\ndomain = \"a.myshopify.com\"\n"),
              "FILE:1: write [[shop]], in double brackets");
    EXPECT_NE(refusal(std::string{k_shop} + "unpaid = \"maybe\"\n").find("must be \"wait\""),
              std::string::npos);
}

TEST_F(SettingsTest, SeveralShopsNeedPrefixesOfTheirOwn) {
    const auto two = [](const std::string& first, const std::string& second) {
        return "[[shop]]\ndomain = \"a.myshopify.com\"\nstart = 2026-11-22T00:00:00Z\nprefix = \"" +
               first +
               "\"\n[[shop]]\ndomain = \"b.myshopify.com\"\nstart = 2026-11-22T00:00:00Z\n" +
               "prefix = \"" + second + "\"\n";
    };
    EXPECT_EQ(load_text(two("A", "B")).shops.size(), 2U);
    for (const auto& [first, second] : {std::pair{"", ""}, {"A", ""}, {"", "B"}, {"A", "A"}})
        EXPECT_EQ(refusal(two(first, second)).rfind("FILE:5: with several shops each needs", 0),
                  0U);
    EXPECT_NE(refusal(two("A/", "B")), "accepted");
    EXPECT_EQ(refusal(std::string{k_shop} + std::string{k_shop}),
              "FILE:6: the shop demo.myshopify.com stands here twice");
}

TEST_F(SettingsTest, SuppliersDoNotStandHere) {
    EXPECT_NE(refusal("[[supplier]]\nname = \"a\"\n").find("shoporder supplier import FILE"),
              std::string::npos);
}

TEST_F(SettingsTest, AWrongVariableNamesItselfAndAWrongFlagIsUsage) {
    EXPECT_EQ(refusal("", {{"SHOPORDER_LIMITS_WORKERS", "many"}}),
              "environment: SHOPORDER_LIMITS_WORKERS: `many` is no number from 1 to 1024");
    try {
        (void)config::load({{"listen", "nowhere"}}, {}, m_path);
        FAIL();
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::usage);
        EXPECT_EQ(std::string{error.what()}.rfind("command line: `listen`: ", 0), 0U);
    }
}

TEST_F(SettingsTest, AddressesAreWhatServeCanListenOn) {
    for (const char* good : {"127.0.0.1:8080", "[::1]:0", ":80", "localhost:1", "unix:/run/x.sock"})
        EXPECT_EQ(refusal("listen = \"" + std::string{good} + "\"\n"), "accepted") << good;
    for (const char* bad :
         {"8080", "a:b", "a:65536", "a:-1", "::1:80", "unix:run/x", "[::1]", "a b:1", "a/b:1"})
        EXPECT_NE(refusal("listen = \"" + std::string{bad} + "\"\n"), "accepted") << bad;
}

TEST_F(SettingsTest, SecretsComeFromTheShopsCredentialsThenFromShopifysVariables) {
    base::write_file(m_folder / "now", "one\n", 0600);
    const std::string text = "credentials = \"" + m_folder.path().string() + "\"\n" +
                             std::string{k_shop} + "secrets = [\"now\", \"before\"]\n";
    const Environment environment = {{"SHOPIFY_API_SECRET", "app"},
                                     {"SHOPIFY_WEBHOOK_SECRET", "admin"}};
    Settings s = load_text(text, environment);
    ASSERT_EQ(s.signing_secrets().size(), 1U);
    EXPECT_EQ(s.signing_secrets(s.shops[0])[0].label, "now");
    EXPECT_EQ(s.signing_secrets()[0].value, "one");

    s = load_text(std::string{k_shop}, environment);
    ASSERT_EQ(s.signing_secrets(s.shops[0]).size(), 2U);
    EXPECT_EQ(s.signing_secrets(s.shops[0])[1].label, "SHOPIFY_WEBHOOK_SECRET");
    EXPECT_EQ(s.signing_secrets(s.shops[0])[1].value, "admin");
    EXPECT_EQ(load_text("", environment).signing_secrets().size(), 2U);
    EXPECT_TRUE(load_text("").signing_secrets().empty());
}

TEST_F(SettingsTest, UnknownVariablesAreToldWithTheNearestName) {
    const auto told = config::unknown_variables({{"SHOPORDER_DATABSE", "/x"},
                                                 {"SHOPORDER_DATABASE", "/x"},
                                                 {"SHOPORDER_CREDENTIAL_X", "y"},
                                                 {"SHOPORDER_CONFIG", "z"},
                                                 {"HOME", "/root"}});
    EXPECT_EQ(told,
              std::vector<std::string>{"SHOPORDER_DATABSE means nothing to shoporder; did you mean "
                                       "SHOPORDER_DATABASE?"});
}

TEST(SettingsTable, NamesItsVariablesAlike) {
    std::set<std::string_view> seen;
    for (const auto& setting : config::settings_table()) {
        std::string expected = "SHOPORDER_";
        for (const char c : setting.key)
            expected += c == '.' ? '_' : static_cast<char>(std::toupper(c));
        EXPECT_EQ(setting.environment, expected);
        EXPECT_FALSE(setting.description.empty()) << setting.key;
        EXPECT_TRUE(seen.insert(setting.key).second) << setting.key;
    }
}
