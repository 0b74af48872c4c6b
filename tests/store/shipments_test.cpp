// Shipments through the real store: read, matched, held against what was ordered; what Shopify is
// to be told. Shopify itself is tests/shopify's.
#include "flow/operate/redact.hpp"
#include "store/restored.hpp"
#include "store/shipments.hpp"
#include "store/suppliers.hpp"
#include "support/collected.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;
using store::ShipmentState;
using test::Collected;

namespace {

/// acme's first order has two lines, as the sample body has them.
struct Shipments : Collected {
    void SetUp() override {
        Collected::SetUp();
        change("acme", [](order::Supplier& s) {
            s.shipping.expected = true;
            s.shipping.folder = "out";
            s.answering.how = order::Confirming::none;
        });
        tell_shopify(config::ShipmentsTold::on);
    }
    void tell_shopify(config::ShipmentsTold how) {
        shop.settings.shops.at(0).api.token = "shopify-token";
        shop.settings.shops.at(0).api.shipments = how;
    }
    static std::string shipment(const std::string& number, const std::string& despatch,
                                const std::string& inside = "") {
        return "<shipment xmlns=\"urn:shoporder:shipment:1\" version=\"1.0\"><purchase-order>" +
               number + "</purchase-order>" +
               (despatch.empty() ? "" : "<number>" + despatch + "</number>") + inside +
               "</shipment>";
    }
    static std::string parcel(const std::string& number) {
        return "<parcel tracking=\"" + number + "\"/>";
    }
    static std::string line(int position, std::int64_t quantity) {
        return "<line position=\"" + std::to_string(position) + "\"><quantity>" +
               std::to_string(quantity) + "</quantity></line>";
    }
    std::vector<store::Shipment> all() { return store::part_shipments(*shop.database, first().id); }
    std::int64_t ordered(std::size_t at) { return first().lines.at(at).quantity; }
    std::vector<std::string> states() {
        std::vector<std::string> out;
        for (const store::Shipment& each : all())
            out.emplace_back(store::name(each.state));
        return out;
    }
    using States = std::vector<std::string>;
};

} // namespace

TEST_F(Shipments, OneWithoutLinesShipsAllAndIsAYes) {
    answers.files["a.xml"] = shipment("1001-A", "D1", parcel("P1") + parcel("P2"));
    const auto result = collect();
    EXPECT_EQ(result.answers.shipped, 1U);
    EXPECT_EQ(first().state, DeliveryState::confirmed);
    ASSERT_EQ(all().size(), 1U);
    const store::Shipment s = all()[0];
    EXPECT_EQ(s.state, ShipmentState::due) << s.reason;
    EXPECT_EQ(s.pieces, (store::Pieces{{first().lines[0].line_id, ordered(0)},
                                       {first().lines[1].line_id, ordered(1)}}));
    ASSERT_EQ(s.said.tracking.size(), 2U);
    EXPECT_EQ(s.said.tracking[1].number, "P2");
    EXPECT_EQ(store::shipments_due(*shop.database, "demo.myshopify.com").count, 1U);
}

TEST_F(Shipments, WhereShopifyIsNotToBeToldTheyAreKnown) {
    tell_shopify(config::ShipmentsTold::off);
    answers.files["a.xml"] = shipment("1001-A", "D1");
    collect();
    EXPECT_EQ(states(), States{"known"});
}

TEST_F(Shipments, TheSameNumberAgainIsTheSameShipmentCorrected) {
    answers.files["a.xml"] = shipment("1001-A", "D1", parcel("P1"));
    collect();
    answers.files["b.xml"] = shipment("1001-A", "D1", parcel("P9"));
    EXPECT_EQ(collect().answers.shipped, 0U);
    EXPECT_EQ(states(), (States{"due", "repeated"}));
    EXPECT_EQ(all()[0].said.tracking.at(0).number, "P9");

    store::Write write(*shop.database); // Shopify has it
    store::Shipment told = all()[0];
    told.state = ShipmentState::told;
    store::set_shipment(write, told);
    write.commit();
    answers.files["c.xml"] = shipment("1001-A", "D1", parcel("P9")) + "<!-- anew -->";
    collect();
    EXPECT_EQ(states()[0], "told") << "nothing has changed";
    answers.files["d.xml"] = shipment("1001-A", "D1", parcel("P10"));
    collect();
    EXPECT_EQ(states()[0], "due") << "Shopify hears of the other parcel";
}

