// What of Shopify's Admin API is pure: budgets, versions, amounts, topics, subscriptions, each no.
#include "shopify/budget.hpp"
#include "shopify/client.hpp"
#include "shopify/fault.hpp"
#include "shopify/json.hpp"
#include "shopify/order_body.hpp"
#include "shopify/queries.hpp"
#include "shopify/subscription.hpp"
#include "shopify/version.hpp"

#include <gtest/gtest.h>

namespace shoporder::shopify {
namespace {

using namespace std::chrono_literals;
using Kind = SubscriptionFinding::Kind;

const base::Time k_noon = *base::parse_time("2026-11-30T12:00:00Z");

TEST(ShopifyVersion, LivesForAYear) {
    EXPECT_EQ(base::format_time(supported_until("2026-10")), "2027-10-01T00:00:00Z");
    EXPECT_EQ(base::format_time(supported_until("2026-01")), "2027-01-01T00:00:00Z");
    EXPECT_EQ(supported_until("unstable"), base::Time{});
    EXPECT_EQ(supported_until("2026-13"), base::Time{});
    EXPECT_GT(supported_until(k_api_version), k_noon);
}

TEST(ShopifyClock, IsReadFromTheAnswer) {
    EXPECT_EQ(base::format_time(*http_date("Mon, 30 Nov 2026 08:49:37 GMT")),
              "2026-11-30T08:49:37Z");
    EXPECT_EQ(base::format_time(*http_date("Sun, 06 Sep 2026 08:49:37 GMT")),
              "2026-09-06T08:49:37Z");
    for (const char* const other :
         {"", "2026-11-30T08:49:37Z", "Mon, 30 Nov 2026 08:49:37 CET",
          "Mon, 30 ovD 2026 08:49:37 GMT", "Mon, 99 Nov 2026 08:49:37 GMT"})
        EXPECT_FALSE(http_date(other)) << other;
}

TEST(ShopifyBudget, WaitsUntilThePointsAreThere) {
    Budget budget;
    EXPECT_EQ(budget.wait_for("order", k_noon), 0s) << "nothing is known yet";
    budget.tell("order", {500, 100, 2000, 100}, k_noon);
    EXPECT_EQ(budget.wait_for("order", k_noon), 4s);
    EXPECT_EQ(budget.wait_for("order", k_noon + 3s), 1s);
    EXPECT_EQ(budget.wait_for("order", k_noon + 4s), 0s);
    EXPECT_EQ(budget.wait_for("other", k_noon), 0s);
    EXPECT_EQ(budget.wait_for("order", k_noon - 1h), 4s) << "a clock that was set back";
    EXPECT_EQ(budget.wait_after_refusal("order", k_noon + 4s), 1s) << "others ask as well";
    budget.tell("order", {5000, 0, 2000, 100}, k_noon);
    EXPECT_EQ(budget.wait_for("order", k_noon), 20s) << "no more than a full bucket";
    budget.tell("order", {5000, 0, 0, 0}, k_noon);
    EXPECT_EQ(budget.wait_for("order", k_noon), 20s) << "an answer without a bucket says nothing";
}

TEST(ShopifyAmount, HasTheScaleOfItsCurrency) {
    EXPECT_EQ(rest_amount("12.5", "EUR"), "12.50");
    EXPECT_EQ(rest_amount("12.0", "EUR"), "12.00");
    EXPECT_EQ(rest_amount("12", "EUR"), "12.00");
    EXPECT_EQ(rest_amount("16.486", "EUR"), "16.486") << "digits beyond the scale stay";
    EXPECT_EQ(rest_amount("16.4800", "EUR"), "16.48");
    EXPECT_EQ(rest_amount("23600.0", "JPY"), "23600");
    EXPECT_EQ(rest_amount("-1.5", "KWD"), "-1.500");
}

TEST(ShopifyIds, KeepAllTheirDigits) {
    EXPECT_EQ(number_of_gid("gid://shopify/Order/820982911946154508"), 820982911946154508);
    EXPECT_EQ(number_of_gid("gid://shopify/Order/12?x=1"), 12);
    EXPECT_EQ(number_of_gid("12"), 0);
    EXPECT_EQ(number_of_gid("gid://shopify/Order/abc"), 0);
    EXPECT_EQ(gid_of("Order", 12), "gid://shopify/Order/12");
    const Json told = {{"a", "820982911946154508"}, {"b", 5}, {"c", nullptr}};
    EXPECT_EQ(number_of(told, "a"), 820982911946154508) << "UnsignedInt64 comes as text";
    EXPECT_EQ(number_of(told, "b"), 5);
    EXPECT_EQ(number_of(told, "c"), 0);
    EXPECT_EQ(number_of(Json::array(), "c"), 0);
}

TEST(ShopifyTopics, AreNamedInTwoWays) {
    for (const WantedTopic& wanted : wanted_topics())
        EXPECT_EQ(topic_of(enum_of(wanted.topic)), wanted.topic);
    EXPECT_EQ(enum_of("fulfillment_orders/hold_released"), "FULFILLMENT_ORDERS_HOLD_RELEASED");
    EXPECT_EQ(topic_of("CUSTOMERS_DATA_REQUEST"), "customers/data_request");
}

constexpr const char* k_uri = "https://orders.demo.example/webhook";

/// All that is wanted, as it should be.
std::vector<Subscription> good_ones() {
    std::vector<Subscription> all;
    for (const WantedTopic& wanted : wanted_topics())
        all.push_back({"gid://" + std::to_string(all.size()),
                       std::string{wanted.topic},
                       k_uri,
                       "JSON",
                       "",
                       {},
                       "2026-10"});
    return all;
}

std::string kinds(const std::vector<Subscription>& all) {
    std::string out;
    for (const SubscriptionFinding& f : check_subscriptions(all, k_uri))
        out += (out.empty() ? "" : " ") + f.topic + ":" + std::string{name(f.kind)};
    return out;
}

TEST(ShopifySubscriptions, AreFoundWrong) {
    EXPECT_EQ(kinds(good_ones()), "");
    auto all = good_ones();
    all.erase(all.begin());
    EXPECT_EQ(kinds(all), "orders/create:missing");
    all = good_ones();
    all[0].uri = "https://OLD.example/webhook";
    EXPECT_EQ(kinds(all), "orders/create:elsewhere");
    all[0].uri = "https://ORDERS.demo.example/webhook/";
    EXPECT_EQ(kinds(all), "") << "the same address";
    all[0].uri = "https://orders.demo.example/Webhook";
    EXPECT_EQ(kinds(all), "orders/create:elsewhere") << "the case of a path counts";
    all = good_ones();
    all.push_back(all[1]);
    EXPECT_EQ(kinds(all), "orders/updated:twice");
    all = good_ones();
    all[0].format = "XML";
    all[1].filter = "total_price:>=10";
    all[2].fields = {"id", "updated_at"};
    all[3].fields = {"id"};
    EXPECT_EQ(kinds(all), "orders/create:format orders/updated:filtered orders/cancelled:fields")
        << "a deletion's body is its id";
}

TEST(ShopifyFaults, SayWhatToDo) {
    EXPECT_EQ(http_fault(401, "demo", "").kind(), FaultKind::token);
    EXPECT_EQ(http_fault(402, "demo", "").kind(), FaultKind::frozen);
    EXPECT_EQ(http_fault(429, "demo", "").kind(), FaultKind::throttled);
    EXPECT_EQ(http_fault(503, "demo", "").kind(), FaultKind::unreachable);
    EXPECT_EQ(http_fault(301, "demo", "").kind(), FaultKind::strange);
    EXPECT_TRUE(passes(http_fault(503, "demo", "").kind()));
    EXPECT_FALSE(passes(http_fault(403, "demo", "").kind()));
    EXPECT_EQ(std::string{http_fault(404, "demo", "Not\nFound").what()}.find('\n'),
              std::string::npos);
}

TEST(ShopifyQueries, CarryTheirFragments) {
    for (const QueryText& query : query_files()) {
        const std::string text = query_text(query.name);
        for (const QueryText& fragment : fragment_files())
            EXPECT_EQ(text.find("..." + std::string{fragment.name} + "\n") != std::string::npos,
                      text.find("fragment " + std::string{fragment.name} + " on") !=
                          std::string::npos)
                << query.name << " and " << fragment.name;
    }
    EXPECT_THROW((void)query_text("none"), base::Error);
}

} // namespace
} // namespace shoporder::shopify
