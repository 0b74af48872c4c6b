// `confirm` dies at every step it takes towards the supplier, and right before and after each of
// them; the next one ends with every answer applied once and put aside.
#include "flow/collect/collect.hpp"
#include "support/dying_session.hpp"
#include "support/shop.hpp"

#include "base/file.hpp"
#include "flow/relay/relay.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <ostream>

using namespace shoporder;
using order::DeliveryState;
using test::sample_order;
using test::with;

namespace {

struct Way {
    const char* name;
    order::Afterwards after;
    const char* to;
};
[[maybe_unused]] void PrintTo(const Way& way, std::ostream* out) {
    *out << way.name;
}

struct Crashed {
    static constexpr int k_orders = 3;
    test::Shop shop;
    const Way way;
    const std::filesystem::path out = shop.folder / "out";

    explicit Crashed(const Way& how) : way(how) {
        std::filesystem::create_directories(shop.folder / "in");
        std::filesystem::create_directories(out / "read");
        order::Supplier s;
        s.name = "acme";
        s.mode = order::SupplierMode::live;
        s.takes_unmatched = true;
        s.endpoint = order::Endpoint::parse("file://" + (shop.folder / "in").string());
        s.answering.how = order::Confirming::answer;
        s.answering.folder = out.string();
        s.answering.after = way.after;
        s.answering.after_to = way.to;
        {
            store::Write write(*shop.database);
            store::put_supplier(write, s, "test", shop.clock.now());
            write.commit();
        }
        for (int i = 1; i <= k_orders; ++i)
            shop.receive(with(with(sample_order(), "5550001001", std::to_string(7000000000 + i)),
                              "\"order_number\": 1001",
                              "\"order_number\": " + std::to_string(2000 + i)));
        flow::Relay relay(shop.settings, shop.clock, shop.journal);
        EXPECT_EQ(relay.run({}).uploaded, 3U);
        for (int i = 1; i <= k_orders; ++i)
            base::write_file(out / (std::to_string(i) + ".xml"),
                             "<answer xmlns=\"urn:shoporder:answer:1\" version=\"1.0\" "
                             "verdict=\"accepted\"><purchase-order>" +
                                 std::to_string(2000 + i) + "-A</purchase-order></answer>");
    }
    flow::CollectOptions options() {
        flow::CollectOptions quick;
        quick.steady = {};
        quick.by_hand = true;
        return quick;
    }
    bool die_at(int step) {
        return test::dies_at(
            step,
            [&](int& left) {
                flow::Collector collector(
                    shop.settings, shop.clock, shop.journal,
                    [&](const remote::Settings& s) {
                        return std::make_unique<test::DyingSession>(remote::make_session(s), left,
                                                                    true);
                    });
                [[maybe_unused]] const auto result = collector.run(options());
            });
    }
    void collect() {
        flow::Collector collector(shop.settings, shop.clock, shop.journal);
        const auto result = collector.run(options());
        EXPECT_EQ(result.troubled, 0U);
    }
    void check(int step) {
        for (const auto& d : store::list_deliveries(*shop.database, {})) {
            EXPECT_EQ(d.state, DeliveryState::confirmed) << "step " << step << ": " << d.reason;
            EXPECT_EQ(store::delivery_answers(*shop.database, d.id).size(), 1U)
                << "step " << step << ": applied twice";
        }
        const auto answers = store::list_answers(*shop.database, {});
        EXPECT_EQ(answers.size(), 3U) << "step " << step;
        for (const auto& answer : answers)
            EXPECT_EQ(answer.state, "applied");
        std::size_t left = 0;
        std::size_t aside = 0;
        for (const auto& file : std::filesystem::recursive_directory_iterator(out)) {
            const std::string name = file.path().filename().string();
            const bool read = file.path().parent_path().filename() == "read";
            if (file.is_regular_file())
                ++(read || name.ends_with(".read") ? aside : left);
        }
        EXPECT_EQ(left, way.after == order::Afterwards::keep ? 3U : 0U) << "step " << step;
        EXPECT_EQ(aside, *way.to != '\0' ? 3U : 0U) << "step " << step;
    }
};

class ConfirmCrash : public testing::TestWithParam<Way> {};

} // namespace

TEST_P(ConfirmCrash, AtEveryStep) {
    int step = 0;
    for (bool died = true; died; ++step) {
        Crashed crashed(GetParam());
        died = crashed.die_at(step);
        crashed.collect();
        crashed.check(step);
        ASSERT_FALSE(testing::Test::HasFailure());
        ASSERT_LT(step, 200);
    }
    // open, list, three sizes and three gets, in half steps: fewer would look at nothing.
    EXPECT_GE(step, GetParam().after == order::Afterwards::keep ? 16 : 22);
}

INSTANTIATE_TEST_SUITE_P(Ways, ConfirmCrash,
                         testing::Values(Way{"keep", order::Afterwards::keep, ""},
                                         Way{"move", order::Afterwards::move, "read"},
                                         Way{"rename", order::Afterwards::rename, ".read"},
                                         Way{"remove", order::Afterwards::remove, ""}),
                         [](const auto& each) { return std::string{each.param.name}; });
