#include "config/suppliers_file.hpp"

#include "base/error.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::MatchRule;
using order::Supplier;

namespace {

Supplier named(const char* name) {
    Supplier supplier;
    supplier.name = name;
    return supplier;
}

Supplier read_one(const std::string& keys) {
    const auto all = config::read_suppliers("[[supplier]]\nname = \"acme\"\n" + keys, "FILE");
    EXPECT_EQ(all.size(), 1U);
    return all.at(0);
}

std::string refusal(const std::string& text) {
    try {
        (void)config::read_suppliers(text, "FILE");
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::config);
        return error.what();
    }
    return "accepted";
}

std::string refusal_of(const std::string& keys) {
    return refusal("[[supplier]]\nname = \"acme\"\n" + keys);
}

std::string set_refusal(Supplier& supplier, const char* key, const char* value) {
    try {
        config::apply_setting(supplier, key, value);
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::data);
        return error.what();
    }
    return "accepted";
}

void expect_equal(const Supplier& a, const Supplier& b) {
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.mode, b.mode);
    EXPECT_EQ(a.mode_reason, b.mode_reason);
    EXPECT_EQ(a.mode_until, b.mode_until);
    EXPECT_EQ(a.priority, b.priority);
    EXPECT_EQ(a.takes_unmatched, b.takes_unmatched);
    EXPECT_EQ(a.match, b.match);
    EXPECT_EQ(a.exclude, b.exclude);
    EXPECT_EQ(a.account, b.account);
    EXPECT_EQ(a.format, b.format);
    EXPECT_EQ(a.prices, b.prices);
    EXPECT_EQ(a.number_pattern, b.number_pattern);
    EXPECT_EQ(a.hold, b.hold);
    EXPECT_EQ(a.goods, b.goods);
    EXPECT_EQ(a.document, b.document);
    EXPECT_EQ(a.takes_changes, b.takes_changes);
    EXPECT_EQ(a.endpoint, b.endpoint);
    EXPECT_EQ(a.test_endpoint, b.test_endpoint);
    EXPECT_EQ(a.credential, b.credential);
    EXPECT_EQ(a.temporary, b.temporary);
    EXPECT_EQ(a.temporary_at, b.temporary_at);
    EXPECT_TRUE(a.transport == b.transport);
    EXPECT_EQ(a.consumes, b.consumes);
    EXPECT_EQ(a.upload, b.upload);
    EXPECT_EQ(a.done_suffix, b.done_suffix);
    EXPECT_EQ(a.sessions, b.sessions);
    EXPECT_EQ(a.files_per_run, b.files_per_run);
    EXPECT_EQ(a.batching, b.batching);
    EXPECT_TRUE(a.send == b.send);
    EXPECT_EQ(a.schedule, b.schedule);
}

Supplier full_supplier() {
    return read_one(R"(
mode = "paused"
mode_reason = "stocktaking \"again\" \\ ü"
mode_until = 2026-12-24T18:00:00Z
url = "ftpes://orders@ftp.acme.example/in"
test_url = "sftp://u@[2001:db8::1]:22//abs/x y"
credential = "acme-ftp"
account = "C-4711"
match = [ { vendor = "Acme, \"Inc\"" }, { sku = "ACME-*", type = "Mug", tag = "x" } ]
default = true
priority = 5
prices = "retail"
changes = "document"
format = "/etc/shoporder/acme.xsl"
document.encoding = "ISO-8859-1"
document.missing = "refuse"
document.bom = true
document.declaration = false
document.indent = false
document.line_ends = "crlf"
document.decimal = ","
document.date = "%d.%m.%Y"
document.limits = ["line/title=40 cut", "note = 200"]
document.hide = ["bill-to", "contact/email"]
document.parameters = ["separator=;", "a=b=c"]
document.secret = "acme-cxml"
document.schema = "/etc/acme.xsd"
document.validate = "warn"
document.name = "{po}{-r}.csv"
document.batch_name = "B{seq:7}.CSV"
document.upper_case = true
temporary = { suffix = ".part" }
transport.ca_file = "/etc/ca.pem"
transport.pin = "sha256//0123456789012345678901234567890123456789012="
transport.host_key = "SHA256:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
transport.known_hosts = "/etc/hosts.ssh"
transport.key_file = "/etc/key"
transport.active = true
transport.tls13 = true
consumes = true
po_number = "{account}/{prefix}{number}-{part}"
unknown_sku = "hold"
packs = "hold"
minimum = { quantity = 10, cost = "50.00 EUR" }
hold = { tag = ["VIP*", "to check"], value = "500", country = ["US"], country_not = ["DE", "AT"], address = "strict" }
upload = { mode = "done-file", done = ".ok" }
sessions = 4
files_per_run = 500
batch = { mode = "cutoff", cutoff = ["16:30", "11:00"] }
send.zone = "Europe/Berlin"
send.hours = ["13:00-18:00", "22:00-06:00"]
send.days = ["mon-fri", "sun"]
send.closed = ["2026-12-24", "12-25"]
schedule = ["90s", "1h30m", 120]
)");
}

} // namespace

