#include "route/numbers.hpp"
#include "route/route.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;

namespace {

order::LineItem line(std::int64_t id, const std::string& vendor, const std::string& sku = "") {
    order::LineItem item;
    item.id = id;
    item.vendor = vendor;
    item.sku = sku;
    item.quantity = item.current_quantity = item.fulfillable_quantity = 1;
    return item;
}

order::Supplier supplier(std::int64_t id, const std::string& name, order::MatchRule rule) {
    order::Supplier s;
    s.id = id;
    s.name = name;
    s.mode = order::SupplierMode::live;
    s.match = {std::move(rule)};
    s.endpoint = order::Endpoint::parse("ftp://u@h/in");
    return s;
}

std::int64_t taker(const order::Order& o, const std::vector<order::Supplier>& suppliers) {
    route::Facts facts;
    facts.order = &o;
    return route::route_lines(facts, suppliers, 1).at(0).supplier_id;
}

order::Order order_of(order::LineItem item) {
    order::Order o;
    o.id = 77;
    o.lines = {std::move(item)};
    return o;
}

} // namespace

TEST(Route, ComparesVendorsWithoutCaseAndSpaces) {
    EXPECT_EQ(
        taker(order_of(line(1, "  ACME  Ltd ")), {supplier(5, "a", {"acme ltd", "", "", ""})}), 5);
    EXPECT_EQ(
        taker(order_of(line(1, "Acme Limited")), {supplier(5, "a", {"acme ltd", "", "", ""})}), 1);
}

TEST(Route, AllFieldsOfARuleMustMatch) {
    const auto s = supplier(5, "a", {"acme", "A-*", "", ""});
    EXPECT_EQ(taker(order_of(line(1, "acme", "a-1")), {s}), 5);
    EXPECT_EQ(taker(order_of(line(1, "acme", "B-1")), {s}), 1);
    EXPECT_EQ(taker(order_of(line(1, "acme")), {supplier(5, "a", {})}), 1); // an empty rule
}

TEST(Route, PriorityThenNameDecideBetweenSeveral) {
    auto first = supplier(5, "zeta", {"*", "", "", ""});
    auto second = supplier(6, "alpha", {"*", "", "", ""});
    EXPECT_EQ(taker(order_of(line(1, "x")), {first, second}), 6);
    first.priority = 10;
    EXPECT_EQ(taker(order_of(line(1, "x")), {first, second}), 5);
}

TEST(Route, TheDefaultSupplierTakesTheRestAndTheOrdersTagsCount) {
    auto rest = supplier(5, "rest", {});
    rest.takes_unmatched = true;
    EXPECT_EQ(taker(order_of(line(1, "x")), {rest}), 5);
    auto o = order_of(line(1, "x"));
    o.tags = "vip, Heavy Goods";
    EXPECT_EQ(taker(o, {rest, supplier(6, "tagged", {"", "", "", "heavy goods"})}), 6);
}

TEST(Route, GiftCardsAndWhatNeedsNoShippingStayOut) {
    auto card = line(1, "x");
    card.gift_card = true;
    EXPECT_EQ(taker(order_of(card), {supplier(5, "a", {"*", "", "", ""})}), 5); // a printed one
    card.requires_shipping = false;
    EXPECT_EQ(taker(order_of(card), {supplier(5, "a", {"*", "", "", ""})}), 0);
    auto file = line(1, "x");
    file.requires_shipping = false;
    EXPECT_EQ(taker(order_of(file), {supplier(5, "a", {"*", "", "", ""})}), 0);
}

TEST(Route, PurchaseOrderNumbersCountOnLikeColumns) {
    order::Order o;
    o.id = 77;
    o.number = 1001;
    EXPECT_EQ(route::po_number("", o, 0), "1001-A");
    EXPECT_EQ(route::po_number("S2", o, 25), "S2-1001-Z");
    EXPECT_EQ(route::po_number("", o, 26), "1001-AA");
    o.number = 0;
    EXPECT_EQ(route::po_number("", o, 1), "77-B");
    EXPECT_EQ(route::part_number("1001-A", 1), "1001-A");
    EXPECT_EQ(route::part_number("1001-A", 2), "1001-A2");
    EXPECT_EQ(route::part_number("1001-A-77", 2), "1001-A-77-2"); // a number that was taken
}
