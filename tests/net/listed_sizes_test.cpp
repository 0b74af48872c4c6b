// The sizes of a whole window by one listing: what it costs, what of it is believed, and when it is
// SIZE after all.
#include "remote/session.hpp"
#include "support/scripted_ftp.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace shoporder {
namespace {

using remote::SizeReply;
using test::Fault;
using test::ScriptedFtp;
using Lines = std::vector<std::string>;

class ListedSizes : public ::testing::Test {
protected:
    void SetUp() override {
        m_server.answer_list();
        m_server.stand_far(std::chrono::milliseconds{5}); // SIZE costs something
    }

    [[nodiscard]] remote::Settings settings() const {
        remote::Settings s;
        s.endpoint.user = "acme";
        s.endpoint.host = "127.0.0.1";
        s.endpoint.port = m_server.port();
        s.endpoint.folder = "in";
        s.password = "secret";
        s.subfolder = "tmp";
        s.response_timeout = std::chrono::seconds{2};
        return s;
    }
    [[nodiscard]] std::unique_ptr<remote::Session> session() const {
        return remote::make_session(settings());
    }

    /// So many files as they lie before their rename, each longer than the one before; gives back
    /// the names a window asks for.
    Lines put_window(int files, const std::string& place = "tmp-") {
        Lines names;
        for (int i = 1; i <= files; ++i) {
            names.push_back(place + std::to_string(i));
            names.push_back("final-" + std::to_string(i));
            m_server.put_file("/in/" + names[names.size() - 2],
                              std::string(static_cast<std::size_t>(i), 'x'));
        }
        return names;
    }
    static void expect_window(const std::vector<SizeReply>& sizes, std::size_t files) {
        ASSERT_EQ(sizes.size(), 2 * files);
        for (std::size_t i = 0; i < files; ++i) {
            EXPECT_TRUE(sizes[2 * i].reply.ok) << sizes[2 * i].reply.text;
            EXPECT_EQ(sizes[2 * i].bytes, i + 1);
            EXPECT_EQ(sizes[2 * i].reply.phase, remote::Phase::size);
            EXPECT_TRUE(sizes[2 * i + 1].reply.ok) << sizes[2 * i + 1].reply.text;
            EXPECT_FALSE(sizes[2 * i + 1].bytes);
            EXPECT_EQ(sizes[2 * i + 1].reply.phase, remote::Phase::size);
        }
    }
    /// The names SIZE was asked for.
    [[nodiscard]] Lines asked() const {
        Lines out;
        for (const std::string& line : m_server.log())
            if (line.starts_with("SIZE "))
                out.push_back(line.substr(5));
        return out;
    }