TEST(SuppliersFile, ReadsEveryKey) {
    const Supplier s = full_supplier();
    EXPECT_EQ(s.mode, order::SupplierMode::paused);
    EXPECT_EQ(base::format_time(*s.mode_until), "2026-12-24T18:00:00Z");
    EXPECT_EQ(s.endpoint->host, "ftp.acme.example");
    EXPECT_EQ(s.test_endpoint->folder, "/abs/x y");
    EXPECT_EQ(s.credential, "acme-ftp");
    EXPECT_EQ(s.account, "C-4711");
    EXPECT_EQ(s.match,
              (std::vector<MatchRule>{{"Acme, \"Inc\"", "", "", ""}, {"", "ACME-*", "Mug", "x"}}));
    EXPECT_EQ(s.temporary_at, order::TemporaryName::suffix);
    EXPECT_EQ(s.transport.pin, "sha256//0123456789012345678901234567890123456789012=");
    EXPECT_EQ(s.transport.host_key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ");
    EXPECT_TRUE(s.transport.active);
    EXPECT_TRUE(s.takes_unmatched);
    EXPECT_EQ(s.priority, 5);
    EXPECT_EQ(s.prices, order::Prices::retail);
    EXPECT_EQ(s.number_pattern, "{account}/{prefix}{number}-{part}");
    EXPECT_TRUE(s.goods.holds_unknown);
    EXPECT_TRUE(s.goods.holds_broken);
    EXPECT_EQ(s.goods.minimum_quantity, 10);
    EXPECT_EQ(s.goods.minimum_cost->amount.text(), "50.00");
    EXPECT_EQ(s.goods.minimum_cost->currency, "EUR");
    EXPECT_EQ(s.hold.tags, (std::vector<std::string>{"VIP*", "to check"}));
    EXPECT_EQ(s.hold.value->amount.text(), "500");
    EXPECT_EQ(s.hold.countries, std::vector<std::string>{"US"});
    EXPECT_EQ(s.hold.elsewhere, (std::vector<std::string>{"DE", "AT"}));
    EXPECT_TRUE(s.hold.strict_address);
    EXPECT_TRUE(s.takes_changes);
    EXPECT_EQ(s.temporary, ".part");
    EXPECT_TRUE(s.consumes);
    EXPECT_EQ(s.upload, order::UploadMode::done_file);
    EXPECT_EQ(s.done_suffix, ".ok");
    EXPECT_EQ(s.sessions, 4);
    EXPECT_EQ(s.files_per_run, 500);
    EXPECT_EQ(s.batching, order::Batching::cutoff);
    EXPECT_EQ(order::words_of(s.send.cutoffs), (std::vector<std::string>{"11:00", "16:30"}));
    EXPECT_EQ(s.send.zone, "Europe/Berlin");
    EXPECT_EQ(s.send.hours.size(), 3U);
    EXPECT_EQ(s.send.days, 0x3fU);
    EXPECT_EQ(s.send.closed.size(), 2U);
    EXPECT_EQ(s.schedule, (std::vector<std::chrono::seconds>{std::chrono::seconds{90},
                                                             std::chrono::seconds{5400},
                                                             std::chrono::seconds{120}}));
}

TEST(SuppliersFile, ANewSupplierIsInTest) {
    const Supplier s = read_one("");
    EXPECT_EQ(s.mode, order::SupplierMode::test);
    EXPECT_EQ(s.temporary, "tmp-");
    EXPECT_FALSE(s.endpoint);
}

TEST(SuppliersFile, ReadsBackWhatItWrites) {
    const std::vector<Supplier> all = {full_supplier(), named("plain")};
    const std::string text = config::write_suppliers(all);
    const auto back = config::read_suppliers(text, "FILE");
    ASSERT_EQ(back.size(), 2U) << text;
    expect_equal(back[0], all[0]);
    expect_equal(back[1], all[1]);
    EXPECT_EQ(config::write_suppliers(back), text);
    EXPECT_EQ(config::write_suppliers({}), "");
}

TEST(SuppliersFile, AMistakeNamesFileLineKeyAndRemedy) {
    EXPECT_EQ(refusal_of("prio = 3\n"),
              "FILE:3: unknown key `prio`; known here: name, mode, "
              "mode_reason, mode_until, url, test_url, credential, "
              "account, match, exclude, default, priority, format, pick_ups, "
              "collects, additions, changes, po_number, prices, unknown_sku, packs, minimum, hold, "
              "document, "
              "upload, temporary, transport, consumes, sessions, "
              "files_per_run, batch, send, schedule, confirm, answer, pickup, shipments, shipment");
    EXPECT_EQ(refusal_of("priorty = 3\n"),
              "FILE:3: unknown key `priorty`; did you mean `priority`?");
    EXPECT_EQ(refusal_of("match = [\n  { vendor = \"a\" },\n  { vender = \"b\" },\n]\n"),
              "FILE:5: unknown key `vender`; did you mean `vendor`?");
    EXPECT_EQ(refusal_of("url = \"ftp://h/../x\"\n").rfind("FILE:3: `url`: `..` is not", 0), 0U);
    EXPECT_EQ(refusal("[[supplier]]\nmode = \"live\"\n"),
              "FILE:1: this [[supplier]] has no `name`");
    EXPECT_EQ(refusal("[[supplier]]\nname = \"Acme\"\n").rfind("FILE:2: `name`: supplier name", 0),
              0U);
    EXPECT_EQ(refusal("[[supplier]]\nname=\"a\"\n[[supplier]]\nname=\"a\"\n"),
              "FILE:3: the supplier a stands here twice");
    EXPECT_EQ(refusal("[supplier]\nname = \"a\"\n"),
              "FILE:1: write [[supplier]], in double brackets");
    EXPECT_EQ(refusal("[[suplier]]\nname = \"a\"\n"),
              "FILE:1: unknown key `suplier`; did you mean `supplier`?");
    EXPECT_EQ(refusal_of("mode = \"on\"\n"),
              "FILE:3: `mode`: must be test, observe, live, paused or parked");
}

TEST(SuppliersFile, WhatCannotBeAskedOfGoodsIsRefused) {
    EXPECT_EQ(refusal_of("po_number = \"{number}-{letter}\"\n"),
              "FILE:3: `po_number` would give a later part of an order the number of the first; "
              "put {part} or {seq} in it");
    EXPECT_EQ(refusal_of("minimum = { cost = \"50\" }\n"),
              "FILE:3: `minimum.cost`: takes an amount and its currency: \"50.00 EUR\"");
    EXPECT_EQ(refusal_of("hold.value = \"lots\"\n"),
              "FILE:3: `hold.value`: takes an amount, perhaps with its currency: \"500\", "
              "\"500.00 EUR\"");
    EXPECT_EQ(refusal_of("hold.country = [\"Germany\"]\n"),
              "FILE:3: `hold.country`: `Germany` is no country's code; write two capital letters, "
              "such as DE");
    EXPECT_EQ(refusal_of("hold.tag = [\"a, b\"]\n"),
              "FILE:3: `hold.tag`: takes one tag at a time: Shopify's tags hold no comma");
    EXPECT_EQ(refusal_of("hold.address = \"loose\"\n"),
              "FILE:3: `hold.address`: must be normal or strict");
    EXPECT_EQ(
        refusal_of("skus = \"acme.csv\"\n"),
        "FILE:3: `skus` is a table of its own: leave it out, and run `shoporder supplier skus "
        "NAME --import FILE`");
}

TEST(SuppliersFile, AnEmptyRuleIsRefused) {
    EXPECT_EQ(refusal_of("match = [ {} ]\n").rfind("FILE:3: `match`: an empty rule matches", 0),
              0U);
    EXPECT_EQ(refusal_of("match = [ { vendor = \" \" } ]\n"),
              "FILE:3: `match`: `vendor` is empty; leave it out, or write \"*\" for any");
    EXPECT_EQ(refusal_of("match = { vendor = \"a\" }\n"),
              "FILE:3: `match` must be a list of rules: match = [ { vendor = \"Acme\" } ]");
    EXPECT_EQ(refusal_of("match = [ \"a\" ]\n"),
              "FILE:3: a rule of `match` must be a table: { vendor = \"Acme\" }");
}

TEST(SuppliersFile, APasswordIsRefusedAndNotShown) {
    for (const char* keys : {"password = \"hunter2\"\n", "url = \"ftp://u:hunter2@h/in\"\n"}) {
        const std::string said = refusal_of(keys);
        EXPECT_NE(said.find("shoporder credential set"), std::string::npos) << said;
        EXPECT_EQ(said.find("hunter2"), std::string::npos) << said;
    }
}

TEST(SuppliersFile, AnsweringThatCannotWorkIsRefused) {
    EXPECT_EQ(refusal_of("confirm = \"answer\"\nanswer = { folder = \"out\", within = \"4h\" }\n"),
              "accepted");
    EXPECT_EQ(refusal_of("confirm = \"answer\"\n"),
              "FILE:3: `confirm` is answer, and no folder is said: write `answer.folder` or "
              "`answer.url`");
    EXPECT_EQ(refusal_of("confirm = \"perhaps\"\n"),
              "FILE:3: `confirm`: must be none, receipt, pickup or answer");
    EXPECT_EQ(refusal_of("answer = { after = \"move\" }\n"),
              "FILE:3: `answer.after` needs `answer.to`: the folder to move into, or what is put "
              "behind the name");
    EXPECT_EQ(refusal_of("answer = { format = \"csv\" }\n"),
              "FILE:3: `answer.format` is csv, and no column is said: write `answer.columns`, such "
              "as purchase_order=Order");
    for (const char* bad :
         {"answer = { folder = \"../up\" }\n", "answer = { to = \"a/b\" }\n",
          "answer = { format = \"edifact\" }\n", "answer = { separator = \";;\" }\n",
          "answer = { columns = [\"sku\"] }\n", "answer = { done = \"\" }\n",
          "pickup = { taken = \"done\" }\n", "pickup = { taken = \"../{name}\" }\n",
          "pickup = { taken = \"a/b/{name}\" }\n"})
        EXPECT_TRUE(refusal_of(bad).starts_with("FILE:3: `")) << bad << ": " << refusal_of(bad);
}

TEST(SuppliersFile, AnsweringIsWrittenAsItWasRead) {
    const std::string text =
        "[[supplier]]\nname = \"acme\"\nmode = \"test\"\nconfirm = \"answer\"\n"
        "answer = { within = \"4h\", url = \"ftp://x@b.example/out\", whole = \"done-file\", after "
        "= "
        "\"rename\", columns = [\"purchase_order=Order No\", \"sku=3\"], names = \"*.csv\", to = "
        "\".read\", format = \"csv\", quote = \"\" }\n"
        "pickup = { taken = \"done/{name}\" }\n";
    EXPECT_EQ(config::write_suppliers(config::read_suppliers(text, "FILE")), text);
}

TEST(SuppliersFile, ShippingIsWrittenAsItWasRead) {
    const std::string text =
        "[[supplier]]\nname = \"acme\"\nmode = \"test\"\nshipments = \"files\"\n"
        "shipment = { url = \"ftp://x@b.example/out\", after = \"move\", columns = "
        "[\"purchase_order=Order\", \"tracking=Parcel No\"], to = \"read\", format = \"csv\", "
        "carriers = [\"DHL Paket=DHL\"], location = \"4711\" }\n";
    EXPECT_EQ(config::write_suppliers(config::read_suppliers(text, "FILE")), text);
    EXPECT_EQ(refusal_of("shipments = \"files\"\n"),
              "FILE:3: `shipments` is files, and no folder is said: write `shipment.folder` or "
              "`shipment.url`");
    EXPECT_EQ(refusal_of("shipment = { carriers = [\"DHL\"] }\n"),
              "FILE:3: `shipment.carriers`: takes THEIRS=SHOPIFY, such as \"DHL Paket=DHL\"");
    EXPECT_EQ(refusal_of("shipment = { location = \"home\" }\n"),
              "FILE:3: `shipment.location`: takes the number at the end of the location's address "
              "in Shopify's admin");
}

TEST(SuppliersFile, FormatsAreNamed) {
    EXPECT_EQ(refusal_of("format = \"ubl\"\n"), "accepted");
    EXPECT_EQ(read_one("format = \"/etc/shoporder/acme.xsl\"\n").format, "/etc/shoporder/acme.xsl");
    EXPECT_EQ(refusal_of("format = \"edifact\"\n"),
              "FILE:3: `format`: `edifact` is unknown; this version knows native, ubl, opentrans, "
              "cxml, csv");
    EXPECT_EQ(
        refusal_of("format = \"ubl\"\nbatch.mode = \"run\"\n"),
        "FILE:4: `batch.mode` is run, and ubl carries one order a file: leave it at order, or "
        "choose another format");
    EXPECT_EQ(refusal_of("format = \"csv\"\nbatch.mode = \"run\"\n"), "accepted");
}

TEST(SuppliersFile, TheFormOfDocumentsIsChecked) {
    const std::pair<const char*, const char*> cases[] = {
        {"encoding = \"latin-99\"",
         "encoding`: the encoding latin-99 is unknown; `iconv -l` lists those that are"},
        {"missing = \"drop\"", "missing`: `drop` is unknown; this version knows reference, refuse, "
                               "replace, transliterate"},
        {"limits = [\"shipto/name=35\"]",
         "limits`: `shipto/name=35` is no limit: write FIELD=CHARACTERS, such as ship-to/name=35, "
         "or ship-to/name=35 cut; did you mean `ship-to/name`?"},
        {"hide = [\"purchase-order\"]", "hide`: `purchase-order` is no field that can be left out"},
        {"parameters = [\"buyer\"]", "parameters`: `buyer` is no parameter: write NAME=VALUE"},
        {"parameters = [\"shared-secret=x\"]",
         "parameters`: a secret is never written here: name its credential in `document.secret`"},
        {"schema = \"/etc/x.rng\"",
         "schema`: takes the path of an XML Schema, *.xsd, or of a DTD, *.dtd"},
        {"name = \"{po}.xml\"",
         "name`: would give two documents the same name: write {seq}, or {po} "
         "and {-r}, as in {po}-{order_id}{-r}.xml"},
        {"name = \"../{seq}\"", "name`: takes letters, digits, `.`, `_`, `-` and {fields} only: it "
                                "is the name of a file, not a path"},
        {"batch_name = \"{date}\"", "batch_name`: would give two batches the same name: write "
                                    "{seq}, as in batch-{seq:6}.xml"},
    };
    for (const auto& [setting, words] : cases)
        EXPECT_EQ(refusal_of("document = { " + std::string{setting} + " }\n"),
                  "FILE:3: `document." + std::string{words})
            << setting;
}

TEST(SuppliersFile, ADigestIsADigest) {
    EXPECT_EQ(refusal_of("transport = { host_key = \"SHA256:short\" }\n"),
              "FILE:3: `transport.host_key`: must be SHA256: and 43 or 44 characters of base64");
    EXPECT_EQ(
        refusal_of("transport = { pin = \"0123456789012345678901234567890123456789012!\" }\n"),
        "FILE:3: `transport.pin`: must be sha256// and 43 or 44 characters of base64");
    EXPECT_EQ(refusal_of("temporary = { suffix = \".XML\" }\n"),
              "FILE:3: `temporary.suffix`: must not make it look like a whole file");
}

TEST(SuppliersFile, TemporaryNamesStayPlain) {
    for (const char* bad : {"", "-x", "a/b", "..//", "a b", "tmp\\n", "12345678901234567"})
        EXPECT_NE(refusal_of("temporary = { prefix = \"" + std::string{bad} + "\" }\n"), "accepted")
            << bad;
}

TEST(SuppliersFile, AFileIsMarkedInOneWay) {
    EXPECT_EQ(read_one("temporary = { folder = \".part\" }\n").temporary_at,
              order::TemporaryName::folder);
    EXPECT_EQ(refusal_of("temporary = { prefix = \"tmp-\", suffix = \".part\" }\n"),
              "FILE:3: `temporary.prefix` and `temporary.suffix` exclude each other: a file is "
              "marked in one way until it is whole; leave one of them out");
    EXPECT_EQ(refusal_of("temporary.suffix = \".part\"\ntemporary.folder = \"up\"\n")
                  .rfind("FILE:3: `temporary.folder` and `temporary.suffix` exclude", 0),
              0U);
    EXPECT_EQ(refusal_of("temporary = { prefix = \"tmp-\", suffix = \"\" }\n"), "accepted");
    for (const char* bad : {".", "..", "...", "a/b", "/a", "-a", "a b", "a\\\\b"})
        EXPECT_NE(refusal_of("temporary = { folder = \"" + std::string{bad} + "\" }\n"), "accepted")
            << bad;
    EXPECT_NE(refusal_of("temporary.folder = \"" + std::string(65, 'a') + "\"\n"), "accepted");
}

TEST(SuppliersFile, UploadModesAreNamed) {
    for (const auto& [word, mode] : {std::pair{"rename", order::UploadMode::rename},
                                     std::pair{"done-file", order::UploadMode::done_file},
                                     std::pair{"direct", order::UploadMode::direct}})
        EXPECT_EQ(read_one("upload.mode = \"" + std::string{word} + "\"\n").upload, mode);
    EXPECT_EQ(refusal_of("upload = { mode = \"done_file\" }\n"),
              "FILE:3: `upload.mode`: must be rename, done-file or direct");
    EXPECT_EQ(refusal_of("upload = { done = \".Xml\" }\n"),
              "FILE:3: `upload.done`: must not make it look like a whole file");
    EXPECT_NE(refusal_of("upload = { done = \"\" }\n"), "accepted");
    EXPECT_EQ(refusal_of("upload = \"direct\"\n"), "FILE:3: `upload` must be a table");
}

TEST(SuppliersFile, CountsHaveBounds) {
    for (const char* good :
         {"sessions = 1\n", "sessions = 16\n", "files_per_run = 0\n", "files_per_run = 100000\n"})
        EXPECT_EQ(refusal_of(good), "accepted") << good;
    EXPECT_EQ(refusal_of("sessions = 0\n"), "FILE:3: `sessions`: `0` is no number from 1 to 16");
    for (const char* bad : {"sessions = 17\n", "files_per_run = -1\n", "files_per_run = 100001\n"})
        EXPECT_NE(refusal_of(bad), "accepted") << bad;
}

TEST(SuppliersFile, CutOffsAndTheirModeBelongTogether) {
    EXPECT_EQ(refusal_of("account = \"1\"\nbatch = { mode = \"cutoff\" }\n"),
              "FILE:4: `batch.mode` is cutoff, and no time is said: write `batch.cutoff`, such as "
              "16:30");
    for (const char* mode : {"", "mode = \"order\", ", "mode = \"run\", "})
        EXPECT_EQ(refusal_of("batch = { " + std::string{mode} + "cutoff = [\"11:00\"] }\n"),
                  "FILE:3: `batch.cutoff` means something with the `batch.mode` cutoff only: set "
                  "that, or leave `batch.cutoff` empty");
    EXPECT_EQ(refusal_of("batch = { mode = \"run\", cutoff = [] }\n"), "accepted");
    EXPECT_EQ(refusal_of("batch = { mode = \"daily\" }\n"),
              "FILE:3: `batch.mode`: must be order, run or cutoff");
    EXPECT_EQ(refusal_of("batch = { mode = \"cutoff\", cutoff = [\"24:00\"] }\n"),
              "FILE:3: `batch.cutoff`: `24:00` is no time of day from 00:00 to 23:59; write 16:30");
}

TEST(SuppliersFile, SendingTimesAreChecked) {
    EXPECT_EQ(
        refusal_of("send.zone = \"Europe/Berln\"\n"),
        "FILE:3: `send.zone`: `Europe/Berln` is no time zone this machine knows; did you mean "
        "Europe/Berlin?");
    EXPECT_EQ(refusal_of("send = { hours = [\"08:00-12:00\", \"11:00-13:00\"] }\n"),
              "FILE:3: `send.hours`: 08:00-12:00 and 11:00-13:00 overlap; make one range of them");
    EXPECT_EQ(refusal_of("send.days = [\"mo\"]\n").rfind("FILE:3: `send.days`: `mo` is no day", 0),
              0U);
    EXPECT_EQ(refusal_of("send.days = []\n").rfind("FILE:3: `send.days`: names no day", 0), 0U);
    EXPECT_NE(refusal_of("send.closed = [\"24.12.\"]\n"), "accepted");
    EXPECT_EQ(refusal_of("send.hour = []\n"), "FILE:3: unknown key `hour`; did you mean `hours`?");
    EXPECT_TRUE(read_one("send = { hours = [], closed = [], days = \"mon-sun\" }\n").send.always());
}

TEST(SupplierSet, ReadsTextsAsTheFileReadsValues) {
    Supplier s = named("acme");
    config::apply_setting(s, "url", "ftp://u@h/in");
    config::apply_setting(s, "mode", "live");
    config::apply_setting(s, "priority", "7");
    config::apply_setting(s, "default", "yes");
    config::apply_setting(s, "schedule", "1m, 2h");
    config::apply_setting(s, "temporary.prefix", "x-");
    config::apply_setting(s, "match", R"([{vendor = "A, B"}, {sku = "C*"}])");
    config::apply_setting(s, "vendor", "Acme");
    config::apply_setting(s, "vendor", "Acme");
    EXPECT_EQ(s.endpoint->url(), "ftp://u@h/in");
    EXPECT_EQ(s.mode, order::SupplierMode::live);
    EXPECT_EQ(s.priority, 7);
    EXPECT_TRUE(s.takes_unmatched);
    EXPECT_EQ(s.schedule.size(), 2U);
    EXPECT_EQ(s.temporary, "x-");
    EXPECT_EQ(s.match, (std::vector<MatchRule>{
                           {"A, B", "", "", ""}, {"", "C*", "", ""}, {"Acme", "", "", ""}}));
}

TEST(SupplierSet, ReadsListsFromOneText) {
    Supplier s = named("acme");
    config::apply_setting(s, "batch.mode", "cutoff");
    EXPECT_THROW(config::check_supplier(s), base::Error);
    config::apply_setting(s, "batch.cutoff", "16:30,11:00");
    EXPECT_NO_THROW(config::check_supplier(s));
    config::apply_setting(s, "send.hours", "08:00-12:00, 13:00-18:00");
    config::apply_setting(s, "send.days", "mon-thu,sat");
    config::apply_setting(s, "send.closed", "2026-12-24,12-25");
    config::apply_setting(s, "send.zone", "Europe/Berlin");
    EXPECT_EQ(s.send.cutoffs.size(), 2U);
    EXPECT_EQ(s.send.hours.size(), 2U);
    EXPECT_EQ(s.send.days, 0x5eU);
    EXPECT_EQ(s.send.closed.size(), 2U);
    config::apply_setting(s, "batch.mode", "");
    EXPECT_THROW(config::check_supplier(s), base::Error);
    EXPECT_EQ(set_refusal(s, "send.zone", "Mars"),
              "`send.zone`: `Mars` is no time zone this machine knows; write an IANA name such as "
              "Europe/Berlin");
}

TEST(SupplierSet, OneMarkTakesTheOthersPlace) {
    Supplier s = named("acme");
    config::apply_setting(s, "temporary.folder", "up");
    config::apply_setting(s, "temporary.suffix", ""); // takes back what it had set: nothing
    EXPECT_EQ(s.temporary, "up");
    config::apply_setting(s, "temporary.suffix", ".part");
    EXPECT_EQ(s.temporary_at, order::TemporaryName::suffix);
    config::apply_setting(s, "temporary.suffix", "");
    EXPECT_EQ(s.temporary_at, order::TemporaryName::prefix);
    EXPECT_EQ(s.temporary, "tmp-");
}

TEST(SupplierSet, AnEmptyValuePutsTheDefaultBack) {
    Supplier s = full_supplier();
    for (const auto& setting : config::supplier_settings_table())
        if (setting.key != "name")
            config::apply_setting(s, setting.key, "");
    expect_equal(s, named("acme"));
}

TEST(SupplierSet, RefusesWithTheRemedy) {
    Supplier s = named("acme");
    EXPECT_EQ(set_refusal(s, "vender", "x"), "unknown key `vender`; did you mean `vendor`?");
    EXPECT_EQ(set_refusal(s, "priority", "high"),
              "`priority`: `high` is no number from 0 to 1000000");
    EXPECT_EQ(set_refusal(s, "name", "x").rfind("a supplier's name stays", 0), 0U);
    EXPECT_NE(set_refusal(s, "match", "vendor=Acme"), "accepted");
    EXPECT_NE(set_refusal(s, "match", "[]\nname = 1"), "accepted");
    EXPECT_NE(set_refusal(s, "vendor", "a\nb"), "accepted");
    EXPECT_NE(set_refusal(s, "url", "ftp://u:p@h"), "accepted");
    EXPECT_TRUE(s.match.empty());
}

namespace {

Supplier with_rules(const char* name, std::vector<MatchRule> rules, int priority = 100) {
    Supplier s = named(name);
    s.match = std::move(rules);
    s.priority = priority;
    return s;
}

bool meet(const MatchRule& a, const MatchRule& b) {
    const std::vector<Supplier> two = {with_rules("a", {a}), with_rules("b", {b})};
    return !config::overlaps(two).empty();
}

} // namespace

TEST(Overlaps, AreFoundBetweenPatterns) {
    EXPECT_TRUE(meet({"Acme", "", "", ""}, {" ACME ", "", "", ""}));
    EXPECT_TRUE(meet({"", "ACME-*", "", ""}, {"", "ACME-MUG", "", ""}));
    EXPECT_TRUE(meet({"", "ACME-*", "", ""}, {"", "*-RED", "", ""}));
    EXPECT_TRUE(meet({"", "*", "", ""}, {"", "x", "", ""}));
    EXPECT_TRUE(meet({"", "a*b*c", "", ""}, {"", "*abc", "", ""}));
    EXPECT_TRUE(meet({"Acme", "", "", ""}, {"Acme", "X-*", "", ""})) << "the wider one covers it";
    EXPECT_FALSE(meet({"Acme", "", "", ""}, {"Globex", "", "", ""}));
    EXPECT_FALSE(meet({"", "ACME-*", "", ""}, {"", "GBX-*", "", ""}));
    EXPECT_FALSE(meet({"", "a*b", "", ""}, {"", "*c", "", ""}));
    EXPECT_FALSE(meet({"", "ab", "", ""}, {"", "abc", "", ""}));
    EXPECT_FALSE(meet({"Acme", "", "", ""}, {"", "X-*", "", ""})) << "nearly all such pairs would";
    EXPECT_FALSE(meet({"Acme", "X", "", ""}, {"Acme", "Y", "", ""}));
}

TEST(Overlaps, SayWhoWins) {
    const std::vector<Supplier> suppliers = {with_rules("zeta", {{"Acme", "", "", ""}}, 5),
                                             with_rules("acme", {{"Acme", "", "", ""}}),
                                             with_rules("beta", {{"acme*", "", "", ""}})};
    const auto said = config::overlaps(suppliers);
    ASSERT_EQ(said.size(), 3U);
    EXPECT_EQ(said[0], "zeta (vendor \"Acme\") and acme (vendor \"Acme\") can take the same line: "
                       "zeta gets it (priority 5)");
    EXPECT_EQ(said[2], "acme (vendor \"Acme\") and beta (vendor \"acme*\") can take the same line: "
                       "acme gets it (priority 100 for both, then by name)");
}

TEST(Overlaps, TwoDefaultsAreReported) {
    std::vector<Supplier> two = {with_rules("b", {}), with_rules("a", {})};
    EXPECT_TRUE(config::overlaps(two).empty());
    two[0].takes_unmatched = two[1].takes_unmatched = true;
    EXPECT_EQ(
        config::overlaps(two),
        std::vector<std::string>{"b and a both have default = true: a gets what no rule takes"});
}
