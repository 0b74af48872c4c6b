// Flat files: what each path gives, how fields are written, and what is held rather than guessed.
#include "base/error.hpp"
#include "order/flat_paths.hpp"
#include "render/flat.hpp"
#include "unit/render/sample_order.hpp"

#include <array>
#include <functional>
#include <gtest/gtest.h>

using namespace shoporder;
using order::FlatColumn;
using order::FlatForm;
using order::FlatKind;

namespace {

FlatColumn column(const std::string& value) {
    FlatColumn out;
    out.header = out.value = value;
    return out;
}

FlatForm csv(std::initializer_list<const char*> values) {
    FlatForm form = FlatForm::preset(FlatKind::csv);
    form.header = false;
    for (const char* value : values)
        form.columns.push_back(column(value));
    return form;
}

struct Width {
    const char* value;
    std::size_t width;
    bool right = false;
    char pad = ' ';
};
FlatForm fixed(std::initializer_list<Width> widths) {
    FlatForm form = FlatForm::preset(FlatKind::fixed);
    for (const Width& each : widths) {
        FlatColumn& added = form.columns.emplace_back(column(each.value));
        added.width = each.width;
        added.right = each.right;
        added.pad = each.pad;
    }
    return form;
}

render::Document document(const test::Sample& sample, const FlatForm& form,
                          const std::string& zone = "") {
    EXPECT_NO_THROW(order::check_form(form));
    return render::render_flat(std::span{&sample.sheet, 1}, 0, form, zone);
}
std::string bytes(const test::Sample& sample, const FlatForm& form, const std::string& zone = "") {
    return document(sample, form, zone).bytes;
}

std::string held(const std::function<void()>& render) {
    try {
        render();
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::data) << error.what();
        return error.what();
    }
    return "rendered";
}

/// The field of a lone title between two others.
std::string title_field(const std::string& title, FlatForm form = csv({"po", "line.title", "po"})) {
    const std::string all = bytes(*test::with_title(title), form);
    constexpr std::size_t k_before = std::string_view{"1001-A,"}.size();
    return all.substr(k_before, all.size() - 2 * k_before - 1);
}

} // namespace

TEST(Flat, HasARowForEachLine) {
    FlatForm form = csv({"po", "line.sku", "line.quantity"});
    form.header = true;
    form.columns.push_back({});
    form.columns.back().header = "Type";
    form.columns.back().text = "DROPSHIP";
    EXPECT_EQ(bytes(*test::plain_sample(), form), "po,line.sku,line.quantity,Type\n"
                                                  "1001-A,ACME-1,2,DROPSHIP\n"
                                                  "1001-A,ACME-2,1,DROPSHIP\n"
                                                  "1001-A,,10,DROPSHIP\n");
}

TEST(Flat, HasARowForEachOrder) {
    FlatForm form = csv({"po", "line.sku", "line.quantity"});
    form.per_line = false;
    EXPECT_EQ(bytes(*test::plain_sample(), form), "1001-A,ACME-1|ACME-2|,2|1|10\n");
    form.join = "-";
    EXPECT_EQ(held([&] { (void)bytes(*test::plain_sample(), form); }),
              "line[1].sku holds `-`, which stands between the lines of a row; set another `join` "
              "in `format`");
    EXPECT_EQ(bytes(*test::with_title("one"), csv({"line.sku"})), "ACME-1\n");
}

