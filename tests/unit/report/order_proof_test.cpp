// What a story says to one supplier alone, and where goods stay.
#include "report/order_view.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;
using report::OrderStory;

namespace {

constexpr std::int64_t k_lamp = 3;

void add(OrderStory& story, const char* supplier, const char* number, DeliveryState state) {
    report::StoryDelivery delivery;
    delivery.row.supplier = supplier;
    delivery.row.po_number = number;
    delivery.row.state = state;
    delivery.lines = {{k_lamp, 1}};
    delivery.document.emplace();
    delivery.document->file_name = std::string{number} + "-77.xml";
    story.deliveries.push_back(delivery);
}

OrderStory two() {
    OrderStory story;
    add(story, "acme", "1001-A", DeliveryState::uploaded);
    add(story, "globex", "1001-B", DeliveryState::deferred);
    return story;
}

std::string kept_as(DeliveryState state) {
    OrderStory story;
    add(story, "globex", "1001-B", state);
    return report::who_keeps(story, k_lamp, "acme");
}

} // namespace

TEST(OnlyNamed, AProofHasNoOtherSuppliersDelivery) {
    for (const char* const name : {"1001-B", "1001-b", "1001-B-77.xml"}) {
        const OrderStory story = report::only_named(two(), name);
        ASSERT_EQ(story.deliveries.size(), 1U) << name;
        EXPECT_EQ(story.deliveries[0].row.supplier, "globex") << name;
    }
}

TEST(OnlyNamed, AnOrdersNameMeansAll) {
    EXPECT_EQ(report::only_named(two(), "#1001").deliveries.size(), 2U);
}

TEST(WhoKeeps, SaysWhatGetsTheGoodsFromThere) {
    EXPECT_EQ(kept_as(DeliveryState::deferred),
              " stay with globex (1001-B, deferred); if it does not ship them: `shoporder queue "
              "cancel 1001-B --reason TEXT`, then this again");
    EXPECT_EQ(kept_as(DeliveryState::uploaded),
              " stay with globex (1001-B, uploaded); if it does not ship them: `shoporder queue "
              "reject 1001-B --line 3 --reason TEXT`, then this again");
    EXPECT_EQ(kept_as(DeliveryState::settled),
              " stay with globex (1001-B, settled), which a person has closed");
}

TEST(WhoKeeps, LooksPastWhatWasCancelledAndOtherLines) {
    OrderStory story;
    add(story, "globex", "1001-B", DeliveryState::cancelled);
    add(story, "initech", "1001-C", DeliveryState::uploaded);
    EXPECT_NE(report::who_keeps(story, k_lamp, "acme").find("initech"), std::string::npos);
    EXPECT_EQ(report::who_keeps(story, k_lamp + 1, "acme").find("initech"), std::string::npos);
}
