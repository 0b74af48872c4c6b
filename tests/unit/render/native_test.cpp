#include "base/error.hpp"
#include "unit/render/sample_order.hpp"

#include <gtest/gtest.h>
#include <pugixml.hpp>

using namespace shoporder;

namespace {

/// What a supplier's program reads at an XPath; "(none)" where there is nothing.
class Reading {
public:
    explicit Reading(const std::string& bytes) {
        EXPECT_TRUE(m_document.load_buffer(bytes.data(), bytes.size(),
                                           pugi::parse_default | pugi::parse_ws_pcdata_single));
    }
    std::string operator[](const std::string& path) const {
        const pugi::xpath_node found = m_document.select_node(path.c_str());
        if (found.attribute())
            return found.attribute().value();
        return found.node() ? found.node().text().get() : "(none)";
    }

private:
    pugi::xml_document m_document;
};

Reading read(const render::Sheet& sheet) {
    return Reading{render::render_native(sheet).bytes};
}

} // namespace

TEST(Native, EveryTextOfTheOrderIsReadBackAsItWas) {
    const auto sample = test::scripts_sample();
    const Reading reading = read(sample->sheet);
    const order::Address& to = *sample->order.shipping_address;
    EXPECT_EQ(reading["order/note"], sample->order.note);
    EXPECT_EQ(reading["order/shop-order/name"], sample->order.name);
    EXPECT_EQ(reading["order/ship-to/name"], to.name);
    EXPECT_EQ(reading["order/ship-to/company"], to.company);
    EXPECT_EQ(reading["order/ship-to/street[1]"], to.address1);
    EXPECT_EQ(reading["order/ship-to/street[2]"], to.address2);
    EXPECT_EQ(reading["order/line[1]/title"], sample->order.lines[0].title);
    EXPECT_EQ(reading["order/line[2]/title"], sample->order.lines[1].title);
    EXPECT_EQ(reading["order/line[1]/property[1]"], sample->order.lines[0].properties[0].value);
    EXPECT_EQ(reading["order/line[1]/property[2]"], "\n");
    EXPECT_EQ(reading["order/line[1]/property[2]/@name"], "\t");
    EXPECT_TRUE(render::render_native(sample->sheet).replaced.empty());
}

TEST(Native, IdsAndMoneyStayExact) {
    const auto sample = test::plain_sample();
    const Reading reading = read(sample->sheet);
    EXPECT_EQ(reading["order/shop-order/id"], "820982911946154508");
    EXPECT_EQ(reading["order/line[1]/unit-price"], "12.50");
    EXPECT_EQ(reading["order/line[2]/unit-price"], "16.486");
    EXPECT_EQ(reading["order/line[3]/unit-price"], "0.00");
    EXPECT_EQ(reading["order/line[3]/unit-price/@currency"], "EUR");
    EXPECT_EQ(read(test::scripts_sample()->sheet)["order/line[1]/unit-price"], "23600");
}

TEST(Native, TimesAreUtc) {
    EXPECT_EQ(read(test::plain_sample()->sheet)["order/shop-order/created"],
              "2026-11-22T21:50:09Z");
}

TEST(Native, QuantityIsWhatTheSheetSays) {
    const auto sample = test::plain_sample();
    sample->order.lines[0].quantity = 99;
    sample->sheet.lines[0].quantity = 3;
    EXPECT_EQ(read(sample->sheet)["order/line[1]/quantity"], "3");
}

TEST(Native, PricesAreShownOnlyWhereAsked) {
    const auto sample = test::plain_sample();
    sample->sheet.show_prices = false;
    EXPECT_EQ(render::render_native(sample->sheet).bytes.find("price"), std::string::npos);
    sample->sheet.show_prices = true;
    sample->order.lines[0].price.reset();
    EXPECT_EQ(read(sample->sheet)["order/line[1]/unit-price"], "(none)");
    EXPECT_EQ(read(sample->sheet)["order/line[2]/unit-price"], "16.486");
}

