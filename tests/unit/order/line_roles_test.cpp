#include "order/body.hpp"
#include "order/line_roles.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <gtest/gtest.h>

using namespace shoporder;
using order::LineRole;
using order::Order;

namespace {

order::LineItem goods(std::int64_t id, std::string vendor = "") {
    order::LineItem line;
    line.id = id;
    line.vendor = std::move(vendor);
    line.quantity = line.current_quantity = 1;
    return line;
}

order::LineItem service(std::int64_t id, std::string text, std::int64_t parent = 0) {
    order::LineItem line = goods(id);
    line.requires_shipping = false;
    if (!text.empty())
        line.properties.push_back({"Text", std::move(text)});
    line.parent_id = parent;
    line.names_parent = parent != 0;
    return line;
}

Order of(std::vector<order::LineItem> lines) {
    Order order;
    order.lines = std::move(lines);
    return order;
}

/// "goods service:1 out", in the order of the lines.
std::string roles(const Order& order) {
    std::string out;
    for (const order::RoleOfLine& role : order::line_roles(order)) {
        out += out.empty() ? "" : " ";
        if (role.role == LineRole::service)
            out += "service:" + std::to_string(role.of);
        else
            out += role.role == LineRole::goods ? "goods" : "out";
        EXPECT_FALSE(role.why.empty());
        EXPECT_EQ(role.of != 0, role.role == LineRole::service);
    }
    return out;
}

order::LineItem from(order::LineItem line, std::string vendor) {
    line.vendor = std::move(vendor);
    return line;
}

order::LineItem gone(order::LineItem line) {
    line.current_quantity = 0;
    return line;
}

order::LineItem bundled(order::LineItem line, std::int64_t group) {
    line.group_id = group;
    return line;
}

} // namespace

TEST(LineRoles, AServiceFollowsTheParentItNames) {
    EXPECT_EQ(roles(of({goods(1), goods(2), service(3, "Ida", 1)})), "goods goods service:1");
    EXPECT_EQ(roles(of({goods(1), service(3, "", 1)})), "goods service:1");
    // Also one that was taken out, and one that stands behind.
    EXPECT_EQ(roles(of({gone(goods(1)), service(3, "", 1), goods(2)})), "goods service:1 goods");
    EXPECT_EQ(roles(of({goods(2), service(3, "x", 1), goods(1)})), "goods service:1 goods");
}

TEST(LineRoles, AServiceOfAServiceBelongsToItsGoods) {
    EXPECT_EQ(roles(of({goods(1), goods(2), service(3, "", 1), service(4, "", 3)})),
              "goods goods service:1 service:1");
    // The parent has no goods line by name, but by its text.
    EXPECT_EQ(roles(of({goods(1), service(3, "Ida"), goods(2), service(4, "", 3)})),
              "goods service:1 goods service:1");
}

TEST(LineRoles, ParentsInACircleNeverHang) {
    EXPECT_EQ(roles(of({goods(1), service(3, "", 4), service(4, "", 3)})), "goods out out");
    EXPECT_EQ(roles(of({goods(1), service(3, "x", 3)})), "goods service:1");
}

TEST(LineRoles, ATextWithoutAParentJoinsTheGoodsBeforeIt) {
    EXPECT_EQ(roles(of({goods(1), goods(2), service(3, "Ida"), goods(4)})),
              "goods goods service:2 goods");
    EXPECT_EQ(roles(of({service(3, "Ida"), goods(4), goods(5)})), "service:4 goods goods");
}

TEST(LineRoles, ATextStaysWithItsVendorAndItsBundle) {
    EXPECT_EQ(roles(of({goods(1, "Acme"), goods(2, "Best"), from(service(3, "Ida"), "ACME ")})),
              "goods goods service:1");
    // Goods before it, though of another vendor, are nearer than the same vendor's behind it.
    EXPECT_EQ(roles(of({goods(1, "Best"), from(service(3, "Ida"), "Acme"), goods(2, "Acme")})),
              "goods service:1 goods");
    EXPECT_EQ(roles(of({bundled(goods(1), 9), goods(2), bundled(service(3, "Ida"), 9)})),
              "goods goods service:1");
}