TEST(Flat, EveryPathOfAnOrderIsThere) {
    const auto sample = test::plain_sample();
    sample->order.lines.resize(1);
    test::take_all_lines(*sample);
    sample->sheet.test = true;
    sample->sheet.buyer.gln = "4012345000009";
    sample->sheet.buyer.street = {"2 Mill Lane"};
    sample->sheet.buyer.zip = "EC1A 1BB";
    sample->sheet.buyer.city = "London";
    sample->sheet.buyer.country = "GB";
    render::Line& line = sample->sheet.lines.at(0);
    line.supplier_sku = "4711";
    line.supplier_title = "Becher, rot";
    line.pack_size = 6;
    line.cost = order::Money{*order::Decimal::parse("7.125"), "EUR"};
    sample->order.cancel_reason = "customer";
    sample->order.cancelled_at = base::parse_time("2026-11-24T00:00:00Z");
    const auto value = [&](const char* path) {
        std::string out = bytes(*sample, csv({path}));
        out.pop_back();
        return out;
    };
    const std::vector<std::pair<const char*, const char*>> wanted = {
        {"po", "1001-A"},
        {"revision", "1"},
        {"kind", "new"},
        {"test", "true"},
        {"batch", "\"\""},
        {"shop", "demo.myshopify.com"},
        {"supplier", "acme"},
        {"account", "C-4711"},
        {"order.id", "820982911946154508"},
        {"order.name", "#1001"},
        {"order.number", "1001"},
        {"order.created", "2026-11-22T21:50:09Z"},
        {"order.updated", "2026-11-23T08:00:00.250000Z"},
        {"order.cancelled", "2026-11-24T00:00:00Z"},
        {"order.cancel_reason", "customer"},
        {"order.reference", "PO 77/b"},
        {"order.company", "\"\""},
        {"buyer.name", "Demo Ltd"},
        {"buyer.vat", "GB123456789"},
        {"buyer.gln", "4012345000009"},
        {"buyer.email", "orders@demo.example"},
        {"buyer.phone", "+44 20 7946 0000"},
        {"buyer.street1", "2 Mill Lane"},
        {"buyer.street2", "\"\""},
        {"buyer.zip", "EC1A 1BB"},
        {"buyer.city", "London"},
        {"buyer.country_code", "GB"},
        {"ship_to.name", "Ann Example"},
        {"ship_to.company", "Example GmbH"},
        {"ship_to.street1", "Hauptstr. 7"},
        {"ship_to.street2", "3. Stock"},
        {"ship_to.zip", "20095"},
        {"ship_to.city", "Hamburg"},
        {"ship_to.province", "Hamburg"},
        {"ship_to.province_code", "HH"},
        {"ship_to.country", "Germany"},
        {"ship_to.country_code", "DE"},
        {"ship_to.phone", "+49 40 1"},
        {"bill_to.name", "Bob Example"},
        {"bill_to.company", "\"\""},
        {"bill_to.street1", "1 High St"},
        {"bill_to.street2", "\"\""},
        {"bill_to.zip", "SW1A 1AA"},
        {"bill_to.city", "London"},
        {"bill_to.province", "\"\""},
        {"bill_to.province_code", "\"\""},
        {"bill_to.country", "United Kingdom"},
        {"bill_to.country_code", "GB"},
        {"bill_to.phone", "\"\""},
        {"contact.email", "ann@shopper.example"},
        {"contact.phone", "+49 40 1"},
        {"method.title", "DHL Paket"},
        {"method.code", "dhl-de"},
        {"method.pick_up", "\"\""},
        {"delivery.date", "\"\""},
        {"delivery.time", "\"\""},
        {"delivery.instructions", "\"\""},
        {"note", "Please ring twice. Back door & second floor."},
        {"attribute.gift  WRAP", "yes"},
        {"currency", "EUR"},
        {"collect", "\"\""},
        {"collect.currency", "\"\""},
        {"line.position", "1"},
        {"line.id", "11"},
        {"line.sku", "ACME-1"},
        {"line.supplier_sku", "4711"},
        {"line.article", "4711"},
        {"line.title", "Mug"},
        {"line.supplier_title", "\"Becher, rot\""},
        {"line.variant", "Red / XL"},
        {"line.vendor", "Acme"},
        {"line.product_id", "632910392"},
        {"line.variant_id", "39072856"},
        {"line.quantity", "2"},
        {"line.pack_size", "6"},
        {"line.price", "12.50"},
        {"line.total", "25.00"},
        {"line.cost", "7.125"},
        {"line.cost_currency", "EUR"},
        {"line.weight_grams", "250"},
        {"line.bundle", "\"\""},
        {"line.gift_card", "\"\""},
        {"line.is_service", "\"\""},
        {"line.for", "\"\""},
        {"line.property.Engraving", "Ann & Bob <3"},
        {"line.properties", "Engraving: Ann & Bob <3; _print_file: https://x.example/?a=1&b=2"},
    };
    EXPECT_EQ(wanted.size(), order::k_flat_paths.size());
    for (const auto& [path, text] : wanted)
        EXPECT_EQ(value(path), text) << path;
}