TEST(Native, WhatIsNotKnownIsLeftOut) {
    const auto sample = test::redacted_sample();
    const std::string bytes = render::render_native(sample->sheet).bytes;
    for (const char* absent : {"<buyer", "<account", "<bill-to", "<contact", "<note", "<street",
                               "<created", "<shipping-method", "<number"})
        EXPECT_EQ(bytes.find(absent), std::string::npos) << absent;
    EXPECT_NE(bytes.find("<country code=\"CA\" />"), std::string::npos) << bytes;
}

TEST(Native, MarksTestsAndHiddenProperties) {
    EXPECT_EQ(read(test::redacted_sample()->sheet)["order/@test"], "true");
    const Reading plain = read(test::plain_sample()->sheet);
    EXPECT_EQ(plain["order/@test"], "(none)");
    EXPECT_EQ(plain["order/line[1]/property[1]/@hidden"], "(none)");
    EXPECT_EQ(plain["order/line[1]/property[2]/@hidden"], "true");
    EXPECT_EQ(plain["order/note-attribute[2]/@hidden"], "true");
    EXPECT_EQ(plain["order/note-attribute[3]/@name"], "Empty") << "a name alone says something";
}

TEST(Native, ACancelSaysWhyAndMayHaveNoLines) {
    const auto sample = test::plain_sample();
    sample->order.cancel_reason = "fraud";
    sample->order.cancelled_at = base::parse_time("2026-11-23T08:00:00Z");
    EXPECT_EQ(read(sample->sheet)["order/shop-order/cancel-reason"], "(none)");
    sample->sheet.kind = render::DocumentKind::cancel;
    sample->sheet.lines.clear();
    const Reading reading = read(sample->sheet);
    EXPECT_EQ(reading["order/@kind"], "cancel");
    EXPECT_EQ(reading["order/shop-order/cancel-reason"], "fraud");
    EXPECT_EQ(reading["order/shop-order/cancelled"], "2026-11-23T08:00:00Z");
    EXPECT_EQ(reading["order/line"], "(none)");
}

TEST(Native, AServiceStandsBehindTheGoodsItNames) {
    const auto sample = test::rich_sample();
    const Reading reading = read(sample->sheet);
    EXPECT_EQ(reading["order/service/@for"], "11");
    EXPECT_EQ(reading["order/service/@position"], "5");
    EXPECT_EQ(reading["order/service/title"], "Engraving");
    EXPECT_EQ(reading["order/service/quantity"], "2");
    EXPECT_EQ(reading["order/service/property[@name='Text']"], "For Ida, 4 May");
    EXPECT_EQ(reading["order/line[@id='14']"], "(none)") << "nobody must try to ship it";
    EXPECT_EQ(reading["order/line[4]/@gift-card"], "true");
    EXPECT_EQ(reading["order/line[1]/@gift-card"], "(none)");
    EXPECT_EQ(reading["order/line[4]/@position"], "4");

    // Alone, in a later part: the goods went before.
    sample->sheet.lines = {sample->sheet.lines[1]};
    const Reading alone = read(sample->sheet);
    EXPECT_EQ(alone["order/service/@for"], "11");
    EXPECT_EQ(alone["order/line"], "(none)");
    EXPECT_EQ(alone["order/bundle"], "(none)") << "none of its lines is here";
}

TEST(Native, ALineWithoutGoodsToBelongToIsALine) {
    const auto sample = test::plain_sample();
    sample->order.lines[1].requires_shipping = false;
    EXPECT_EQ(read(sample->sheet)["order/line[2]/@id"], "12")
        << "left out by rule, but a person put it into the sheet";
}

TEST(Native, ComponentsNameTheirBundle) {
    const Reading reading = read(test::rich_sample()->sheet);
    EXPECT_EQ(reading["order/bundle[1]/@id"], "900");
    EXPECT_EQ(reading["order/bundle[1]/sku"], "SET-1");
    EXPECT_EQ(reading["order/bundle[1]/title"], "Breakfast set");
    EXPECT_EQ(reading["order/bundle[1]/quantity"], "2");
    EXPECT_EQ(reading["order/bundle[2]/@id"], "901");
    EXPECT_EQ(reading["order/bundle[2]/title"], "(none)");
    EXPECT_EQ(reading["order/bundle[3]/@id"], "(none)");
    EXPECT_EQ(reading["order/line[1]/@bundle"], "900");
    EXPECT_EQ(reading["order/line[3]/@bundle"], "(none)");
}