TEST_F(Shipments, WithoutANumberTheParcelsTell) {
    answers.files["a.xml"] = shipment("1001-A", "", parcel("P1") + line(1, 1));
    collect();
    answers.files["b.xml"] = shipment("1001-A", "", parcel("P1") + line(1, 1)) + "\n";
    collect();
    EXPECT_EQ(states(), (States{"due", "repeated"}));
    answers.files["c.xml"] = shipment("1001-A", "", parcel("P2") + line(2, 1));
    collect();
    EXPECT_EQ(states(), (States{"due", "repeated", "due"}));
}

TEST_F(Shipments, OtherPiecesOfWhatWasToldNeedAPerson) {
    answers.files["a.xml"] = shipment("1001-A", "D1", line(1, 1));
    collect();
    store::Write write(*shop.database);
    store::Shipment told = all()[0];
    told.state = ShipmentState::told;
    store::set_shipment(write, told);
    write.commit();
    answers.files["b.xml"] = shipment("1001-A", "D1", line(2, 1));
    EXPECT_EQ(collect().answers.attention, 1U);
    EXPECT_EQ(count_of_state("attention"), 1U);
}

TEST_F(Shipments, MoreThanWasOrderedOrWasNotNeedsAPerson) {
    const std::vector<std::string> wrong = {
        shipment("1001-A", "D1", line(1, ordered(0) + 1)),
        shipment("1001-A", "D2", "<line><sku>NOBODYS</sku><quantity>1</quantity></line>"),
        shipment("9999-X", "D3"),
    };
    int at = 0;
    for (const std::string& each : wrong)
        answers.files["w" + std::to_string(++at) + ".xml"] = each;
    EXPECT_EQ(collect().answers.attention, wrong.size());
    EXPECT_EQ(first().state, DeliveryState::uploaded) << "nothing of it counts";
    EXPECT_EQ(store::shipments_due(*shop.database, "demo.myshopify.com").count, 0U);
    EXPECT_EQ(collect().answers.attention, 0U) << "said once";
}

TEST_F(Shipments, NobodysIsAssignedByAPerson) {
    answers.files["a.xml"] = shipment("9999-X", "D1");
    collect();
    const auto found = only_answer();
    flow::assign_answer(*shop.database, shop.settings, found.id, first().id, {"ann", ""},
                        shop.clock);
    EXPECT_EQ(states(), States{"due"});
    EXPECT_EQ(only_answer().state, "applied");
}

TEST_F(Shipments, WhatAPersonClosedStaysClosed) {
    answers.files["a.xml"] = shipment("1001-A", "D1", line(1, ordered(0) + 1));
    collect();
    flow::settle_answer(*shop.database, only_answer().id, {"ann", "seen"}, shop.clock);
    EXPECT_EQ(states(), States{"settled"});
    EXPECT_EQ(only_answer().state, "settled");
    collect();
    EXPECT_EQ(states(), States{"settled"});
}

TEST_F(Shipments, ARefusedLineThatShipsNeedsAPerson) {
    change("acme", [](order::Supplier& s) {
        s.answering.how = order::Confirming::answer;
        s.answering.folder = "out";
    });
    answers.files["a.xml"] =
        answer("1001-A", "<line position=\"1\" verdict=\"accepted\"/><line position=\"2\" "
                         "verdict=\"refused\"><reason>none left</reason></line>");
    collect();
    ASSERT_EQ(first().state, DeliveryState::partial);
    answers.files["b.xml"] = shipment("1001-A", "D1", line(2, 1));
    EXPECT_EQ(collect().answers.attention, 1U);
    answers.files["c.xml"] = shipment("1001-A", "D2", line(1, 1));
    EXPECT_EQ(collect().answers.shipped, 1U) << "an XML shipment among the answers is read, too";
}

TEST_F(Shipments, TheCorrectionOfWhatAPersonClosedCounts) {
    answers.files["a.xml"] = shipment("1001-A", "D1", line(1, ordered(0) + 1));
    collect();
    flow::settle_answer(*shop.database, only_answer().id, {"ann", "they send a new one"},
                        shop.clock);
    answers.files["b.xml"] = shipment("1001-A", "D1", line(1, 1));
    EXPECT_EQ(collect().answers.shipped, 1U);
    EXPECT_EQ(states(), (States{"settled", "due"}));
}

TEST_F(Shipments, WhatWasCalledOffAndShipsNeedsAPerson) {
    store::Delivery cancel = first();
    cancel.id = 0;
    cancel.kind = "cancel";
    cancel.revision = 2;
    cancel.state = DeliveryState::uploaded;
    store::Write write(*shop.database);
    const auto id = store::add_delivery(write, cancel, "test", shop.clock.now());
    write.commit();
    answers.files["a.xml"] =
        "<shipment xmlns=\"urn:shoporder:shipment:1\" revision=\"2\"><purchase-order>1001-A"
        "</purchase-order></shipment>";
    EXPECT_EQ(collect().answers.attention, 1U);
    EXPECT_EQ(store::find_delivery(*shop.database, id)->state, DeliveryState::uploaded)
        << "no shipment is a yes to a cancellation";
}

