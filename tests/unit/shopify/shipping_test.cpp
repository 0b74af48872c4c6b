// Which fulfilments a shipment asks Shopify for.
#include "shopify/shipping.hpp"

#include <gtest/gtest.h>

using namespace shoporder::shopify;

namespace {

ShippableGroup group(std::string id, std::int64_t location, std::vector<ShippableLine> lines,
                     std::string status = "OPEN") {
    const bool takes = status == "OPEN" || status == "IN_PROGRESS";
    return {std::move(id),
            std::move(status),
            takes,
            location,
            "Place " + std::to_string(location),
            "",
            std::move(lines)};
}

FulfillmentPlan plan(const OrderShipping& order, const Pieces& pieces, std::int64_t location = 0) {
    return plan_fulfillments(order, pieces, location, {"DHL", {{"P1", ""}}}, true);
}

} // namespace

TEST(Shipping, LinesOfOneLocationAreOneFulfilment) {
    const OrderShipping order{
        false, {group("g1", 1, {{"a", 11, 2}}), group("g2", 1, {{"b", 11, 1}, {"c", 12, 5}})}, {}};
    const auto found = plan(order, {{11, 3}, {12, 1}});
    ASSERT_EQ(found.wishes.size(), 1U) << found.why_not;
    ASSERT_EQ(found.wishes[0].groups.size(), 2U);
    EXPECT_EQ(found.wishes[0].groups[0].lines,
              (std::vector<std::pair<std::string, std::int64_t>>{{"a", 2}}));
    EXPECT_EQ(found.wishes[0].groups[1].lines,
              (std::vector<std::pair<std::string, std::int64_t>>{{"b", 1}, {"c", 1}}));
    EXPECT_EQ(found.wishes[0].pieces, (Pieces{{11, 3}, {12, 1}}));
    EXPECT_EQ(found.wishes[0].parcels.tracking.at(0).number, "P1");
}

TEST(Shipping, TheLocationThatHasMostComesFirst) {
    const OrderShipping order{
        false, {group("g1", 1, {{"a", 11, 1}}), group("g2", 2, {{"b", 11, 3}, {"c", 12, 1}})}, {}};
    EXPECT_EQ(plan(order, {{11, 3}, {12, 1}}).wishes.size(), 1U);
    const auto split = plan(order, {{11, 4}});
    ASSERT_EQ(split.wishes.size(), 2U);
    EXPECT_EQ(split.wishes[0].pieces, (Pieces{{11, 3}}));
    EXPECT_EQ(split.wishes[1].pieces, (Pieces{{11, 1}}));
}

TEST(Shipping, WhatCannotBeSaysWhy) {
    const auto why = [](const ShippableGroup& only, std::int64_t location = 0) {
        const auto found = plan({false, {only}, {}}, {{11, 2}}, location);
        EXPECT_TRUE(found.wishes.empty());
        return found.why_not;
    };
    ShippableGroup held = group("g", 1, {{"a", 11, 2}}, "ON_HOLD");
    held.hold = "Awaiting stock";
    EXPECT_EQ(why(held), "it is on hold in Shopify: Awaiting stock");
    EXPECT_EQ(why(group("g", 1, {{"a", 11, 2}}, "SCHEDULED")),
              "Shopify has it scheduled for later");
    EXPECT_EQ(why(group("g", 1, {{"a", 11, 2}}), 7),
              "Shopify has it at the location Place 1, and `shipment.location` is another");
    EXPECT_EQ(why(group("g", 1, {{"a", 11, 1}})),
              "Shopify has 1 piece less to fulfil: fulfilled already, by hand or by another app, "
              "or taken off the order");
    EXPECT_EQ(why(group("g", 1, {{"a", 11, 0}}, "CLOSED")).substr(0, 20), "Shopify has 2 pieces");
    EXPECT_EQ(plan({true, {group("g", 1, {{"a", 11, 2}})}, {}}, {{11, 2}}).why_not,
              "the order is cancelled in Shopify");
}

TEST(Shipping, CarriersHaveShopifysName) {
    EXPECT_EQ(carrier_name("dhl express", {}), "DHL Express");
    EXPECT_EQ(carrier_name("DHL Paket", {"dhl paket=DHL"}), "DHL");
    EXPECT_EQ(carrier_name("Uncle Bob", {}), "Uncle Bob");
}

TEST(Shipping, ParcelsAreTheSameByNumberCarrierAndOurLinks) {
    const ParcelsTold there{"DHL", {{"P1", "https://dhl.example/P1"}}};
    EXPECT_TRUE(same_parcels(there, {"DHL", {{"P1", ""}}})) << "the link is Shopify's own";
    EXPECT_TRUE(same_parcels(there, {"DHL", {{"P1", "https://dhl.example/P1"}}}));
    EXPECT_FALSE(same_parcels(there, {"DHL", {{"P1", "https://else.example/P1"}}}));
    EXPECT_FALSE(same_parcels(there, {"DHL", {{"P2", ""}}}));
    EXPECT_FALSE(same_parcels(there, {"UPS", {{"P1", ""}}}));
}
