#include "remote/conversation.hpp"
#include "remote/listing.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace shoporder::remote {
namespace {

TEST(Conversation, KnowsHowFarItGot) {
    Conversation talk;
    talk.reset(Phase::put);
    EXPECT_EQ(talk.phase(), Phase::connect);
    talk.received("220 hello\r\n");
    talk.sent("USER acme\r\n");
    EXPECT_EQ(talk.phase(), Phase::login);
    talk.received("331 password\r\n");
    talk.sent("PASS x\r\n");
    talk.received("230 in\r\n");
    talk.sent("CWD in\r\n");
    EXPECT_EQ(talk.phase(), Phase::folder);
    talk.received("250 ok\r\n");
    talk.sent("STOR a\r\n");
    EXPECT_EQ(talk.phase(), Phase::put);
    EXPECT_EQ(talk.code(), 0) << "the reply to CWD is not the reply to STOR";
    EXPECT_EQ(talk.text(), "");
    EXPECT_FALSE(talk.data_sent());
    talk.received("150 go\r\n");
    EXPECT_EQ(talk.code(), 150);
    EXPECT_TRUE(talk.data_sent());
}

TEST(Conversation, AReplyOfSeveralLinesEndsWithItsOwnCode) {
    Conversation talk;
    talk.reset(Phase::list);
    talk.sent("PASS x\r\n");
    talk.received("230-Welcome\r\n530 is our street number\r\n230-more\r\n");
    EXPECT_EQ(talk.code(), 0);
    talk.received("230 in\r\n");
    EXPECT_EQ(talk.code(), 230);
    EXPECT_EQ(talk.reply_to("PASS"), "230 in");
    EXPECT_EQ(talk.reply_to("CWD"), "");
}

// "421-Cleartext sessions are not accepted" is what matters, "421 Goodbye" is not.
TEST(Conversation, ARefusalKeepsTheLinesBeforeItsLast) {
    Conversation talk;
    talk.reset(Phase::list);
    talk.sent("USER x\r\n");
    talk.received("421-Sorry, cleartext sessions\r\n are not accepted.\r\n421-\r\n");
    EXPECT_EQ(talk.code(), 0);
    talk.received("421 Please reconnect.\r\n");
    EXPECT_EQ(talk.text(), "421 Sorry, cleartext sessions are not accepted. Please reconnect.");
    talk.received("530 Log in.\r\n");
    EXPECT_EQ(talk.text(), "530 Log in.") << "lines of an earlier reply";
    for (int i = 0; i < 10000; ++i)
        talk.received("550-" + std::string(1000, 'x') + "\r\n");
    talk.received("550 end\r\n");
    EXPECT_LE(talk.text().size(), 620U);
    EXPECT_TRUE(talk.text().ends_with(" end"));
}

TEST(Conversation, ARenameHasLeftOnceRntoHas) {
    Conversation talk;
    talk.reset(Phase::rename);
    talk.sent("RNFR a\r\n");
    EXPECT_FALSE(talk.rename_sent());
    talk.received("350 go on\r\n");
    talk.sent("RNTO b\r\n");
    EXPECT_TRUE(talk.rename_sent());
    EXPECT_EQ(talk.code(), 0);
    talk.reset(Phase::size);
    EXPECT_FALSE(talk.rename_sent());
}

TEST(Conversation, HostileRepliesAreOnePrintableLineAndBounded) {
    Conversation talk;
    talk.reset(Phase::size);
    talk.sent("SIZE a\r\n");
    talk.received("550 \x1b[31mred\x07" + std::string(100000, 'x') + "\r\n");
    EXPECT_EQ(talk.code(), 550);
    EXPECT_LE(talk.text().size(), 210U);
    EXPECT_EQ(talk.text().find('\x1b'), std::string::npos);
    for (const char* const line : {"\r\n", "xyz\r\n", "12\r\n", "1a2 no\r\n", "\xff\xfe\r\n"})
        talk.received(line);
    EXPECT_EQ(talk.code(), 550) << "what is no reply changes nothing";
    for (int i = 0; i < 100000; ++i)
        talk.received("200 again\r\n");
    EXPECT_EQ(talk.reply_to("SIZE"), "200 again");
    EXPECT_EQ(talk.replies_to("SIZE").size(), 1U);
}

TEST(Conversation, EachOfManyHasItsOwnReply) {
    Conversation talk;
    talk.reset(Phase::size);
    for (int i = 0; i < 100; ++i) {
        talk.sent("SIZE " + std::to_string(i) + "\r\n");
        if (i != 50)
            talk.received("213 " + std::to_string(i) + "\r\n");
    }
    talk.sent("SIZE last\r\n");
    const std::vector<std::string> replies = talk.replies_to("SIZE");
    ASSERT_EQ(replies.size(), 101U);
    EXPECT_EQ(replies[0], "213 0");
    EXPECT_EQ(replies[50], "");
    EXPECT_EQ(replies[99], "213 99");
    EXPECT_EQ(replies[100], "");
    EXPECT_EQ(talk.reply_to("SIZE"), "") << "an earlier one's is not the last one's";
    EXPECT_TRUE(talk.replies_to("DELE").empty());
}

// libcurl says goodbye to a connection it will not use again in the midst of the next call.
TEST(Conversation, AnOlderConnectionsGoodbyeIsNotPartOfIt) {
    Conversation talk;
    talk.reset(Phase::size);
    talk.sent("CWD in\r\n");
    talk.received("250 moved\r\n");
    talk.sent("QUIT\r\n");
    talk.received("221-bye\r\n221 now\r\n");
    EXPECT_EQ(talk.phase(), Phase::folder);
    EXPECT_EQ(talk.code(), 250);
    EXPECT_EQ(talk.text(), "250 moved");
    talk.sent("QUIT\r\n"); // not answered
    talk.sent("SIZE a\r\n");
    talk.received("213 1\r\n");
    EXPECT_EQ(talk.code(), 213);
    EXPECT_FALSE(talk.out_of_step());
}

TEST(Conversation, ARepliesCodeTellsWhoseItIs) {
    const auto out_of_step = [](const char* command, const char* reply) {
        Conversation talk;
        talk.reset(Phase::size);
        talk.received("220 hello\r\n");
        talk.sent(command);
        talk.received(reply);
        return talk.out_of_step();
    };
    EXPECT_FALSE(out_of_step("SIZE a\r\n", "213 1\r\n"));
    EXPECT_TRUE(out_of_step("RNFR a\r\n", "213 1\r\n"));
    EXPECT_FALSE(out_of_step("RNFR a\r\n", "350 go on\r\n"));
    EXPECT_TRUE(out_of_step("SIZE a\r\n", "350 go on\r\n"));
    EXPECT_TRUE(out_of_step("USER a\r\n", "220 hello\r\n"));
    EXPECT_TRUE(out_of_step("CWD in\r\n", "230 in\r\n"));
    EXPECT_TRUE(out_of_step("SIZE a\r\n", "150 data\r\n"));
    for (const char* const nonsense : {"600 x\r\n", "999 x\r\n", "099 x\r\n"})
        EXPECT_TRUE(out_of_step("SIZE a\r\n", nonsense)) << nonsense;
    // Known to be said by servers that are otherwise right.
    for (const char* const fine : {"226 done\r\n", "250 ok\r\n", "200 ok\r\n", "550 no\r\n",
                                   "421 bye\r\n", "450 busy\r\n", "hello\r\n"})
        EXPECT_FALSE(out_of_step("DELE a\r\n", fine)) << fine;
}

TEST(Names, BelowIsOneKnownFolder) {
    EXPECT_TRUE(is_name_below("a", ""));
    EXPECT_TRUE(is_name_below("a", "tmp"));
    EXPECT_TRUE(is_name_below("tmp/a", "tmp"));
    for (const std::string_view name :
         {"tmp/", "/a", "tmp//a", "tmp/tmp/a", "tmp/..", "../a", "tm/a", "tmp/a\n", ""})
        EXPECT_FALSE(is_name_below(name, "tmp")) << name;
    EXPECT_FALSE(is_name_below("../a", ".."));
    EXPECT_FALSE(is_name_below("/a", ""));
}

std::vector<std::string> names(std::string_view listing) {
    std::vector<std::string> out;
    for (const Entry& entry : parse_names(listing))
        out.push_back(entry.name);
    return out;
}

using Names = std::vector<std::string>;

TEST(Listing, TakesNamesAsServersSendThem) {
    EXPECT_EQ(names("a.xml\r\nb b.xml\r\n"), (Names{"a.xml", "b b.xml"}));
    EXPECT_EQ(names("a\nb"), (Names{"a", "b"}));
    EXPECT_EQ(names("in/a.xml\r\n/in/b.xml\r\nC:\\in\\c.xml\r\n"),
              (Names{"a.xml", "b.xml", "c.xml"}));
    EXPECT_EQ(names(""), Names{});
}

TEST(Listing, LeavesOutWhatIsNoFile) {
    EXPECT_EQ(names(".\r\n..\r\nin/..\r\n\r\n-rf\r\na\x01"
                    "b\r\nx/\r\nok\r\n"),
              Names{"ok"});
    EXPECT_EQ(names(std::string(256, 'n') + "\r\n" + std::string(255, 'n')),
              Names{std::string(255, 'n')});
}

TEST(Listing, IsCutAtItsLimit) {
    std::string endless;
    for (std::size_t i = 0; i < k_most_entries + 10; ++i)
        endless += "f\n";
    EXPECT_EQ(parse_names(endless).size(), k_most_entries);
}

} // namespace
} // namespace shoporder::remote
