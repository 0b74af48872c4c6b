#include "support/shop.hpp"

#include "store/documents.hpp"
#include "store/events.hpp"

#include <gtest/gtest.h>
#include <random>
#include <set>
#include <sys/wait.h>
#include <thread>

using namespace shoporder;
using order::DeliveryState;
using test::k_sample_id;
using test::sample_order;
using test::with;

namespace {

/// Orders 1…n, each with one ready delivery for acme.
void fill(test::Shop& shop, int n) {
    shop.add_supplier("acme", "*");
    for (int i = 1; i <= n; ++i)
        shop.receive(with(with(sample_order(), "5550001001", std::to_string(7000000000 + i)),
                          "\"order_number\": 1001", "\"order_number\": " + std::to_string(i)));
    shop.plan();
}

std::map<std::string, int> rows_by_state(store::Database& database) {
    std::map<std::string, int> rows;
    store::DeliveryFilter all;
    all.limit = 100000;
    for (const auto& d : store::list_deliveries(database, all))
        ++rows[std::to_string(d.supplier_id) + std::string{order::name(d.state)}];
    return rows;
}

} // namespace

TEST(Transition, ExpectsTheOldStateAndTheClaim) {
    test::Shop shop;
    fill(shop, 1);
    const auto id = shop.deliveries(7000000001).at(0).id;
    store::Write write(*shop.database);
    store::Step step{DeliveryState::deferred, DeliveryState::sending};
    EXPECT_FALSE(store::transition(write, id, step, shop.clock.now()));
    step.from = DeliveryState::ready;
    EXPECT_TRUE(store::transition(write, id, step, shop.clock.now()));
    // A late worker with an older claim changes nothing.
    store::Step late{DeliveryState::sending, DeliveryState::uploaded};
    late.claim = 0;
    EXPECT_FALSE(store::transition(write, id, late, shop.clock.now()));
    late.claim = 1;
    EXPECT_TRUE(store::transition(write, id, late, shop.clock.now()));
    EXPECT_THROW(store::transition(write, id, {DeliveryState::uploaded, DeliveryState::ready},
                                   shop.clock.now()),
                 base::Error);
    write.commit();
}

TEST(Transition, KeepsCountersAndWritesAnEventEachTime) {
    test::Shop shop;
    fill(shop, 5);
    std::mt19937 random(7);
    store::DeliveryFilter all;
    for (int i = 0; i < 300; ++i) {
        const auto deliveries = store::list_deliveries(*shop.database, all);
        const auto& d = deliveries[random() % deliveries.size()];
        const auto to = order::k_delivery_states[random() % order::k_delivery_states.size()];
        if (!order::may_follow(d.state, to))
            continue;
        store::Write write(*shop.database);
        const auto before = store::list_events(*shop.database, {}).size();
        ASSERT_TRUE(
            store::transition(write, d.id, {d.state, to, "x", "because"}, shop.clock.now()));
        EXPECT_EQ(store::list_events(*shop.database, {}).size(), before + 1);
        write.commit();
        std::map<std::string, int> counted;
        for (const auto& [key, count] : store::counters(*shop.database))
            counted[std::to_string(key.first) + std::string{order::name(key.second)}] =
                static_cast<int>(count);
        EXPECT_EQ(counted, rows_by_state(*shop.database));
    }
}

TEST(Claims, SixProcessesClaimEachDeliveryOnce) {
    test::Shop shop;
    constexpr int k_jobs = 300;
    fill(shop, k_jobs);
    const auto acme = store::find_supplier(*shop.database, "acme")->id;
    std::vector<int> pipes;
    for (int p = 0; p < 6; ++p) {
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        if (::fork() == 0) {
            store::Database own(shop.settings.database, store::Access::write);
            std::string out;
            while (true) {
                store::Write write(own);
                const auto ids = store::claim_deliveries(
                    write, {acme, DeliveryState::ready, {}, 3, "p"}, shop.clock.now());
                write.commit();
                if (ids.empty())
                    break;
                for (const auto id : ids)
                    out += std::to_string(id) + "\n";
            }
            [[maybe_unused]] const auto n = ::write(ends[1], out.data(), out.size());
            ::_exit(0);
        }
        ::close(ends[1]);
        pipes.push_back(ends[0]);
    }
    std::multiset<std::string> claimed;
    for (const int fd : pipes) {
        std::string all;
        char buffer[4096];
        for (ssize_t n; (n = ::read(fd, buffer, sizeof buffer)) > 0;)
            all.append(buffer, static_cast<std::size_t>(n));
        ::close(fd);
        for (const auto& id : base::split(all, '\n'))
            claimed.insert(id);
    }
    while (::wait(nullptr) > 0) {
    }
    EXPECT_EQ(claimed.size(), static_cast<std::size_t>(k_jobs));
    EXPECT_EQ(std::set<std::string>(claimed.begin(), claimed.end()).size(), claimed.size());
}

