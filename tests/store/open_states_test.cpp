// SQL's list of states that are not over is the code's.
#include "store/open_states.hpp"

#include "order/delivery.hpp"

#include <gtest/gtest.h>
#include <string>

using namespace shoporder;

TEST(OpenStates, AreThoseThatAreNotSettled) {
    const std::string sql = SHOPORDER_OPEN_STATES;
    for (const order::DeliveryState state : order::k_delivery_states) {
        const std::string name{order::name(state)};
        EXPECT_EQ(sql.find("'" + name + "'") != std::string::npos, !order::is_settled(state))
            << name;
    }
}
