// What becomes of a delivery by all that its supplier has said.
#include "confirm/judge.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using confirm::judge;
using confirm::Told;
using order::DeliveryState;
using order::LineAnswer;
using order::OrderAnswer;
using order::Verdict;

namespace {

base::Time at(int minute) {
    return base::from_micros(0) + std::chrono::minutes{minute};
}

order::Money euros(const char* text) {
    return {*order::Decimal::parse(text), "EUR"};
}

/// Two mugs, five teas.
const std::vector<confirm::AskedLine> k_asked{{101, "MUG", 2, euros("10.00")},
                                              {102, "TEA", 5, std::nullopt}};

LineAnswer line(int position, Verdict verdict, std::optional<std::int64_t> quantity = {}) {
    LineAnswer out;
    out.position = position;
    out.verdict = verdict;
    out.quantity = quantity;
    return out;
}

Told whole(Verdict verdict, int minute = 1) {
    OrderAnswer answer;
    answer.verdict = verdict;
    return {at(minute), answer};
}

Told lines(std::vector<LineAnswer> all, int minute = 1) {
    OrderAnswer answer;
    answer.lines = std::move(all);
    return {at(minute), answer};
}

} // namespace

TEST(Judge, YesToTheWholeConfirms) {
    const auto fate = judge(k_asked, {whole(Verdict::accepted)});
    EXPECT_EQ(fate.state, DeliveryState::confirmed);
    EXPECT_EQ(fate.reason, "");
    EXPECT_EQ(fate.lines[1].accepted, 5);
}

TEST(Judge, NoToTheWholeRejects) {
    Told no = whole(Verdict::refused);
    no.answer.reason = "closed";
    const auto fate = judge(k_asked, {no});
    EXPECT_EQ(fate.state, DeliveryState::rejected);
    EXPECT_EQ(fate.reason, "MUG refused all 2: closed; TEA refused all 5: closed");
}

TEST(Judge, ARefusedLineIsPartial) {
    const auto fate =
        judge(k_asked, {lines({line(1, Verdict::accepted), line(2, Verdict::refused)})});
    EXPECT_EQ(fate.state, DeliveryState::partial);
    EXPECT_EQ(fate.reason_code, "refused_lines");
    EXPECT_EQ(fate.lines[1].refused, 5);
    EXPECT_EQ(fate.lines[0].refused, 0);
}

TEST(Judge, FewerThanOrderedIsARefusalOfTheRest) {
    const auto fate =
        judge(k_asked, {lines({line(1, Verdict::accepted), line(2, Verdict::changed, 3)})});
    EXPECT_EQ(fate.state, DeliveryState::partial);
    EXPECT_EQ(fate.lines[1].accepted, 3);
    EXPECT_EQ(fate.lines[1].refused, 2);
    EXPECT_EQ(fate.reason, "TEA nothing is said of 2 of 5");
}

TEST(Judge, ALineInPiecesIsWhole) {
    LineAnswer later = line(2, Verdict::backordered, 2);
    later.promised = "2026-12-24";
    const auto fate =
        judge(k_asked, {lines({line(1, Verdict::accepted), line(2, Verdict::accepted, 3), later})});
    EXPECT_EQ(fate.state, DeliveryState::confirmed);
    EXPECT_EQ(fate.promised, "2026-12-24");
    EXPECT_EQ(fate.reason, "TEA later 2 of 5, on 2026-12-24");
}

TEST(Judge, LaterWithoutADayIsADoubt) {
    const auto fate =
        judge(k_asked, {lines({line(1, Verdict::accepted), line(2, Verdict::backordered)})});
    EXPECT_EQ(fate.state, DeliveryState::partial);
    EXPECT_EQ(fate.reason_code, "doubt");
}

TEST(Judge, WhatIsNotAnsweredIsAwaited) {
    auto fate = judge(k_asked, {lines({line(1, Verdict::accepted)})});
    EXPECT_EQ(fate.state, DeliveryState::uploaded);
    EXPECT_EQ(fate.reason_code, "partly");
    EXPECT_EQ(fate.reason, "5 of 7 not answered yet");
    fate = judge(k_asked,
                 {lines({line(1, Verdict::accepted)}), lines({line(2, Verdict::accepted)}, 2)});
    EXPECT_EQ(fate.state, DeliveryState::confirmed) << "two files together";
}

TEST(Judge, OnlyADateOfItsOwnDecidesWhichIsNewer) {
    Told yes = whole(Verdict::accepted, 1);
    yes.answer.dated = at(100);
    Told no = whole(Verdict::refused, 2); // came later, was written earlier
    no.answer.dated = at(50);
    EXPECT_EQ(judge(k_asked, {yes, no}).state, DeliveryState::confirmed);
    EXPECT_EQ(judge(k_asked, {no, yes}).state, DeliveryState::confirmed);
    no.answer.dated = at(150);
    EXPECT_EQ(judge(k_asked, {yes, no}).state, DeliveryState::rejected);
}