TEST(Native, TheContactIsTheBestTheOrderTells) {
    const auto sample = test::rich_sample();
    EXPECT_EQ(read(sample->sheet)["order/contact/phone"], "+40 21 300 0000");
    sample->order.shipping_lines.resize(1);
    sample->order.shipping_lines[0].phone = "+44 7700 900999";
    EXPECT_EQ(read(sample->sheet)["order/contact/phone"], "+44 7700 900999");
    EXPECT_EQ(read(sample->sheet)["order/ship-to/phone"], "(none)") << "it is not the ship-to's";
    sample->order.email.clear();
    sample->order.customer.email = "ann@customer.example";
    EXPECT_EQ(read(sample->sheet)["order/contact/email"], "ann@customer.example");
}

TEST(Native, WishesForTheDeliveryAreReadFromNoteAttributesAndStayThere) {
    const Reading reading = read(test::rich_sample()->sheet);
    EXPECT_EQ(reading["order/delivery/requested-date"], "2026-12-24");
    EXPECT_EQ(reading["order/delivery/requested-time"], "13:00 - 14:00");
    EXPECT_EQ(reading["order/delivery/instructions"], "Gate code 7\nThanks");
    EXPECT_EQ(reading["order/note-attribute[1]"], "2026/12/24");
    EXPECT_EQ(read(test::plain_sample()->sheet)["order/delivery"], "(none)");
}

TEST(Native, ABusinessIsNamedWithTheShopsIds) {
    const auto sample = test::rich_sample();
    EXPECT_EQ(read(sample->sheet)["order/shop-order/company"], "Example GmbH");
    EXPECT_EQ(read(sample->sheet)["order/shop-order/company/@id"], "3301");
    EXPECT_EQ(read(sample->sheet)["order/shop-order/company/@location"], "4401");
    EXPECT_EQ(read(sample->sheet)["order/shop-order/customer-reference"], "PO 77/b");
    sample->order.company = order::Company{};
    sample->order.shipping_address->company.clear();
    EXPECT_EQ(read(sample->sheet)["order/shop-order/company"], "") << "there, but nothing is told";
    sample->order.company.reset();
    EXPECT_EQ(read(sample->sheet)["order/shop-order/company"], "(none)");
}

TEST(Native, WhatToCollectIsToldUnlessItIsACancel) {
    const auto sample = test::rich_sample();
    EXPECT_EQ(read(sample->sheet)["order/collect"], "124.20");
    EXPECT_EQ(read(sample->sheet)["order/collect/@currency"], "RON");
    sample->sheet.show_prices = false;
    EXPECT_EQ(read(sample->sheet)["order/collect"], "124.20") << "it is no price";
    sample->sheet.kind = render::DocumentKind::change;
    EXPECT_EQ(read(sample->sheet)["order/collect"], "124.20");
    sample->sheet.kind = render::DocumentKind::cancel;
    EXPECT_EQ(read(sample->sheet)["order/collect"], "(none)");
    EXPECT_EQ(read(test::plain_sample()->sheet)["order/collect"], "(none)");
}

TEST(Native, ThePresentmentCurrencyStandsBesidePricesOnly) {
    const auto sample = test::rich_sample();
    Reading reading = read(sample->sheet);
    EXPECT_EQ(reading["order/currency"], "EUR");
    EXPECT_EQ(reading["order/presentment-currency"], "RON");
    EXPECT_EQ(reading["order/line[1]/unit-price/@currency"], "EUR");
    EXPECT_EQ(reading["order/line[1]/presentment-price"], "62.10");
    EXPECT_EQ(reading["order/line[1]/presentment-price/@currency"], "RON");
    EXPECT_EQ(reading["order/line[2]/presentment-price"], "(none)") << "not told";
    sample->sheet.show_prices = false;
    sample->sheet.collect.reset();
    EXPECT_EQ(render::render_native(sample->sheet).bytes.find("RON"), std::string::npos);
    sample->sheet.show_prices = true;
    sample->order.presentment_currency = "EUR";
    EXPECT_EQ(render::render_native(sample->sheet).bytes.find("presentment"), std::string::npos);
}