TEST(PurchaseOrderNumbers, StayUniqueForASupplierWhenOrderNumbersRepeat) {
    test::Shop shop;
    shop.add_supplier("acme", "Acme");
    shop.receive(sample_order());
    shop.receive(with(sample_order(), "5550001001", "5550001002"));
    shop.plan();
    const auto first = shop.deliveries(k_sample_id);
    const auto second = shop.deliveries(5550001002);
    ASSERT_FALSE(first.empty());
    ASSERT_FALSE(second.empty());
    EXPECT_NE(first.back().po_number, second.back().po_number);
}

TEST(Resolving, AcceptsEveryNameAnOperatorHas) {
    test::Shop shop;
    shop.add_supplier("acme", "Acme");
    shop.add_supplier("globex", "Globex");
    shop.receive(sample_order());
    shop.plan();
    const auto all = shop.deliveries(k_sample_id);
    ASSERT_EQ(all.size(), 2U);
    for (const char* text : {"#1001", "1001", "5550001001"})
        EXPECT_EQ(store::resolve_order(*shop.database, text), std::vector{k_sample_id}) << text;
    EXPECT_EQ(store::resolve_delivery(*shop.database, all[0].po_number), std::vector{all[0].id});
    EXPECT_EQ(store::resolve_delivery(*shop.database, "#1001").size(), 2U); // ambiguous
    EXPECT_TRUE(store::resolve_order(*shop.database, "1' OR '1'='1").empty());
}

TEST(Documents, ComeBackByteForByte) {
    test::Shop shop;
    const auto acme = shop.add_supplier("acme", "Acme");
    for (const std::string& bytes :
         {std::string{}, std::string("a\0b\xff\r\n", 6), std::string(5000, 'z')}) {
        store::Write write(*shop.database);
        const auto id = store::add_document(
            write, {acme, "f" + std::to_string(bytes.size()) + ".xml", "native", bytes},
            shop.clock.now());
        write.commit();
        EXPECT_EQ(store::document_bytes(*shop.database, id), bytes);
        EXPECT_EQ(store::find_document(*shop.database, id)->size, bytes.size());
    }
    store::Write write(*shop.database);
    EXPECT_THROW(store::add_document(write, {acme, "f0.xml", "native", "again"}, shop.clock.now()),
                 base::Error); // a file name is used once
}

TEST(ListDeliveries, OfOneShopOnly) {
    test::Shop shop;
    config::Shop other = shop.settings.shops.at(0);
    other.domain = "other.myshopify.com";
    shop.settings.shops.push_back(other);
    shop.add_supplier("acme", "*");
    shop.receive(sample_order());
    shop.receive(with(sample_order(), "5550001001", "5550001777"), "orders/create", other.domain);
    shop.plan();
    for (const std::vector<DeliveryState>& states :
         {std::vector<DeliveryState>{}, {DeliveryState::ready, DeliveryState::held}}) {
        store::DeliveryFilter filter;
        filter.states = states;
        EXPECT_EQ(store::list_deliveries(*shop.database, filter).size(), 2U);
        filter.shop = other.domain;
        const auto found = store::list_deliveries(*shop.database, filter);
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(found[0].order_id, 5550001777);
        filter.shop = "nobody.myshopify.com";
        EXPECT_TRUE(store::list_deliveries(*shop.database, filter).empty());
    }
}
