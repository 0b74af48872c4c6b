// Settings of a supplier come out of the database as they went in.
#include "config/suppliers_file.hpp"
#include "support/shop.hpp"

#include <array>
#include <gtest/gtest.h>

using namespace shoporder;
using order::Supplier;

namespace {

struct Suppliers : testing::Test {
    test::Shop shop;

    Supplier stored(Supplier s) {
        store::Write write(*shop.database);
        const auto id = store::put_supplier(write, s, "test", shop.clock.now());
        write.commit();
        return store::find_supplier(*shop.database, id).value();
    }
    static std::string text(const Supplier& s) { return config::write_suppliers(std::array{s}); }
};

constexpr const char* k_all = R"([[supplier]]
name = "acme"
mode = "live"
url = "ftp://orders@ftp.acme.example/in"
match = [
    { vendor = "Acme" },
    { vendor = "Acme", type = "Mug", shop = "demo.*", country = "DE", zip = "80*", price = ">= 100" },
    { method = "Express*", channel = "web", title = "*\"mug\"*", property = { Engraving = "*", "Gift note" = "a \\ b" } },
    { sku = "A-*", not = { tag = "own", price = "10..20.50" }, any = [{ country = "AT" }, { not = { zip = "9*" } }] },
]
exclude = [
    { sku = "ACME-9*" },
    { any = [{ country = "CH" }, { country = "LI" }] },
]
format = "/etc/shoporder/acme.xsl"
po_number = "{prefix}{number}/{seq:4}"
prices = "cost"
unknown_sku = "hold"
packs = "hold"
minimum = { quantity = 10, cost = "50.00 EUR" }
hold = { tag = ["VIP*", "to check"], value = "500", country = ["US"], country_not = ["DE", "AT"], address = "strict" }
document = { encoding = "ISO-8859-1", missing = "refuse", line_ends = "crlf", validate = "off", name = "{po}{-r}.csv", bom = true, declaration = false, limits = ["line/title=40 cut", "note = 200"], hide = ["bill-to"], parameters = ["separator=;", "a=b = c"] }
upload = { mode = "done-file", done = ".ok" }
temporary = { folder = ".part" }
transport = { known_hosts = "/etc/hosts.ssh", active = true }
sessions = 16
files_per_run = 100000
batch = { mode = "cutoff", cutoff = ["11:00", "16:30"] }
send = { zone = "Europe/Berlin", hours = ["00:00-06:00", "22:00-24:00"], days = ["mon-thu", "sat"], closed = ["2026-12-24", "12-25"] }
)";

} // namespace

TEST_F(Suppliers, KeepEverySettingOfTheirDelivery) {
    const Supplier s = config::read_suppliers(k_all, "FILE").at(0);
    ASSERT_EQ(text(s), k_all);
    EXPECT_EQ(text(stored(s)), k_all);
    EXPECT_EQ(text(store::list_suppliers(*shop.database).at(0)), k_all);
}

TEST_F(Suppliers, KeepTheColumnsOfAFlatFile) {
    for (const char* format : {R"({ csv = [
    "Order=po",
    "line.sku",
    { header = "", text = " two  blanks " },
    { header = "Art", value = "kind", words = { "" = "-", cancel = "S" } },
    { header = "Date", value = "order.created", date = "%d.%m.%Y" },
    { value = "attribute.x=y", max = 40, cut = true },
], rows = "order", join = " / ", header = false, decimal = ",", date = "%Y%m%d", breaks = "keep", separator = "tab", quote = "always", quote_mark = "'", formulas = "quote" })",
                               R"({ fixed = [
    { value = "po", width = 12 },
    { value = "line.quantity", decimals = 3, width = 9, align = "right", pad = "0" },
], header = false, decimal = "" })"}) {
        const std::string file =
            std::string{"[[supplier]]\nname = \"acme\"\nmode = \"test\"\nformat = "} + format +
            "\n";
        const Supplier s = config::read_suppliers(file, "FILE").at(0);
        const Supplier back = stored(s);
        EXPECT_EQ(back.flat, s.flat);
        EXPECT_EQ(back.format, s.format);
        EXPECT_EQ(text(back), text(s));
    }
    Supplier plain;
    plain.name = "acme";
    EXPECT_EQ(stored(plain).flat, order::FlatForm{});
}

TEST_F(Suppliers, ForgetWhatIsTakenBack) {
    Supplier s = config::read_suppliers(k_all, "FILE").at(0);
    stored(s);
    Supplier plain;
    plain.name = s.name;
    const std::string wanted = text(plain);
    EXPECT_EQ(text(stored(plain)), wanted);
}

TEST_F(Suppliers, EachUploadModeAndBatchIsKept) {
    for (const auto mode :
         {order::UploadMode::rename, order::UploadMode::done_file, order::UploadMode::direct})
        for (const auto batching :
             {order::Batching::order, order::Batching::run, order::Batching::cutoff})
            for (const auto where : {order::TemporaryName::prefix, order::TemporaryName::suffix,
                                     order::TemporaryName::folder}) {
                Supplier s;
                s.name = "acme";
                s.upload = mode;
                s.batching = batching;
                s.temporary_at = where;
                const Supplier back = stored(s);
                EXPECT_EQ(back.upload, mode);
                EXPECT_EQ(back.batching, batching);
                EXPECT_EQ(back.temporary_at, where);
            }
}

TEST_F(Suppliers, AZoneThatThisMachineHasLostStillReads) {
    Supplier s;
    s.name = "acme";
    s.send.zone = "No/Where";
    EXPECT_EQ(stored(s).send.zone, "No/Where");
}