TEST(Flat, TellsBundlesServicesWishesAndMoneyToCollect) {
    const auto sample = test::rich_sample();
    EXPECT_EQ(bytes(*sample, csv({"line.position", "line.id", "line.bundle", "line.is_service",
                                  "line.for", "line.gift_card", "collect", "collect.currency"})),
              "1,11,900,,,,124.20,RON\n"
              "2,12,900,,,,124.20,RON\n"
              "3,13,,,,,124.20,RON\n"
              "4,15,901,,,true,124.20,RON\n"
              "5,14,,true,11,,124.20,RON\n");
    FlatForm wishes = csv(
        {"delivery.date", "delivery.time", "delivery.instructions", "collect", "collect.currency"});
    wishes.per_line = false;
    EXPECT_EQ(bytes(*sample, wishes), "2026-12-24,13:00 - 14:00,Gate code 7 Thanks,124.20,RON\n");
    wishes.date = "%d.%m.%y";
    EXPECT_EQ(bytes(*sample, wishes).substr(0, 9), "24.12.26,");
}

TEST(Flat, WhatTheSupplierMustNotMissIsHeld) {
    const auto sample = test::rich_sample();
    const auto render = [&](std::initializer_list<const char*> columns) {
        return held([&] { (void)bytes(*sample, csv(columns)); });
    };
    EXPECT_NE(render({"po"}).find("no column of `format` holds `collect`"), std::string::npos);
    EXPECT_NE(render({"po", "collect"}).find("holds `collect.currency`"), std::string::npos);
    EXPECT_EQ(render({"po", "collect", "collect.currency"}), "rendered");
    sample->sheet.collect.reset();

    sample->sheet.kind = render::DocumentKind::cancel;
    sample->sheet.revision = 2;
    EXPECT_EQ(render({"po", "line.sku"}),
              "a cancel of 1001-A would look like a new order: no column of `format` holds `kind` "
              "or `revision`; add { header = \"Kind\", value = \"kind\" }, or tell the supplier "
              "yourself");
    EXPECT_EQ(render({"po", "revision"}), "rendered");
    EXPECT_EQ(render({"po", "kind"}), "rendered");
    sample->sheet.kind = render::DocumentKind::new_order;

    sample->order.shipping_lines = {{1, "Shop", "", "", "shopify", "pickup", {}}};
    EXPECT_NE(render({"po"}).find("the shopper fetches the goods"), std::string::npos);
    EXPECT_EQ(render({"po", "method.title"}), "rendered");
}

TEST(Flat, ACostInAnotherCurrencyIsNotTakenForTheOrders) {
    const auto sample = test::plain_sample();
    sample->sheet.lines[1].cost = order::Money{*order::Decimal::parse("7"), "USD"};
    EXPECT_NE(held([&] {
                  (void)bytes(*sample, csv({"line.cost", "currency"}));
              }).find("`line.cost_currency`"),
              std::string::npos);
    EXPECT_EQ(bytes(*sample, csv({"po", "line.cost", "line.cost_currency", "currency"})),
              "1001-A,,,EUR\n1001-A,7,USD,EUR\n1001-A,,,EUR\n");
    EXPECT_EQ(bytes(*sample, csv({"po", "line.cost"})), "1001-A,\n1001-A,7\n1001-A,\n");
}

TEST(Flat, WhatTheSkuTableLacksHasOurNumber) {
    const auto sample = test::plain_sample();
    sample->sheet.lines[0].supplier_sku = "4711";
    EXPECT_EQ(bytes(*sample, csv({"po", "line.supplier_sku", "line.article"})),
              "1001-A,4711,4711\n1001-A,,ACME-2\n1001-A,,\n");
}

TEST(Flat, ACancelWithoutLinesIsStillARow) {
    const auto sample = test::plain_sample();
    sample->sheet.lines.clear();
    sample->sheet.kind = render::DocumentKind::cancel;
    FlatForm form = csv({"po", "kind", "line.sku", "line.quantity"});
    form.columns[1].words = {{"cancel", "STORNO"}, {"new", "NEU"}};
    form.columns[3].words = {{"", "0"}};
    EXPECT_EQ(bytes(*sample, form), "1001-A,STORNO,,0\n");
    form.per_line = false;
    EXPECT_EQ(bytes(*sample, form), "1001-A,STORNO,,0\n");
}

