#include "render/document.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <set>

using shoporder::render::file_name;

namespace {

constexpr std::int64_t k_big = std::numeric_limits<std::int64_t>::max();

bool is_safe(const std::string& name) {
    return !name.empty() && name.size() <= 64 && name[0] != '.' && name[0] != '-' &&
           name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  "._-") == std::string::npos;
}

} // namespace

TEST(FileName, HasTheFormTheHandoutPromises) {
    EXPECT_EQ(file_name("", "1001-A", 820982911946154508, 1), "1001-A-820982911946154508.xml");
    EXPECT_EQ(file_name("DE", "1001-A", 42, 3), "DE-1001-A-42-r3.xml");
    EXPECT_EQ(file_name("DE", "1001-A", 42, 3, "csv"), "DE-1001-A-42-r3.csv");
    EXPECT_EQ(file_name("", "", 42, 1), "42.xml");
    EXPECT_EQ(file_name("DE", "", 42, 2), "DE-42-r2.xml");
}

TEST(FileName, NothingOfAnOrderBecomesAPathACommandOrAnOption) {
    EXPECT_EQ(file_name("", "../../etc/passwd", 42, 1), "etc-passwd-42.xml");
    EXPECT_EQ(file_name("", "-rf", 42, 1), "rf-42.xml");
    EXPECT_EQ(file_name("", ".hidden", 42, 1), "hidden-42.xml");
    EXPECT_EQ(file_name("a/b", "A\r\nDELE x", 42, 1), "a-b-A--DELE-x-42.xml");
    EXPECT_EQ(file_name("", std::string_view{"a\0b", 3}, 42, 1), "a-b-42.xml");
    EXPECT_EQ(file_name("", "ü", 42, 1), "42.xml") << "two bytes of no use, then nothing is left";
    EXPECT_EQ(file_name("..", "--", 42, 1), "42.xml");
    EXPECT_EQ(file_name("", "1", 42, 1, "/../x"), "1-42.x");
}

TEST(FileName, KeepsIdAndRevisionWholeWhenItCuts) {
    const std::string longest(200, 'p');
    EXPECT_EQ(file_name(longest, longest, k_big, 12),
              std::string(36, 'p') + "-9223372036854775807-r12.xml");
    EXPECT_EQ(file_name(longest, "1001-A", k_big, 1),
              std::string(33, 'p') + "-1001-A-9223372036854775807.xml");
    EXPECT_EQ(file_name("DE", std::string(40, 'n'), k_big, 1),
              std::string(40, 'n') + "-9223372036854775807.xml");
    EXPECT_EQ(file_name("D", std::string(38, 'n'), k_big, 1),
              "D-" + std::string(38, 'n') + "-9223372036854775807.xml");
}

TEST(FileName, IsSafeShortAndDistinctWhateverItIsMadeOf) {
    std::mt19937_64 random{20261122};
    std::set<std::string> names;
    const auto bytes = [&] {
        std::string out(random() % 90, '\0');
        for (char& c : out)
            c = static_cast<char>(random() % 3 == 0 ? random() % 256 : 'a' + random() % 26);
        return out;
    };
    int made = 0;
    for (const std::int64_t id : {std::int64_t{0}, std::int64_t{1}, k_big, std::int64_t{-1},
                                  std::numeric_limits<std::int64_t>::min()})
        for (const int revision : {1, 2, 99, std::numeric_limits<int>::max()})
            for (int i = 0; i < 100; ++i, ++made) {
                const std::string prefix = bytes();
                const std::string number = bytes();
                const std::string name = file_name(prefix, number, id, revision, bytes());
                ASSERT_TRUE(is_safe(name)) << name;
                const std::string number_of = std::to_string(static_cast<std::uint64_t>(id));
                ASSERT_NE(name.find(revision > 1 ? number_of + "-r" + std::to_string(revision)
                                                 : number_of),
                          std::string::npos)
                    << name;
                ASSERT_EQ(file_name(prefix, number, id, revision),
                          file_name(prefix, number, id, revision));
                names.insert(file_name("shop", std::to_string(made), id, revision));
            }
    EXPECT_EQ(names.size(), static_cast<std::size_t>(made));
}
