// Purchase-order numbers by suppliers' patterns.
#include "route/plan.hpp"

#include <algorithm>
#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;

namespace {

struct Numbers : testing::Test {
    order::Order order;
    std::vector<order::Supplier> suppliers;
    std::vector<route::Past> past;

    void SetUp() override {
        order.id = 5550001001;
        order.number = 1001;
        for (const std::int64_t id : {2, 3, 4}) {
            order::Supplier& s = suppliers.emplace_back();
            s.id = id;
            s.name = "s" + std::to_string(id);
            s.match = {{s.name, "", "", ""}};
        }
    }
    void add_line(std::int64_t id, std::int64_t supplier, std::int64_t quantity) {
        order::LineItem& line = order.lines.emplace_back();
        line.id = id;
        line.vendor = "s" + std::to_string(supplier);
        line.quantity = line.current_quantity = line.fulfillable_quantity = quantity;
    }
    route::Past& sent(std::int64_t id, std::int64_t supplier, int part, const char* number,
                      std::int64_t line) {
        route::Past& d = past.emplace_back();
        d.id = id;
        d.supplier_id = supplier;
        d.part = part;
        d.po_number = number;
        d.state = DeliveryState::uploaded;
        d.has_document = true;
        d.lines.push_back({line, 1, 1, 0, 0});
        return d;
    }
    /// "2:1001-A, 3:1001-B": what is added.
    [[nodiscard]] std::string added(const std::string& prefix = "") const {
        route::Situation s;
        s.facts.order = &order;
        s.prefix = prefix;
        s.suppliers = suppliers;
        s.unrouted_id = 1;
        s.past = past;
        std::string out;
        for (const route::Step& step : route::plan(s).steps)
            if (const auto* add = std::get_if<route::Add>(&step);
                add != nullptr && add->kind == route::Kind::goods)
                out += (out.empty() ? "" : ", ") + std::to_string(add->supplier_id) + ":" +
                       add->po_number;
        return out;
    }
};

} // namespace

TEST_F(Numbers, EachSupplierHasItsOwnPattern) {
    add_line(1, 2, 1);
    add_line(2, 3, 1);
    add_line(3, 4, 1);
    suppliers[1].number_pattern = "{prefix}{id}/{letter}{part}";
    suppliers[2].number_pattern = "W{seq:6}";
    EXPECT_EQ(added("S2"), "2:S2-1001-A, 3:S2-5550001001/B, 4:W{seq:6}");
}

TEST_F(Numbers, ALaterPartKeepsItsSuppliersLetter) {
    // 3 came first, so A is 3's, whatever the ids say.
    sent(10, 3, 1, "1001/A", 1);
    sent(11, 2, 1, "1001-B", 2);
    add_line(1, 3, 2);
    add_line(2, 2, 2);
    add_line(3, 4, 1);
    for (order::Supplier& s : suppliers)
        s.number_pattern = "{number}/{letter}{part}";
    EXPECT_EQ(added(), "2:1001/B2, 3:1001/A2, 4:1001/C");
}

TEST_F(Numbers, ANumberThatWasGivenStays) {
    sent(10, 2, 1, "1001-A", 1);
    // Part 2 never left, and nothing of it counted: its number is free again, as it was.
    route::Past& gone = sent(11, 2, 2, "W000007", 1);
    gone.state = DeliveryState::cancelled;
    gone.reason_code = "nothing_left";
    gone.has_document = false;
    add_line(1, 2, 2);
    suppliers[0].number_pattern = "W{seq:6}";
    EXPECT_EQ(added(), "2:W000007");
}

TEST_F(Numbers, TheUsualOnesFollowTheFirst) {
    sent(10, 2, 1, "1001-A-5550001001", 1); // 1001-A was taken
    add_line(1, 2, 2);
    EXPECT_EQ(added(), "2:1001-A-5550001001-2");
}