TEST(Flat, QuotesWhereItMust) {
    EXPECT_EQ(title_field("Mug"), "Mug");
    EXPECT_EQ(title_field("a,b"), "\"a,b\"");
    EXPECT_EQ(title_field("8\" plate"), "\"8\"\" plate\"");
    EXPECT_EQ(title_field(" Mug"), "\" Mug\"");
    EXPECT_EQ(title_field("Mug "), "\"Mug \"");
    EXPECT_EQ(title_field("a;b'c"), "a;b'c");
    EXPECT_EQ(title_field(""), "");
    FlatForm form = csv({"po", "line.title", "po"});
    form.quoting = order::Quoting::always;
    EXPECT_EQ(bytes(*test::with_title("a"), form), "\"1001-A\",\"a\",\"1001-A\"\n");
    form.quote = '\'';
    EXPECT_EQ(bytes(*test::with_title("it's"), form), "'1001-A','it''s','1001-A'\n");
    // A row must not be an empty line.
    EXPECT_EQ(bytes(*test::with_title(""), csv({"line.title"})), "\"\"\n");
}

TEST(Flat, WithoutQuotesTheSeparatorGivesWayAndIsSaid) {
    FlatForm form = csv({"po", "line.title"});
    form.quoting = order::Quoting::never;
    const auto result = document(*test::with_title("a,b,\"c\""), form);
    EXPECT_EQ(result.bytes, "1001-A,a b \"c\"\n");
    ASSERT_EQ(result.replaced.size(), 1U);
    EXPECT_EQ(result.replaced[0].field, "line[1].title");
    EXPECT_EQ(result.replaced[0].count, 2U);
}

TEST(Flat, LineBreaksBecomeBlanksOrStayQuoted) {
    for (const char* breaks :
         {"\n", "\r\n", "\r", "\n\n", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
        EXPECT_EQ(title_field("a" + std::string{breaks} + "b"), "a b") << breaks;
        EXPECT_EQ(title_field(std::string{breaks} + "a" + breaks), "a") << breaks;
    }
    EXPECT_EQ(title_field("a\tb"), "a b");
    FlatForm form = csv({"po", "line.title", "po"});
    form.keep_breaks = true;
    EXPECT_EQ(title_field("a\r\nb\rc\n\nd", form), "\"a\nb\nc\n\nd\"");
}

TEST(Flat, ControlCharactersNeverGetThrough) {
    using namespace std::string_literals;
    const auto result =
        document(*test::with_title("a\0b\x1B[2J\x7F\xC2\x9B\xFF\xED\xA0\x80\xEF\xBF\xBEz"s),
                 csv({"line.title"}));
    constexpr const char* k_fffd = "\xEF\xBF\xBD";
    EXPECT_EQ(
        result.bytes.rfind("a"s + k_fffd + "b" + k_fffd + "[2J" + k_fffd + k_fffd + k_fffd, 0), 0U);
    ASSERT_EQ(result.replaced.size(), 1U);
    EXPECT_GE(result.replaced[0].count, 7U);
    for (const char c : result.bytes)
        EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
    // Letters of every script are no control characters.
    EXPECT_EQ(title_field("𠮷郎 \u202Eשלום e\u0301 👩‍👧"),
              "𠮷郎 \u202Eשלום e\u0301 👩‍👧");
}

TEST(Flat, FormulasAreKeptOrQuoted) {
    FlatForm form = csv({"po", "line.title", "po"});
    EXPECT_EQ(title_field("=1+1", form), "=1+1");
    form.quote_formulas = true;
    for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)"}) {
        EXPECT_EQ(title_field(formula, form), "'" + std::string{formula});
        EXPECT_EQ(title_field("\n" + std::string{formula}, form), "'" + std::string{formula});
    }
    EXPECT_EQ(title_field("a=1", form), "a=1");
}

TEST(Flat, NumbersHaveTheDigitsThatWereAskedFor) {
    const auto sample = test::plain_sample();
    FlatForm form = csv({"line.price", "line.total", "line.quantity"});
    form.separator = ';';
    form.decimal = ",";
    EXPECT_EQ(bytes(*sample, form), "12,50;25,00;2\n16,486;16,486;1\n0,00;0,00;10\n");
    for (FlatColumn& each : form.columns)
        each.decimals = 2;
    const auto rounded = document(*sample, form);
    EXPECT_EQ(rounded.bytes, "12,50;25,00;2,00\n16,49;16,49;1,00\n0,00;0,00;10,00\n");
    ASSERT_EQ(rounded.replaced.size(), 2U); // what was lost is said
    EXPECT_EQ(rounded.replaced[0].field, "line[2].price");
    form.decimal = "";
    EXPECT_EQ(bytes(*sample, form), "1250;2500;200\n1649;1649;100\n000;000;1000\n");
    form.columns[0].decimals = form.columns[1].decimals = form.columns[2].decimals = 0;
    EXPECT_EQ(bytes(*sample, form), "13;25;2\n16;16;1\n0;0;10\n");

    sample->order.lines.resize(1);
    for (const auto& [price, text] :
         {std::pair{"-0.005", "-0.01"}, std::pair{"-0.004", "0.00"},
          std::pair{"999999999999999999", "999999999999999999.00"}, std::pair{"0.995", "1.00"}}) {
        sample->order.lines[0].price = order::Decimal::parse(price);
        test::take_all_lines(*sample);
        FlatForm one = csv({"line.price"});
        one.columns[0].decimals = 2;
        EXPECT_EQ(bytes(*sample, one), std::string{text} + "\n") << price;
    }
}

