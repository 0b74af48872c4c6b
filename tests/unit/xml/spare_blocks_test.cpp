// libxml2's memory: blocks that come back are whole, and as large as asked for.
#include "xml/spare_blocks.hpp"

#include <algorithm>
#include <cstring>
#include <gtest/gtest.h>
#include <random>
#include <thread>
#include <vector>

using namespace shoporder;

namespace {

/// A block with a pattern in each of its bytes.
struct Held {
    unsigned char* at;
    std::size_t bytes;
    unsigned char pattern;
};

Held take(std::size_t bytes, unsigned char pattern) {
    auto* const at = static_cast<unsigned char*>(xml::spare_malloc(bytes));
    std::memset(at, pattern, bytes);
    return {at, bytes, pattern};
}

bool is_whole(const Held& held) {
    return std::all_of(
        held.at, held.at + held.bytes, [&](unsigned char byte) { return byte == held.pattern; });
}

} // namespace

TEST(SpareBlocks, AreNeverHandedOutTwiceOrTooSmall) {
    std::mt19937 random{11}; // NOLINT(cert-msc51-cpp): the same walk every time
    std::vector<Held> held;
    for (int i = 0; i < 100'000; ++i) {
        if (held.size() < 500 || random() % 2 == 0) {
            held.push_back(take(random() % (2 * xml::k_largest_spare),
                                static_cast<unsigned char>(random() % 251)));
            continue;
        }
        std::swap(held[random() % held.size()], held.back());
        ASSERT_TRUE(is_whole(held.back())) << "a block of " << held.back().bytes << " bytes";
        xml::spare_free(held.back().at);
        held.pop_back();
    }
    for (const Held& each : held) {
        ASSERT_TRUE(is_whole(each));
        xml::spare_free(each.at);
    }
}

TEST(SpareBlocks, MayBeGivenBackByAnotherThreadAndOutliveTheirOwn) {
    std::vector<Held> held;
    std::thread{[&] {
        for (std::size_t bytes = 0; bytes < 600; ++bytes)
            held.push_back(take(bytes, static_cast<unsigned char>(bytes)));
        xml::spare_free(take(100, 1).at); // is free when the thread ends
    }}.join();
    for (const Held& each : held) {
        ASSERT_TRUE(is_whole(each));
        xml::spare_free(each.at);
    }
    const Held again = take(100, 7);
    EXPECT_TRUE(is_whole(again));
    xml::spare_free(again.at);
    xml::spare_free(nullptr);
}
