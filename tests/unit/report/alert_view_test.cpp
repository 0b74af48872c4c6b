// The letters of `alert`.
#include "report/alert_view.hpp"

#include <algorithm>
#include <gtest/gtest.h>

using namespace shoporder;
using report::News;
using report::Problem;

TEST(AlertLetter, SaysWhatIsNewFirst) {
    News news;
    news.fresh.push_back({"a", "2 held at acme", "shoporder queue list"});
    news.over.push_back({"b", "supplier globex is parked", ""});
    const report::Letter letter = report::letter_of(news, "shop1");
    EXPECT_EQ(letter.subject, "shoporder on shop1: 1 new problem, 1 solved");
    EXPECT_EQ(letter.body, "New:\n- 2 held at acme [a]\n  shoporder queue list\n\n"
                           "Solved:\n- supplier globex is parked [b]\n");
}

TEST(AlertLetter, IsShortHoweverMuchIsWrong) {
    News news;
    for (int i = 0; i < 500; ++i)
        news.lasting.push_back({std::to_string(i), "x", ""});
    const report::Letter letter = report::letter_of(news, "shop1");
    EXPECT_LE(std::count(letter.body.begin(), letter.body.end(), '\n'), 23);
    EXPECT_NE(letter.body.find("and 480 more; shoporder status --all"), std::string::npos);
}

TEST(AlertLetter, QuotesNobody) {
    report::StatusView view;
    report::AttentionGroup group;
    group.example.state = order::DeliveryState::held;
    group.example.supplier = "acme";
    group.example.reason_code = "field_limit";
    group.example.reason = "its ship-to/name `Maria Musterfrau` is too long";
    group.example.order_name = "#1001\r\nBcc: all@shop.example";
    group.count = 3;
    view.groups.push_back(group);
    view.counts[order::DeliveryState::held] = 3;
    const auto problems = report::problems_of(view);
    ASSERT_EQ(problems.size(), 1U) << "the groups say it in more detail";
    EXPECT_EQ(problems[0].key, "held/acme/field_limit");
    EXPECT_EQ(problems[0].text.find("Musterfrau"), std::string::npos) << problems[0].text;
    EXPECT_EQ(problems[0].text.find('\n'), std::string::npos) << "no header of a stranger's";
    EXPECT_NE(problems[0].text.find("#1001"), std::string::npos) << problems[0].text;
    view.groups[0].example.order_name = "for Maria Musterfrau";
    view.groups[0].example.order_id = 77;
    EXPECT_TRUE(report::problems_of(view)[0].text.ends_with(": 77"));
}

TEST(AlertLetter, HasTheFormItsReaderTakes) {
    report::Letter letter{"one \"line\"", "body\n"};
    letter.news.fresh.push_back({"held/acme/address", "2 held at acme", ""});
    EXPECT_EQ(report::formed(letter, "text", "x@y"), "one \"line\"\n\nbody\n");
    EXPECT_TRUE(
        report::formed(letter, "mail", "x@y").starts_with("To: x@y\nSubject: one \"line\"\n"));
    EXPECT_TRUE(report::formed(letter, "mail", "").starts_with("Subject: "));
    EXPECT_NE(report::formed(letter, "json", "").find("\"text\": \"one \\\"line\\\"\\nbody\\n\""),
              std::string::npos);
    EXPECT_NE(report::formed(letter, "json", "").find("\"key\": \"held/acme/address\""),
              std::string::npos)
        << "a program knows it again";
}