TEST(LineRoles, AnExchangedProductKeepsItsEngraving) {
    EXPECT_EQ(
        roles(of({gone(goods(1, "Acme")), from(service(3, "Ida"), "Acme"), goods(2, "Acme")})),
        "goods service:2 goods");
    // But what another vendor sent never gets the text of goods that are gone.
    EXPECT_EQ(
        roles(of({gone(goods(1, "Acme")), from(service(3, "Ida"), "Acme"), goods(2, "Best")})),
        "goods service:1 goods");
}

TEST(LineRoles, WhatBelongsToNothingIsLeftOutAndSaysWhy) {
    Order order = of({goods(1), service(2, ""), service(3, "Ann <ann@example.com>", 1),
                      service(4, ""), service(5, "", 2)});
    order.lines[2].gift_card = true;
    order.lines[3].names_parent = true;
    EXPECT_EQ(roles(order), "goods out out out out");
    const auto found = order::line_roles(order);
    EXPECT_EQ(found[1].why, "needs no shipping, names no parent and carries no properties");
    EXPECT_EQ(found[2].why, "an electronic gift card");
    EXPECT_EQ(found[3].why, "names a parent that is no line of this order");
    EXPECT_EQ(found[4].why, "belongs to a line that is not shipped");
    EXPECT_EQ(roles(of({service(2, "licence for Ann")})), "out");
}

TEST(LineRoles, AGiftCardThatRequiresShippingIsGoods) {
    Order order = of({goods(1)});
    order.lines[0].gift_card = true;
    EXPECT_EQ(roles(order), "goods");
}

TEST(LineRoles, AnEmptyPropertyIsNoText) {
    Order order = of({goods(1), service(2, " ")});
    EXPECT_EQ(roles(order), "goods out");
}

TEST(LineParents, AreReadInEverySpelling) {
    const auto child = [](const std::string& fields) {
        const auto body = order::read_body(
            R"({"id":1,"order_number":1,"created_at":"2026-11-22T10:00:00Z",
            "updated_at":"2026-11-22T10:00:00Z","line_items":[
            {"id":71,"quantity":1,"sku":"RING","variant_id":501},
            {"id":72,"quantity":1,"sku":"BOX","variant_id":502},
            {"id":73,"quantity":1,"requires_shipping":false,)" +
            fields + "}]}");
        EXPECT_TRUE(body.order && body.order->defects.empty());
        return body.order->lines[2];
    };
    for (const char* fields :
         {R"("parent_line_item_id":71)", R"("parent_id":"71")", R"("parent":{"id":71})",
          R"("parent_relationship":{"parent":{"id":71}})",
          R"("parent_relationship":{"parent_id":"gid://shopify/LineItem/71"})",
          R"("properties":[{"name":"_parent","value":"71"}])",
          R"("properties":[{"name":"Parent line item ID","value":" 71"}])",
          R"("properties":[{"name":"_parent_variant_id","value":501}])",
          R"("properties":{"_parent-sku":"RING"})"}) {
        SCOPED_TRACE(fields);
        EXPECT_EQ(child(fields).parent_id, 71);
        EXPECT_TRUE(child(fields).names_parent);
    }
    EXPECT_EQ(child(R"("properties":[{"name":"Parent","value":"Mrs. Smith"}])").parent_id, 0);
    EXPECT_EQ(child(R"("properties":[{"name":"Apparent","value":"71"}])").parent_id, 0);
    EXPECT_EQ(child(R"("parent_id":73)").parent_id, 0) << "a line is not its own parent";
    EXPECT_FALSE(child(R"("parent_id":null)").names_parent);
}
