// Orders walk at random through all that shops do to them. SHOPORDER_WALKS=10000 walks further than
// a run of all tests does, SHOPORDER_WALK=17 walks one.
#include "walk/walk.hpp"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>
#include <numeric>

using namespace shoporder;

namespace {

constexpr std::uint32_t k_shares = 4;

std::uint32_t number(const char* name, std::uint32_t preset) {
    const char* const text = std::getenv(name);
    return text == nullptr ? preset : static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10));
}

struct Walks : testing::TestWithParam<std::uint32_t> {};

} // namespace

TEST_P(Walks, NothingTwiceNothingForgottenNothingUntold) {
    const std::uint32_t one = number("SHOPORDER_WALK", 0);
    const std::uint32_t count = one > 0 ? one : number("SHOPORDER_WALKS", 300);
    std::size_t documents = 0;
    std::size_t words = 0;
    std::size_t changes = 0;
    int bad = 0;
    std::unique_ptr<walk::Ground> ground;
    for (std::uint32_t seed = one > 0 ? one : 1; seed <= count && bad < 3; ++seed) {
        if (seed % k_shares != GetParam())
            continue;
        if (!ground || seed % 400 < k_shares)
            ground = std::make_unique<walk::Ground>();
        const auto outcome = walk::walk(*ground, seed);
        documents += outcome.documents;
        words += outcome.words;
        changes += outcome.changes;
        if (outcome.complaints.empty())
            continue;
        ++bad;
        const std::string all =
            std::accumulate(outcome.complaints.begin(), outcome.complaints.end(), std::string{},
                            [](const std::string& sum, const std::string& each) {
                                return sum + "  " + each + "\n";
                            });
        ADD_FAILURE() << "SHOPORDER_WALK=" << seed << ":\n"
                      << outcome.story << "complaints:\n"
                      << all;
    }
    // A walk in which nothing happens would prove nothing.
    if (one == 0 && count >= 100) {
        EXPECT_GT(documents, count / k_shares);
        EXPECT_GT(words, count / k_shares / 4);
        EXPECT_GT(changes, count / k_shares / 4);
    }
}

INSTANTIATE_TEST_SUITE_P(Shares, Walks, testing::Range(0U, k_shares));