TEST(Flat, AnAmountWithoutACurrencyIsLeftOutAndSaid) {
    const auto sample = test::with_title("Mug");
    sample->order.currency = "euro";
    const auto result = document(*sample, csv({"po", "line.price", "currency"}));
    EXPECT_EQ(result.bytes, "1001-A,,\n");
    ASSERT_EQ(result.replaced.size(), 2U);
    sample->order.currency = "EUR";
    sample->order.lines[0].price = order::Decimal::parse("999999999999999999");
    sample->sheet.lines[0].quantity = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(document(*sample, csv({"po", "line.total"})).replaced.size(), 1U);
    sample->sheet.show_prices = false;
    EXPECT_EQ(bytes(*sample, csv({"po", "line.price", "line.total"})), "1001-A,,\n");
    sample->order.shipping_address->country_code = "Deutschland";
    EXPECT_EQ(document(*sample, csv({"po", "ship_to.country_code"})).replaced.size(), 1U);
}

TEST(Flat, TimesAreTheSuppliersOwn) {
    const auto sample = test::plain_sample();
    sample->order.lines.resize(1);
    sample->order.created_at = base::parse_time("2026-10-25T00:59:59Z"); // 02:59:59, clocks go back
    test::take_all_lines(*sample);
    FlatForm form = csv({"order.created", "order.updated"});
    form.columns[0].date = "%d.%m.%Y %H:%M:%S";
    EXPECT_EQ(bytes(*sample, form, "Europe/Berlin"),
              "25.10.2026 02:59:59,2026-11-23T08:00:00.250000Z\n");
    form.date = "%y%j";
    EXPECT_EQ(bytes(*sample, form), "25.10.2026 00:59:59,26327\n");
    sample->order.created_at = base::parse_time("2026-12-31T23:30:00Z");
    EXPECT_EQ(bytes(*sample, form, "Europe/Berlin"), "01.01.2027 00:30:00,26327\n");
    sample->order.created_at.reset();
    EXPECT_EQ(bytes(*sample, form), ",26327\n");
    EXPECT_NE(held([&] { (void)bytes(*sample, form, "No/Where"); }), "rendered");
}

TEST(Flat, WhatIsTooLongIsHeldOrCutAndSaid) {
    FlatForm form = csv({"po", "line.title"});
    form.columns[1].max = 4;
    EXPECT_EQ(bytes(*test::with_title("Mugs"), form), "1001-A,Mugs\n");
    EXPECT_EQ(held([&] { (void)bytes(*test::with_title("Müsli"), form); }),
              "line[1].title has 5 characters, and its column takes 4; shorten it in the shop, "
              "raise `max`, or add `cut = true` to the column");
    form.columns[1].cut = true;
    const auto cut = document(*test::with_title("Müsliriegel"), form);
    EXPECT_EQ(cut.bytes, "1001-A,Müsl\n");
    ASSERT_EQ(cut.replaced.size(), 1U);
    EXPECT_EQ(cut.replaced[0].field, "line[1].title");
    EXPECT_EQ(cut.replaced[0].count, 7U);
    form.columns[0].max = 5;
    EXPECT_EQ(held([&] { (void)bytes(*test::with_title("Mug"), form); }),
              "po has 6 characters, and its column takes 5; shorten it in the shop, raise `max`");
}

