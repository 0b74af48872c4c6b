// What real servers list, and a real one that will not answer SIZE.
#include "base/file.hpp"
#include "remote/session.hpp"
#include "support/real_ftp.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace shoporder {
namespace {

struct Lists {
    std::string kind;
    std::vector<std::string> options; ///< "cmds_denied" leaves no SIZE
};

class RealListing : public ::testing::TestWithParam<Lists> {
protected:
    void SetUp() override {
        if (!m_server.missing().empty())
            GTEST_SKIP() << "NOT TESTED against " << GetParam().kind << ": " << m_server.missing();
        const auto below = m_server.folder() / "tmp";
        std::filesystem::create_directory(below);
        std::filesystem::permissions(below, std::filesystem::perms{0777}); // the server's user
    }
    [[nodiscard]] std::unique_ptr<remote::Session> session() const {
        remote::Settings settings = m_server.settings();
        settings.subfolder = "tmp";
        return remote::make_session(settings);
    }
    test::RealFtp m_server{GetParam().kind, GetParam().options};
};

TEST_P(RealListing, HasEverySize) {
    const auto s = session();
    EXPECT_TRUE(s->list_with_sizes().reply.ok);
    ASSERT_TRUE(s->put("a b -> c.xml", std::string(12345, 'x')).ok);
    ASSERT_TRUE(s->put("empty", "").ok);
    std::filesystem::last_write_time(m_server.folder() / "empty",
                                     std::filesystem::file_time_type::clock::now() -
                                         std::chrono::hours{24 * 400}); // a year for a time of day
    std::filesystem::create_symlink("empty", m_server.folder() / "link");
    remote::ListReply listed = s->list_with_sizes();
    ASSERT_TRUE(listed.reply.ok) << listed.reply.text;
    std::sort(listed.entries.begin(), listed.entries.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    std::string seen;
    for (const auto& entry : listed.entries)
        seen += entry.name +
                (entry.folder  ? "/"
                 : entry.bytes ? ':' + std::to_string(*entry.bytes)
                               : ":?") +
                '\n';
    // proftpd shows what a link leads to, and then its size.
    const std::string link = seen.find("link:0") != std::string::npos ? "link:0" : "link:?";
    EXPECT_EQ(seen, "a b -> c.xml:12345\nempty:0\n" + link + "\ntmp/\n");
}

TEST_P(RealListing, AWindowGoesThroughTheSubfolder) {
    const auto s = session();
    ASSERT_TRUE(s->put("tmp/a.1", "whole").ok);
    ASSERT_TRUE(s->put("tmp/b.1", "x").ok);
    const std::vector<std::string> names{"tmp/a.1", "a", "tmp/b.1", "b", "tmp/c", "c"};
    const auto sizes = s->sizes(names);
    for (std::size_t i = 0; i < names.size(); ++i)
        EXPECT_TRUE(sizes[i].reply.ok) << names[i] << ": " << sizes[i].reply.text;
    EXPECT_EQ(sizes[0].bytes, 5U);
    EXPECT_EQ(sizes[2].bytes, 1U);
    for (const std::size_t i : {1U, 3U, 4U, 5U})
        EXPECT_FALSE(sizes[i].bytes) << names[i];
    ASSERT_TRUE(s->rename("tmp/a.1", "a").ok);
    ASSERT_TRUE(s->remove("tmp/b.1").ok);
    EXPECT_EQ(s->size("a").bytes, 5U);
    EXPECT_EQ(base::read_file(m_server.folder() / "a"), "whole");
    EXPECT_TRUE(std::filesystem::is_empty(m_server.folder() / "tmp"));
}

// A window's sizes come by a listing: they must be what SIZE says of each.
TEST_P(RealListing, AWindowHasTheSizesOfItsFiles) {
    for (const std::string place : {"tmp-", ".tmp-", "tmp/"}) {
        const auto s = session();
        std::vector<std::string> names{"ABSENT.XML", place + "absent", "t", "link"};
        for (std::size_t i = 0; i < 12; ++i) {
            names.push_back(place + "a b " + std::to_string(i) + ".xml");
            ASSERT_TRUE(s->put(names.back(), std::string(i * 1000, 'x')).ok);
            names.push_back("a b " + std::to_string(i) + ".xml");
        }
        std::filesystem::create_symlink("nowhere", m_server.folder() / "link");
        ASSERT_TRUE(s->rename(names[4], names[5]).ok);
        const auto by_list = s->sizes(names);
        EXPECT_TRUE(!m_server.has_log() || m_server.log().find("\"LIST") != std::string::npos);
        for (std::size_t i = 0; i < names.size(); ++i) {
            const remote::SizeReply one = s->size(names[i]);
            EXPECT_EQ(by_list[i].reply.ok, one.reply.ok) << names[i] << by_list[i].reply.text;
            EXPECT_EQ(by_list[i].bytes, one.bytes) << names[i];
        }
        EXPECT_EQ(by_list[5].bytes, 0U);
        EXPECT_EQ(by_list[26].bytes, 11000U) << names[26];
        EXPECT_TRUE(by_list[27].reply.ok && !by_list[27].bytes);
        std::filesystem::remove(m_server.folder() / "link");
        for (const std::size_t i : {5U, 6U, 8U, 10U, 12U, 14U, 16U, 18U, 20U, 22U, 24U, 26U})
            ASSERT_TRUE(s->remove(names[i]).ok) << names[i];
    }
}

TEST(TruncatedListing, IsNoProofOfAbsence) {
    const test::RealFtp server{"pure-ftpd", {"--set", "-L", "--set", "12:2"}};
    if (!server.missing().empty())
        GTEST_SKIP() << "NOT TESTED against pure-ftpd: " << server.missing();
    const auto s = remote::make_session(server.settings());
    std::vector<std::string> names;
    for (char c = 'a'; c < 'a' + 12; ++c) {
        names.push_back(std::string("tmp-") + c);
        ASSERT_TRUE(s->put(names.back(), "bytes").ok);
        names.push_back(std::string("z-") + c);
    }
    ASSERT_TRUE(s->put("z-c", "theirs").ok); // the thirteenth
    const auto sizes = s->sizes(names);
    for (std::size_t i = 0; i < names.size(); ++i)
        EXPECT_EQ(sizes[i].bytes.value_or(0), names[i] == "z-c"             ? 6U
                                              : names[i].starts_with("tmp") ? 5U
                                                                            : 0U)
            << names[i];
}

INSTANTIATE_TEST_SUITE_P(Servers, RealListing,
                         ::testing::Values(Lists{"vsftpd", {}}, Lists{"proftpd", {}},
                                           Lists{"pure-ftpd", {}},
                                           Lists{"vsftpd", {"--set", "cmds_denied=SIZE"}}),
                         [](const auto& each) {
                             std::string name = each.param.kind +
                                                (each.param.options.empty() ? "" : "_without_SIZE");
                             std::erase(name, '-');
                             return name;
                         });

} // namespace
} // namespace shoporder