    ScriptedFtp m_server;
};

TEST_F(ListedSizes, AWindowIsOneListingAndNoSIZE) {
    const auto s = session();
    Lines names;
    for (int i = 1; i <= 32; ++i) {
        names.push_back("tmp-" + std::to_string(i));
        names.push_back("final-" + std::to_string(i));
    }
    const auto window = [&] {
        for (std::size_t i = 0; i < names.size(); i += 2)
            ASSERT_TRUE(s->put(names[i], std::string(i / 2 + 1, 'x')).ok);
        expect_window(s->sizes(names), 32);
        for (std::size_t i = 0; i < names.size(); i += 2)
            ASSERT_TRUE(s->rename(names[i], names[i + 1]).ok);
        for (std::size_t i = 1; i < names.size(); i += 2)
            ASSERT_TRUE(s->remove(names[i]).ok);
    };
    window();
    const std::size_t first = m_server.log().size();
    window();
    EXPECT_EQ(m_server.count("LIST"), 2);
    EXPECT_EQ(m_server.count("SIZE"), 0);
    EXPECT_EQ(m_server.log().size() - first, 32U * 5 + 4)
        << "EPSV, STOR, RNFR, RNTO, DELE each; EPSV, TYPE A, LIST, TYPE I";
    EXPECT_EQ(m_server.count("CONNECT"), 1);
}

TEST_F(ListedSizes, FewNamesAreAskedForByName) {
    Lines names = put_window(4);
    names.pop_back();
    EXPECT_EQ(session()->sizes(names)[0].bytes, 1U);
    EXPECT_EQ(m_server.count("LIST"), 0);
    EXPECT_EQ(asked(), names);
    expect_window(session()->sizes(put_window(4)), 4);
    EXPECT_EQ(m_server.count("LIST"), 1);
    EXPECT_EQ(asked(), names);
}

TEST_F(ListedSizes, WhatTheListingLeavesInDoubtIsAskedByName) {
    Lines names = put_window(8);
    std::string raw;
    for (int i = 1; i <= 8; ++i)
        raw += "-rw-r--r-- 1 0 0 " + std::to_string(i) + " Nov 25 13:09 tmp-" + std::to_string(i) +
               "\r\n";
    raw += "lrwxrwxrwx 1 0 0 9 Nov 25 13:09 link -> tmp-1\r\n"
           "drwxr-xr-x 1 0 0 4096 Nov 25 13:09 folder\r\n"
           "-rw-r--r-- 1 0 0 4 Nov 25 13:09 OTHER.XML\r\n";
    m_server.answer_list(raw);
    for (const std::string name : {"link", ".hidden", "folder", "\xc3\xbc", "other.xml"}) {
        names.push_back(name);
        m_server.put_file("/in/" + name, "123");
    }
    std::vector<SizeReply> sizes = session()->sizes(names);
    for (std::size_t i = 16; i < names.size(); ++i)
        EXPECT_EQ(sizes[i].bytes, 3U) << names[i];
    sizes.resize(16);
    expect_window(sizes, 8);
    EXPECT_EQ(asked(), Lines(names.begin() + 16, names.end()));
    EXPECT_EQ(m_server.count("LIST"), 1);
}

TEST_F(ListedSizes, AListingWithALineThatIsNotUnderstoodProvesNoAbsence) {
    const Lines names = put_window(8);
    std::string raw = "what is this?\r\n";
    for (int i = 1; i <= 8; ++i)
        raw += "-rw-r--r-- 1 0 0 " + std::to_string(i) + " Nov 25 13:09 tmp-" + std::to_string(i) +
               "\r\n";
    m_server.answer_list(raw);
    expect_window(session()->sizes(names), 8);
    EXPECT_EQ(m_server.count("SIZE"), 8);
}

TEST_F(ListedSizes, HiddenNamesThatAreListedNeedNoMore) {
    const Lines names = put_window(8, ".tmp-");
    const auto s = session();
    expect_window(s->sizes(names), 8);
    EXPECT_EQ(m_server.log().back(), "LIST -a");
}

// Such a server hides what we put, or it is not our folder that it lists.
TEST_F(ListedSizes, AListingThatShowsNoneOfThemIsNotBelieved) {
    const Lines names = put_window(8);
    for (const char* const raw : {"-rw-r--r-- 1 0 0 12 Nov 25 13:09 theirs\r\n", "\r\n"}) {
        m_server.answer_list(raw);
        const int sizes = m_server.count("SIZE");
        const int lists = m_server.count("LIST");
        const auto s = session();
        expect_window(s->sizes(names), 8);
        EXPECT_EQ(m_server.count("SIZE"), sizes + 16);
        expect_window(s->sizes(names), 8);
        EXPECT_EQ(m_server.count("LIST"), lists + 1) << "and not taken again";
    }
}

TEST_F(ListedSizes, AListingThatMissesMoreThanItShowsIsNotBelieved) {
    const Lines names = put_window(16);
    std::string raw;
    for (int i = 1; i <= 15; ++i) // one of them is not shown
        raw += "-rw-r--r-- 1 0 0 " + std::to_string(i) + " Nov 25 13:09 tmp-" + std::to_string(i) +
               "\r\n";
    m_server.answer_list(raw);
    m_server.stand_far(std::chrono::milliseconds{10});
    const auto s = session();
    expect_window(s->sizes(names), 16);
    EXPECT_EQ(m_server.count("SIZE"), 17) << "all that seem to be absent";
    expect_window(s->sizes(names), 16);
    EXPECT_EQ(m_server.count("LIST"), 2) << "still a bargain";
}

TEST_F(ListedSizes, ALongListingIsNeitherBelievedNorTakenAgain) {
    const Lines names = put_window(8);
    const std::string line = "-rw-r--r-- 1 0 0 77 Nov 25 13:09 ";
    std::string lies; // of another size
    for (const std::string& name : names)
        lies += line + name + "\r\n";
    for (const std::size_t bytes : {std::size_t{300} << 10U, std::size_t{3} << 20U}) {
        std::string raw = lies;
        for (int i = 0; raw.size() < bytes; ++i)
            raw += line + "archived-" + std::to_string(i) + "\r\n";
        m_server.answer_list(raw);
        const int lists = m_server.count("LIST");
        const int connects = m_server.count("CONNECT");
        const auto s = session();
        ASSERT_TRUE(s->put("other", "x").ok);
        expect_window(s->sizes(names), 8);
        expect_window(s->sizes(names), 8);
        EXPECT_EQ(m_server.count("LIST"), lists + 1);
        EXPECT_EQ(m_server.count("CONNECT"), connects + (bytes >> 20U == 0 ? 1 : 2))
            << "only a very long one is cut, and its connection with it";
        ASSERT_TRUE(s->put("other", "x").ok);
    }
}

TEST_F(ListedSizes, ASecondSlowListingIsTheLast) {
    const Lines names = put_window(8);
    m_server.add({"TYPE", Fault::Kind::late_answer, "200 type", 0, 0, 2, "A"}); // three seconds
    remote::Settings patient = settings();
    patient.response_timeout = std::chrono::seconds{10};
    const auto s = remote::make_session(patient);
    expect_window(s->sizes(names), 8);
    ASSERT_TRUE(s->put("other", "x").ok); // in binary mode again
    expect_window(s->sizes(names), 8);    // once may have been a hiccup
    EXPECT_EQ(m_server.count("LIST"), 2);
    EXPECT_EQ(m_server.count("SIZE"), 0);
    expect_window(s->sizes(names), 8);
    EXPECT_EQ(m_server.count("LIST"), 2);
    EXPECT_EQ(m_server.count("SIZE"), 16);
}

TEST_F(ListedSizes, WithoutLISTItIsSIZE) {
    const Lines names = put_window(8);
    for (const auto& [kind, words] : std::vector<std::pair<Fault::Kind, std::string>>{
             {Fault::Kind::answer, "502 What?"},
             {Fault::Kind::answer, "550 Permission denied."},
             {Fault::Kind::answer, "450 Busy"},
             {Fault::Kind::answer, "425 No data connection"},
             {Fault::Kind::answer, "421 Bye"},
             {Fault::Kind::done_answer, "451 Something broke"},
             {Fault::Kind::drop, ""},
             {Fault::Kind::done_drop, ""},
             {Fault::Kind::hang, ""}}) {
        const int lists = m_server.count("LIST");
        const int sizes = m_server.count("SIZE");
        m_server.heal();
        m_server.add({"LIST", kind, words, 0, 0, -1});
        const auto s = session();
        ASSERT_TRUE(s->put("other", "x").ok);
        expect_window(s->sizes(names), 8);
        expect_window(s->sizes(names), 8);
        EXPECT_EQ(m_server.count("LIST"), lists + 1) << words << " is remembered";
        EXPECT_GE(m_server.count("SIZE"), sizes + 32) << words;
        EXPECT_TRUE(s->put("other", "x").ok) << words;
    }
}

TEST_F(ListedSizes, ARefusalIsOneForBothFolders) {
    Lines names = put_window(8);
    const Lines below = put_window(8, "tmp/");
    names.insert(names.end(), below.begin(), below.end());
    m_server.add({"LIST", Fault::Kind::answer, "502 What?", 0, 0, -1});
    session()->sizes(names);
    EXPECT_EQ(m_server.count("LIST"), 1);
    EXPECT_EQ(asked(), names) << "in their order";
}

// There the final names have a folder of their own, which shows none of them.
TEST_F(ListedSizes, ASubfolderIsListedAndTheFinalNamesAreAskedFor) {
    const Lines names = put_window(16, "tmp/");
    m_server.stand_far(std::chrono::milliseconds{10});
    const auto s = session();
    ASSERT_TRUE(s->put("tmp/other", "x").ok);
    expect_window(s->sizes(names), 16);
    EXPECT_EQ(m_server.count("LIST"), 2);
    EXPECT_EQ(m_server.count("CWD"), 3) << "into the subfolder, and once from there to the folder";
    expect_window(s->sizes(names), 16);
    EXPECT_EQ(m_server.count("LIST"), 3) << "the folder's was no bargain";
    Lines finals;
    for (std::size_t i = 1; i < 2 * names.size(); i += 2) // each time
        finals.push_back(names[i % names.size()]);
    EXPECT_EQ(asked(), finals);
}

TEST_F(ListedSizes, AMissingSubfolderIsOneWithoutTheFiles) {
    const Lines names = put_window(8, "tmp/");
    m_server.add({"CWD", Fault::Kind::answer, "550 No such directory", 0, 0, -1, "in/tmp"});
    expect_window(session()->sizes(names), 8);
    EXPECT_EQ(m_server.count("SIZE"), 16);
}

TEST_F(ListedSizes, ALoginIsTriedOnce) {
    const Lines names = put_window(16, "tmp/");
    m_server.add({"PASS", Fault::Kind::answer, "530 Login incorrect.", 0, 0, -1});
    for (const SizeReply& size : session()->sizes(names)) {
        EXPECT_FALSE(size.reply.ok);
        EXPECT_EQ(size.reply.phase, remote::Phase::login);
        EXPECT_EQ(size.reply.code, 530);
    }
    EXPECT_EQ(m_server.count("PASS"), 1);
}

TEST_F(ListedSizes, ACancelledSessionSendsNothing) {
    const auto s = session();
    ASSERT_TRUE(s->open().ok);
    s->cancel();
    const std::size_t sent = m_server.log().size();
    for (const SizeReply& size : s->sizes(put_window(8)))
        EXPECT_TRUE(size.reply.cancelled);
    EXPECT_EQ(m_server.log().size(), sent);
}

} // namespace
} // namespace shoporder