TEST(Flat, FixedWidthCountsCharacters) {
    const auto sample = test::with_title("Müsli 🧵");
    EXPECT_EQ(bytes(*sample, fixed({{"po", 8},
                                    {"line.title", 10},
                                    {"line.quantity", 6, true, '0'},
                                    {"line.price", 8, true},
                                    {"po", 6}})),
              "1001-A  Müsli 🧵   000002   12.501001-A\n");
    EXPECT_EQ(held([&] {
                  (void)bytes(*sample, fixed({{"po", 5}}));
              }),
              "po has 6 characters, and its column takes 5; shorten it in the shop, raise `width`");
    FlatForm form = fixed({{"po", 8}, {"line.title", 3}});
    form.columns[1].cut = true;
    form.header = true;
    form.columns[1].header = "Art";
    EXPECT_EQ(bytes(*sample, form), "po      Art\n1001-A  Müs\n");
    sample->order.lines[0].price = order::Decimal::parse("-5.00");
    EXPECT_EQ(bytes(*sample, fixed({{"line.price", 8, true, '0'}})), "-0005.00\n");
}

TEST(Flat, ABatchIsOneFile) {
    const auto one = test::plain_sample();
    const auto two = test::redacted_sample();
    two->sheet.test = false;
    two->order.lines[0].title = "a\x1F";
    std::vector<render::Sheet> sheets{one->sheet, two->sheet};
    FlatForm form = csv({"batch", "po", "line.title"});
    form.header = true;
    const auto result = render::render_flat(sheets, 17, form, "");
    EXPECT_EQ(result.bytes, "batch,po,line.title\n17,1001-A,Mug\n17,1001-A,Plate\n"
                            "17,1001-A,Custom sign\n17,5002-A,a\xEF\xBF\xBD\n");
    ASSERT_EQ(result.replaced.size(), 1U);
    EXPECT_EQ(result.replaced[0].field, "order[2]/line[1].title");
}

TEST(Flat, MissingValuesAreEmptyFields) {
    const auto sample = test::redacted_sample();
    FlatForm form = csv({"ship_to.name", "ship_to.zip", "bill_to.city", "order.created", "note",
                         "attribute.x", "line.property.x", "line.properties", "line.variant",
                         "contact.phone", "delivery.date", "order.number"});
    EXPECT_EQ(bytes(*sample, form), ",,,,,,,,,,,\n");
    sample->order.shipping_address.reset();
    sample->order.billing_address.reset();
    EXPECT_EQ(bytes(*sample, form), ",,,,,,,,,,,\n");
}

TEST(Flat, SeveralOfAPropertyAreAllTold) {
    const auto sample = test::with_title("Mug");
    sample->order.lines[0].properties = {{"Text", "a"}, {"text", "b"}, {"Text", "c"}};
    EXPECT_EQ(
        bytes(*sample, csv({"line.property.Text", "line.property.text", "line.property.TEXT"})),
        "a; c,b,a; b; c\n");
}

TEST(Flat, ABoundIsSetToWhatItMayBe) {
    const auto sample = test::plain_sample();
    sample->order.note.assign(1'000'000, 'x');
    sample->order.lines.resize(300, sample->order.lines[0]);
    for (std::size_t i = 0; i < sample->order.lines.size(); ++i)
        sample->order.lines[i].id = static_cast<std::int64_t>(i + 1);
    test::take_all_lines(*sample);
    EXPECT_NE(held([&] {
                  (void)bytes(*sample, csv({"po", "note"}));
              }).find("more than 32 MiB"),
              std::string::npos);
    const std::string rows = bytes(*sample, csv({"po", "line.position"}));
    EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 300);
    EXPECT_TRUE(rows.ends_with("1001-A,300\n"));
}

TEST(Flat, AWrongSheetOrFormIsABug) {
    const auto sample = test::plain_sample();
    const auto code = [&](std::span<const render::Sheet> sheets, std::int64_t batch,
                          const FlatForm& form) {
        try {
            (void)render::render_flat(sheets, batch, form, "");
        } catch (const base::Error& error) {
            return error.code();
        }
        return base::Exit::ok;
    };
    const std::vector<render::Sheet> two{sample->sheet, sample->sheet};
    EXPECT_EQ(code({}, 1, csv({"po"})), base::Exit::bug);
    EXPECT_EQ(code(two, 0, csv({"po"})), base::Exit::bug);
    EXPECT_EQ(code(std::span{two}.first(1), -1, csv({"po"})), base::Exit::bug);
    EXPECT_EQ(code(two, 1, FlatForm{}), base::Exit::bug);
    EXPECT_EQ(code(two, 1, csv({"gone"})), base::Exit::data); // of an older version
    sample->sheet.po_number.clear();
    EXPECT_EQ(code(std::span{&sample->sheet, 1}, 0, csv({"po"})), base::Exit::bug);
}