TEST_F(Shipments, ParcelsAmongOthersNeedAPerson) {
    answers.files["a.xml"] = shipment("1001-A", "", parcel("P1") + line(1, 1));
    collect();
    answers.files["b.xml"] =
        shipment("1001-A", "", parcel("P1") + parcel("P2") + line(1, 1) + line(2, 1));
    EXPECT_EQ(collect().answers.attention, 1U);
}

TEST_F(Shipments, WhatWasAskedForKeepsItsPieces) {
    answers.files["a.xml"] = shipment("1001-A", "D1", line(1, 1));
    collect();
    store::Write write(*shop.database); // Shopify was asked, and nobody knows
    static_cast<void>(store::add_fulfillment(
        write, {0, all()[0].id, shop.clock.now(), all()[0].pieces, {}, "", 0}));
    write.commit();
    answers.files["b.xml"] = shipment("1001-A", "D1", line(2, 1));
    EXPECT_EQ(collect().answers.attention, 1U);
    EXPECT_EQ(all()[0].pieces.size(), 1U);
}

TEST_F(Shipments, AFileThatIsNotAppliedWholeStaysSo) {
    std::string inside;
    for (int n = 0; n < 25; ++n)
        inside += "<shipment><purchase-order>" + std::to_string(7000 + n) +
                  "-X</purchase-order></shipment>";
    store::Write write(*shop.database);
    const auto added = store::add_answer(
        write,
        {first().supplier_id, "by hand", "many.xml",
         "<shipments xmlns=\"urn:shoporder:shipment:1\">" + inside + "</shipments>", "shipments"},
        shop.clock.now());
    flow::refresh_answer(write, *shop.database, added.id); // as Shopify is told of a part of it
    write.commit();
    EXPECT_EQ(store::find_answer(*shop.database, added.id)->state, "received");
    collect();
    EXPECT_EQ(store::answer_shipments(*shop.database, added.id).size(), 25U);
}

TEST_F(Shipments, TheSameBytesUnderOtherRulesAreReadAnew) {
    change("acme", [](order::Supplier& s) {
        s.shipping.format = "csv";
        s.shipping.columns = {"purchase_order=Order", "tracking=Parcel"};
    });
    const std::string bytes = "Order;Parcel\n1001-A;P1\n";
    const auto supplier = *store::find_supplier(*shop.database, first().supplier_id);
    const flow::Applying how{*shop.database, shop.settings, supplier, shop.clock, "confirm"};
    const flow::AnswerReader reader(supplier);
    for (const char* const inbox : {"answers", "shipments"}) {
        store::Write write(*shop.database);
        const auto added = store::add_answer(write, {supplier.id, "by hand", "s.csv", bytes, inbox},
                                             shop.clock.now());
        write.commit();
        static_cast<void>(flow::apply_answer(how, reader, added.id));
    }
    EXPECT_EQ(only_answer().state, "applied");
    EXPECT_EQ(states(), States{"due"});
}

TEST_F(Shipments, AfterARestoreNothingFromBeforeIsToldByItself) {
    store::Write write(*shop.database);
    static_cast<void>(store::mark_restored(write, *shop.database,
                                           {shop.clock.now(), "restore", shop.clock.now()}));
    write.commit();
    answers.files["a.xml"] = shipment("1001-A", "D1", parcel("P1"));
    EXPECT_EQ(collect().answers.attention, 1U);
    EXPECT_EQ(states(), States{"refused"});
}

TEST_F(Shipments, ARestoreTellsNothingByItself) {
    answers.files["a.xml"] = shipment("1001-A", "D1");
    collect();
    store::Write write(*shop.database);
    static_cast<void>(store::mark_restored(write, *shop.database,
                                           {shop.clock.now(), "restore", shop.clock.now()}));
    write.commit();
    EXPECT_EQ(states(), States{"refused"}) << "Shopify may have been told since the backup";
    EXPECT_EQ(only_answer().state, "attention");
}

TEST_F(Shipments, RedactionForgetsTheParcels) {
    answers.files["a.xml"] = shipment("1001-A", "D1", parcel("P-SECRET"));
    collect();
    store::Write write(*shop.database);
    EXPECT_EQ(store::forget_parcels(write, test::k_sample_id), 1U);
    write.commit();
    EXPECT_TRUE(all()[0].said.tracking.empty());
    EXPECT_FALSE(all()[0].pieces.empty()) << "what shipped stays";
}