TEST(Judge, ANewerWordOnALineReplacesTheOlder) {
    const auto fate =
        judge(k_asked, {whole(Verdict::accepted), lines({line(2, Verdict::refused, 1)}, 2)});
    EXPECT_EQ(fate.lines[0].accepted, 2);
    EXPECT_EQ(fate.lines[1].refused, 5) << "of the other four nothing is said now";
}

TEST(Judge, AWholeVerdictStandsForLinesThatAreNotThere) {
    Told told = lines({line(2, Verdict::refused)});
    told.answer.verdict = Verdict::changed;
    const auto fate = judge(k_asked, {told});
    EXPECT_EQ(fate.state, DeliveryState::partial);
    EXPECT_EQ(fate.lines[0].accepted, 2);
}

TEST(Judge, MoreThanOrderedIsADoubt) {
    const auto fate =
        judge(k_asked, {lines({line(1, Verdict::accepted, 3), line(2, Verdict::accepted)})});
    EXPECT_EQ(fate.state, DeliveryState::partial);
    EXPECT_EQ(fate.lines[0].accepted, 2);
    EXPECT_NE(fate.reason.find("speaks of 3 pieces, and 2 were ordered"), std::string::npos)
        << fate.reason;
}

TEST(Judge, ALineNobodyOrderedIsADoubtUntilTheOrderIsAnsweredAnew) {
    LineAnswer stranger = line(0, Verdict::accepted);
    stranger.sku = "SOAP";
    const Told odd = lines({line(1, Verdict::accepted), line(2, Verdict::accepted), stranger});
    auto fate = judge(k_asked, {odd});
    EXPECT_EQ(fate.state, DeliveryState::partial);
    EXPECT_EQ(fate.reason, "it answers SOAP, which was not ordered");
    fate = judge(k_asked, {odd, whole(Verdict::accepted, 2)});
    EXPECT_EQ(fate.state, DeliveryState::confirmed);
}

TEST(Judge, ADearerPriceIsADoubt) {
    LineAnswer priced = line(1, Verdict::accepted);
    priced.price = order::Decimal::parse("10.0");
    EXPECT_EQ(judge(k_asked, {lines({priced, line(2, Verdict::accepted)})}).state,
              DeliveryState::confirmed);
    priced.price = order::Decimal::parse("9.99");
    EXPECT_EQ(judge(k_asked, {lines({priced, line(2, Verdict::accepted)})}).state,
              DeliveryState::confirmed);
    priced.price = order::Decimal::parse("10.01");
    const auto fate = judge(k_asked, {lines({priced, line(2, Verdict::accepted)})});
    EXPECT_EQ(fate.state, DeliveryState::partial);
    EXPECT_EQ(fate.reason, "MUG: it costs 10.01, and 10.00 was told");
    priced.currency = "USD";
    EXPECT_NE(judge(k_asked, {lines({priced, line(2, Verdict::accepted)})}).reason.find("USD"),
              std::string::npos);
}

TEST(Judge, AnotherArticleIsADoubt) {
    LineAnswer other = line(1, Verdict::changed);
    other.substitute = "MUG-RED";
    const auto fate = judge(k_asked, {lines({other, line(2, Verdict::accepted)})});
    EXPECT_EQ(fate.state, DeliveryState::partial);
    EXPECT_EQ(fate.reason, "MUG: another article comes instead: MUG-RED");
}

TEST(Judge, LinesAreFoundByIdThenPositionThenArticle) {
    LineAnswer by_id = line(2, Verdict::refused); // its position says another line
    by_id.line_id = 101;
    EXPECT_EQ(judge(k_asked, {lines({by_id})}).lines[0].refused, 2);
    LineAnswer by_sku = line(0, Verdict::refused);
    by_sku.sku = " tea";
    EXPECT_EQ(judge(k_asked, {lines({by_sku})}).lines[1].refused, 5);
    LineAnswer contradicts = line(1, Verdict::refused);
    contradicts.sku = "TEA";
    EXPECT_EQ(judge(k_asked, {lines({contradicts})}).lines[1].refused, 5)
        << "the article is surer than the position";
    LineAnswer unknown = line(9, Verdict::refused);
    EXPECT_EQ(judge(k_asked, {lines({unknown})}).reason_code, "doubt");
    // Two lines of one article, and no word which: nobody's.
    const std::vector<confirm::AskedLine> twins{{1, "MUG", 1, {}}, {2, "MUG", 1, {}}};
    LineAnswer either = line(0, Verdict::refused);
    either.sku = "MUG";
    EXPECT_EQ(judge(twins, {lines({either})}).reason_code, "doubt");
}

TEST(Judge, NothingSaidIsNothingChanged) {
    const auto fate = judge(k_asked, {});
    EXPECT_EQ(fate.state, DeliveryState::uploaded);
    EXPECT_EQ(fate.reason, "");
    EXPECT_EQ(fate.reason_code, "");
}