TEST(Native, RecordsWhatItReplacedAndLeftOut) {
    const auto sample = test::broken_sample();
    std::vector<std::string> seen;
    for (const auto& [field, count, how] : render::render_native(sample->sheet).replaced)
        seen.push_back(field + "=" + std::to_string(count));
    EXPECT_EQ(seen, (std::vector<std::string>{
                        "currency=14", "ship-to/country/@code=11", "line[1]/unit-price=4",
                        "line[2]/unit-price=4", "shop-order/name=1", "ship-to/name=1", "note=7",
                        "line[1]/sku=1", "line[2]/title=2", "line[2]/property[2]/@name=1",
                        "line[2]/property[2]=2"}));
}

TEST(Native, RefusesASheetThatBreaksItsContract) {
    const auto broken = [](auto&& change) {
        const auto sample = test::plain_sample();
        change(sample->sheet);
        try {
            (void)render::render_native(sample->sheet);
        } catch (const base::Error& error) {
            return error.code() == base::Exit::bug;
        }
        return false;
    };
    EXPECT_TRUE(broken([](render::Sheet& sheet) { sheet.order = nullptr; }));
    EXPECT_TRUE(broken([](render::Sheet& sheet) { sheet.po_number.clear(); }));
    EXPECT_TRUE(broken([](render::Sheet& sheet) { sheet.revision = 0; }));
    EXPECT_TRUE(broken([](render::Sheet& sheet) { sheet.lines[1].item = nullptr; }));
    EXPECT_TRUE(broken([](render::Sheet& sheet) { sheet.lines[1].quantity = -1; }));
    EXPECT_TRUE(broken([](render::Sheet& sheet) { sheet.collect.emplace(); }));
    EXPECT_FALSE(broken([](render::Sheet&) {}));
}

TEST(Native, TheSuppliersOwnNumbersStandBesideTheShops) {
    const auto sample = test::agreed_sample();
    const Reading reading = read(sample->sheet);
    EXPECT_EQ(reading["order/@version"], "1.1");
    EXPECT_EQ(reading["order/line[1]/sku"], "ACME-1");
    EXPECT_EQ(reading["order/line[1]/supplier-sku"], "77-1001");
    EXPECT_EQ(reading["order/line[1]/supplier-title"], "Becher rot XL");
    EXPECT_EQ(reading["order/line[1]/pack-size"], "6");
    EXPECT_EQ(reading["order/line[1]/quantity"], "2") << "in pieces, whatever a pack holds";
    EXPECT_EQ(reading["order/line[1]/unit-cost"], "4.125");
    EXPECT_EQ(reading["order/line[1]/unit-cost/@currency"], "EUR");
    EXPECT_EQ(reading["order/line[1]/unit-price"], "(none)") << "retail prices are not shown";
    EXPECT_EQ(reading["order/line[2]/supplier-sku"], "77-1002");
    for (const char* absent : {"supplier-title", "pack-size", "unit-cost"})
        EXPECT_EQ(reading["order/line[2]/" + std::string{absent}], "(none)");
}

TEST(Native, TheBuyerSaysWhereItIs) {
    const auto sample = test::agreed_sample();
    const Reading reading = read(sample->sheet);
    EXPECT_EQ(reading["order/buyer/gln"], "4012345000009");
    EXPECT_EQ(reading["order/buyer/street[2]"], "Floor 2");
    EXPECT_EQ(reading["order/buyer/zip"], "CF10 1AA");
    EXPECT_EQ(reading["order/buyer/city"], "Cardiff");
    EXPECT_EQ(reading["order/buyer/country/@code"], "GB");
    sample->sheet.buyer = {};
    sample->sheet.buyer.country = "Wales";
    const render::Document odd = render::render_native(sample->sheet);
    EXPECT_EQ(Reading{odd.bytes}["order/buyer"], "(none)");
    ASSERT_EQ(odd.replaced.size(), 1U);
    EXPECT_EQ(odd.replaced[0].field, "buyer/country/@code");
}
