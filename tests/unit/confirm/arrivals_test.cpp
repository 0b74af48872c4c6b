// Which files of a supplier's folder are fetched, and when.
#include "confirm/arrivals.hpp"
#include "confirm/pickup.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using confirm::Arrivals;
using confirm::Fate;
using confirm::Seen;
using confirm::sort_arrivals;
using order::Answering;
using Names = std::vector<std::string>;

namespace {

const std::map<std::string, Seen> k_nothing_known;

} // namespace

TEST(Arrivals, ANewFileIsLookedAtTwice) {
    const std::vector<remote::Entry> listed{{"a.xml", 10, false}};
    EXPECT_EQ(sort_arrivals(listed, k_nothing_known, {}).watch, Names{"a.xml"});
    EXPECT_EQ(sort_arrivals(listed, {{"a.xml", {10, false, false}}}, {}).fetch, Names{"a.xml"});
    EXPECT_EQ(sort_arrivals(listed, {{"a.xml", {9, false, false}}}, {}).watch, Names{"a.xml"})
        << "it has grown";
}

TEST(Arrivals, WhatIsKnownCostsNothing) {
    const std::vector<remote::Entry> listed{{"a.xml", 10, false}, {"b.xml", 10, false}};
    const Arrivals sorted =
        sort_arrivals(listed, {{"a.xml", {10, true, true}}, {"b.xml", {10, true, false}}}, {});
    EXPECT_TRUE(sorted.fetch.empty());
    EXPECT_TRUE(sorted.watch.empty());
    EXPECT_EQ(sorted.acknowledge, Names{"b.xml"});
    // The same name with other bytes is another answer.
    EXPECT_EQ(sort_arrivals({{"a.xml", 11, false}}, {{"a.xml", {10, true, true}}}, {}).watch,
              Names{"a.xml"});
}

TEST(Arrivals, ADoneFileSaysThatItIsWhole) {
    Answering rules;
    rules.whole = order::Wholeness::done_file;
    const Arrivals sorted =
        sort_arrivals({{"a.xml", 10, false}, {"a.xml.done", 0, false}, {"b.xml", 10, false}},
                      k_nothing_known, rules);
    EXPECT_EQ(sorted.fetch, Names{"a.xml"});
    EXPECT_TRUE(sorted.watch.empty());
}

TEST(Arrivals, AFileHasItsFinalNameWhenItIsWhole) {
    Answering rules;
    rules.whole = order::Wholeness::rename;
    rules.unfinished = "*.part";
    EXPECT_EQ(
        sort_arrivals({{"a.xml", 10, false}, {"b.xml.part", 3, false}}, k_nothing_known, rules)
            .fetch,
        Names{"a.xml"});
}

TEST(Arrivals, OtherFilesAreNotOurs) {
    Answering rules;
    rules.names = "ORDRSP*.xml";
    rules.after = order::Afterwards::rename;
    rules.after_to = ".read";
    const Arrivals sorted = sort_arrivals({{"ORDRSP1.xml", 10, false},
                                           {"prices.xml", 10, false},
                                           {"ORDRSP0.xml.read", 10, false},
                                           {"ORDRSP.xml", 10, true}},
                                          k_nothing_known, rules);
    EXPECT_EQ(sorted.watch, Names{"ORDRSP1.xml"});
}

TEST(Arrivals, TricksInNamesAreNeverAskedFor) {
    const Arrivals sorted = sort_arrivals({{"a\r\nDELE b", 1, false},
                                           {"../../etc/passwd", 1, false},
                                           {"..", 1, false},
                                           {"-rf", 1, false},
                                           {"a\\b", 1, false},
                                           {"\xff\xfe", 1, false},
                                           {std::string(300, 'x'), 1, false},
                                           {"good.xml", 1, false},
                                           {"good.xml", 1, false}},
                                          k_nothing_known, {});
    EXPECT_EQ(sorted.unspeakable, 7U);
    EXPECT_EQ(sorted.watch, Names{"good.xml"});
}

TEST(Arrivals, AClaimOfAGigabyteIsNotFetched) {
    const Arrivals sorted = sort_arrivals({{"huge.xml", 1ULL << 30U, false}}, k_nothing_known, {});
    EXPECT_EQ(sorted.too_large, Names{"huge.xml"});
    EXPECT_TRUE(sorted.watch.empty());
}

TEST(Arrivals, WhatIsThereNoMoreIsForgotten) {
    EXPECT_EQ(sort_arrivals({}, {{"a.xml", {10, true, true}}}, {}).gone, Names{"a.xml"});
}

TEST(Pickup, GoneIsTaken) {
    const confirm::Folders folders{{"", {"b.xml"}}};
    EXPECT_EQ(confirm::fate_of("a.xml", {}, folders), Fate::taken);
    EXPECT_EQ(confirm::fate_of("b.xml", {}, folders), Fate::waiting);
}

TEST(Pickup, PatternsTellTakenFromRefused) {
    Answering rules;
    rules.taken = "done/{name}";
    rules.refused = "{stem}_rejected.xml";
    EXPECT_EQ(confirm::pickup_folders(rules), (Names{"", "done"}));
    const confirm::Folders folders{{"", {"b.xml", "c_rejected.xml"}}, {"done", {"a.xml"}}};
    EXPECT_EQ(confirm::fate_of("a.xml", rules, folders), Fate::taken);
    EXPECT_EQ(confirm::fate_of("b.xml", rules, folders), Fate::waiting);
    EXPECT_EQ(confirm::fate_of("c.xml", rules, folders), Fate::refused);
    EXPECT_EQ(confirm::fate_of("d.xml", rules, folders), Fate::unclear);
}
