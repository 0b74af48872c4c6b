// Orders from the field, each through the real store: ../shared/cases, where it is there.
#include "support/shop.hpp"

#include "base/file.hpp"

#include "flow/operate/preview.hpp"
#include "flow/operate/views.hpp"
#include "store/documents.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;

namespace {

struct Cases : testing::Test {
    test::Shop shop;
    order::Supplier acme;
    std::int64_t id = 0;

    void SetUp() override {
        if (test::shared_folder().empty())
            GTEST_SKIP() << "SKIPPED: no ../shared/cases beside this checkout";
        shop.add_supplier("acme", "Acme");
        acme = store::find_supplier(*shop.database, "acme").value();
    }
    void put(const order::Supplier& supplier) {
        store::Write write(*shop.database);
        store::put_supplier(write, supplier, "test", shop.clock.now());
        store::mark_changed(write, 0); // as `supplier set` does
        write.commit();
    }
    /// The order's deliveries after this file came and was planned.
    std::string after(const std::string& file) {
        const std::string body = base::read_file(test::shared_folder() / "cases" / file);
        id = order::read_body(body).order.value().id;
        shop.receive(body);
        return plan();
    }
    std::string plan() {
        shop.plan();
        std::string out;
        for (const store::Delivery& d : shop.deliveries(id))
            out += (out.empty() ? "" : "; ") + d.po_number + " " +
                   std::string{order::name(d.state)} +
                   (d.reason_code.empty() ? "" : ":" + d.reason_code);
        return out;
    }
    void send() { shop.send(id); }
    std::string reason() { return shop.deliveries(id).at(0).reason; }
    std::string document() {
        return flow::preview_order(*shop.database, shop.settings, id, {"acme", {}, {}}).at(0).bytes;
    }
};

#define EXPECT_HAS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

} // namespace

TEST_F(Cases, APreorderLineGoesWhenItIsReleased) {
    EXPECT_EQ(after("preorder-line/1-create.json"), "2161-A ready; 2161-A2 waiting:not_released");
    send();
    EXPECT_EQ(after("preorder-line/2-first-shipped.json"),
              "2161-A uploaded; 2161-A2 waiting:not_released");
    EXPECT_EQ(after("preorder-line/3-preorder-released.json"), "2161-A uploaded; 2161-A2 ready");
    send();
    EXPECT_EQ(after("preorder-line/3-preorder-released.json"), "2161-A uploaded; 2161-A2 uploaded");
}

TEST_F(Cases, APreorderLineReleasedBeforeTheFirstShipped) {
    EXPECT_EQ(after("preorder-line/b1-create.json"), "2163-A ready; 2163-A2 waiting:not_released");
    send();
    EXPECT_EQ(after("preorder-line/b2-released.json"), "2163-A uploaded; 2163-A2 ready");
}

TEST_F(Cases, AnOrderWhollyOnHoldWaitsAndGoesWithItsUpsell) {
    EXPECT_EQ(after("fulfilment-hold/1-on-hold.json"), "2160-A waiting:not_released");
    EXPECT_EQ(reason().find("shipped"), std::string::npos) << reason();
    EXPECT_EQ(after("fulfilment-hold/2-released.json"), "2160-A ready");
    EXPECT_HAS(document(), "Upsell");
}

TEST_F(Cases, ATelephoneNumberIsFoundWhereverItStands) {
    EXPECT_EQ(after("local-delivery-phone/body.json"), "2105-A ready");
    EXPECT_HAS(document(), "<contact>");
    EXPECT_HAS(document(), "<phone>+44");
}

TEST_F(Cases, AnEngravingGoesAlongAndWhatBelongsToNothingIsSaid) {
    after("nested-addon/body.json");
    EXPECT_HAS(document(), "For Ida, 4 May");
    EXPECT_HAS(document(), "<service for=\"770000001\"");
    const auto left_out = flow::order_story(*shop.database, shop.settings, id).left_out;
    EXPECT_TRUE(std::any_of(left_out.begin(), left_out.end(), [](const auto& each) {
        return each.value.find("Gift wrapping") != std::string::npos;
    }));
}

TEST_F(Cases, AGiftCardInATinShips) {
    EXPECT_NE(after("physical-gift-card/body.json").find(" ready"), std::string::npos);
    EXPECT_HAS(document(), "gift-card=\"true\"");
}

TEST_F(Cases, ShippedAndFetchedIsAQuestion) {
    EXPECT_EQ(after("ship-and-pickup/body.json"), "2112-A held:shipping_methods");
    EXPECT_HAS(reason(), "\"Standard\" and \"");
}

TEST_F(Cases, FetchedGoodsGoToASupplierThatServesPickUps) {
    EXPECT_EQ(after("ship-and-pickup/pickup-only.json"), "2113-A held:pick_up");
    acme.pick_ups = true;
    put(acme);
    EXPECT_EQ(plan(), "2113-A ready");
    EXPECT_HAS(document(), "<shipping-method pick-up=\"true\">");
}

TEST_F(Cases, CashOnDeliveryIsCollectedOnce) {
    EXPECT_EQ(after("cod/body.json"), "2103-A waiting:unpaid");
    shop.settings.shops[0].collect = {"Cash on Delivery*"};
    EXPECT_EQ(plan(), "2103-A held:collect");
    acme.collects = true;
    put(acme);
    EXPECT_EQ(plan(), "2103-A ready");
    EXPECT_HAS(document(), "<collect currency=\"RON\">14.00</collect>");
}

TEST_F(Cases, AnOrderOnTermsSaysThemAndGoesByTheShopsWord) {
    EXPECT_EQ(after("b2b-net30/body.json"), "2110-A waiting:unpaid");
    EXPECT_HAS(reason(), "Net 30, due 2026-12-24");
    EXPECT_HAS(document(), "Northgate Labs");
    EXPECT_HAS(document(), "PO 4500-77 / Lab 3");
    shop.settings.shops[0].wait_for_terms = false;
    EXPECT_EQ(plan(), "2110-A ready");
}
