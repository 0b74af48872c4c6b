// `dispatch` dies while the order goes, the order is emptied, and the next `dispatch` dies, too:
// the supplier never sees the cancellation without the order, and in the end has each exactly once.
#include "flow/relay/relay.hpp"
#include "support/changing_body.hpp"
#include "support/dying_session.hpp"

#include "base/file.hpp"
#include "store/documents.hpp"

#include <filesystem>
#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;
using test::DyingSession;

namespace {

struct Changed {
    test::Shop shop;
    test::ChangingBody body;
    std::filesystem::path in = shop.folder / "in";

    Changed() {
        std::filesystem::create_directories(in);
        order::Supplier s;
        s.name = "acme";
        s.mode = order::SupplierMode::live;
        s.takes_unmatched = true;
        s.takes_changes = true;
        s.endpoint = order::Endpoint::parse("file://" + in.string());
        store::Write write(*shop.database);
        store::put_supplier(write, s, "test", shop.clock.now());
        write.commit();
        shop.receive(body.text());
    }
    void empty() {
        for (const std::int64_t line : {test::k_mug, test::k_tea, test::k_mug + 2, test::k_mug + 3})
            body.ordered(line, 0).open(line, 0);
        shop.receive(body.text());
    }
    /// True when the child died at the step, false when there was no such step.
    bool die_at(int step) {
        return test::dies_at(
            step,
            [&](int& left) {
                flow::Relay relay(
                    shop.settings, shop.clock, shop.journal,
                    [&](const remote::Settings& s) {
                        return std::make_unique<DyingSession>(remote::make_session(s), left);
                    });
                flow::RelayOptions options;
                options.jobs = 1;
                [[maybe_unused]] const auto result = relay.run(options);
            });
    }
    void run(bool retry) {
        flow::Relay relay(shop.settings, shop.clock, shop.journal);
        flow::RelayOptions options;
        options.ready = !retry;
        options.deferred = retry;
        [[maybe_unused]] const auto result = relay.run(options);
    }
    [[nodiscard]] bool is_there(const char* name) const {
        return std::filesystem::exists(in / name);
    }
    /// The cancellation is not there without the order.
    void check_order() {
        EXPECT_TRUE(is_there("1001-A-5550001001.xml") || !is_there("1001-A-5550001001-r2.xml"))
            << "the cancellation has overtaken the order";
    }
    void check_end() {
        ASSERT_EQ(shop.story(test::k_sample_id), "acme 1 uploaded; acme 2 uploaded");
        std::size_t files = 0;
        for (const auto& file : std::filesystem::directory_iterator(in))
            files += file.is_regular_file() ? 1 : 0;
        EXPECT_EQ(files, 2U);
        for (const auto& d : shop.deliveries(test::k_sample_id)) {
            const auto head = store::find_document(*shop.database, d.document_id).value();
            EXPECT_EQ(base::read_file(in / head.file_name),
                      store::document_bytes(*shop.database, d.document_id));
        }
    }
};

} // namespace

TEST(ChangesCrash, AtEveryStepOfTheOrderAndOfTheCancellation) {
    int pairs = 0;
    bool died = true;
    for (int step = 0; died; ++step) {
        bool again = true;
        for (int next = 0; again; ++next) {
            SCOPED_TRACE("died at step " + std::to_string(step) + ", then at " +
                         std::to_string(next));
            Changed changed;
            died = changed.die_at(step);
            changed.empty();
            again = changed.die_at(next);
            changed.check_order();
            for (const bool retry : {true, false, true, false}) {
                changed.run(retry);
                changed.check_order();
            }
            changed.check_end();
            if (testing::Test::HasFailure())
                return;
            ++pairs;
            ASSERT_LT(next, 200);
        }
        ASSERT_LT(step, 200);
    }
    EXPECT_GE(pairs, 40) << "the test looks at nothing";
}
