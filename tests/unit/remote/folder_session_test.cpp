#include "base/file.hpp"
#include "remote/session.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <sys/stat.h>

namespace shoporder::remote {
namespace {

class FolderSessionTest : public ::testing::Test {
protected:
    [[nodiscard]] std::unique_ptr<Session> session() const { return session_in(m_folder.path()); }
    [[nodiscard]] static std::unique_ptr<Session> session_in(const std::filesystem::path& path) {
        Settings settings;
        settings.endpoint.scheme = order::Scheme::file;
        settings.endpoint.folder = path.string();
        return make_session(settings);
    }
    test::TemporaryFolder m_folder;
};

TEST_F(FolderSessionTest, PutsRenamesSizesListsGetsAndRemoves) {
    const auto s = session();
    ASSERT_TRUE(s->open().ok);
    EXPECT_EQ(s->open().text, m_folder.path().string());
    const std::string bytes("a\r\n\0\xff", 5);
    ASSERT_TRUE(s->put("tmp-a", bytes).ok);
    EXPECT_EQ(s->size("tmp-a").bytes, 5U);
    const Reply renamed = s->rename("tmp-a", "a.xml");
    EXPECT_TRUE(renamed.ok);
    EXPECT_TRUE(renamed.rename_sent);
    EXPECT_EQ(base::read_file(m_folder / "a.xml"), bytes);
    const SizeReply gone = s->size("tmp-a");
    EXPECT_TRUE(gone.reply.ok);
    EXPECT_FALSE(gone.bytes);
    const ListReply listed = s->list();
    ASSERT_EQ(listed.entries.size(), 1U);
    EXPECT_EQ(listed.entries[0].name, "a.xml");
    EXPECT_EQ(listed.entries[0].bytes, 5U);
    EXPECT_EQ(s->get("a.xml", 5).bytes, bytes);
    const GetReply too_long = s->get("a.xml", 4);
    EXPECT_FALSE(too_long.reply.ok);
    EXPECT_TRUE(too_long.bytes.empty());
    EXPECT_TRUE(s->remove("a.xml").ok);
    EXPECT_TRUE(std::filesystem::is_empty(m_folder.path()));
    EXPECT_EQ(s->remove("a.xml").code, 550);
    EXPECT_EQ(s->get("a.xml", 5).reply.code, 550);
}

TEST_F(FolderSessionTest, ARenameNeverReplaces) {
    const auto s = session();
    base::write_file(m_folder / "a.xml", "theirs");
    ASSERT_TRUE(s->put("tmp-a", "ours").ok);
    const Reply reply = s->rename("tmp-a", "a.xml");
    EXPECT_FALSE(reply.ok);
    EXPECT_EQ(reply.code, 553);
    EXPECT_FALSE(reply.rename_sent);
    EXPECT_EQ(base::read_file(m_folder / "a.xml"), "theirs");
    EXPECT_EQ(base::read_file(m_folder / "tmp-a"), "ours");
}

TEST_F(FolderSessionTest, DoesNotFollowALinkSomebodyLaidOut) {
    const test::TemporaryFolder other;
    std::filesystem::create_symlink(other / "victim", m_folder / "tmp-a");
    EXPECT_FALSE(session()->put("tmp-a", "x").ok);
    EXPECT_FALSE(std::filesystem::exists(other / "victim"));
}

TEST_F(FolderSessionTest, AMissingFolderIsAFolderFault) {
    const auto s = session_in(m_folder / "not-there");
    const Reply reply = s->open();
    EXPECT_FALSE(reply.ok);
    EXPECT_EQ(reply.phase, Phase::folder);
    EXPECT_EQ(reply.code, 550);
    EXPECT_EQ(s->put("a", "b").phase, Phase::folder);
}

TEST_F(FolderSessionTest, RefusesNamesThatAreNoPlainNames) {
    const auto s = session();
    for (const std::string& name :
         {std::string{}, std::string{"."}, std::string{".."}, std::string{"a/b"},
          std::string{"../x"}, std::string{"a\\b"}, std::string{"-rf"}, std::string{"a\nb"},
          std::string{"a\x7f"}, std::string("a\0b", 3), std::string(256, 'n'), std::string{" a"}}) {
        EXPECT_TRUE(s->put(name, "x").refused_here) << name;
        EXPECT_TRUE(s->size(name).reply.refused_here) << name;
        EXPECT_TRUE(s->rename("ok", name).refused_here) << name;
        EXPECT_TRUE(s->remove(name).refused_here) << name;
        EXPECT_TRUE(s->get(name, 9).reply.refused_here) << name;
    }
    EXPECT_TRUE(std::filesystem::is_empty(m_folder.path()));
}

class SubfolderTest : public FolderSessionTest {
protected:
    SubfolderTest() {
        m_settings.endpoint.scheme = order::Scheme::file;
        m_settings.endpoint.folder = m_folder.path().string();
        m_settings.subfolder = "tmp";
    }
    Settings m_settings;
};

TEST_F(SubfolderTest, AFileComesUpFromIt) {
    std::filesystem::create_directory(m_folder / "tmp");
    const auto s = make_session(m_settings);
    ASSERT_TRUE(s->put("tmp/a.1", "whole").ok);
    EXPECT_EQ(base::read_file(m_folder / "tmp/a.1"), "whole");
    base::write_file(m_folder / "b", "there");
    const std::vector<std::string> names{"tmp/a.1", "a", "b", "tmp/b", "other/b"};
    const std::vector<SizeReply> sizes = s->sizes(names);
    ASSERT_EQ(sizes.size(), 5U);
    EXPECT_EQ(sizes[0].bytes, 5U);
    EXPECT_TRUE(sizes[1].reply.ok && !sizes[1].bytes);
    EXPECT_EQ(sizes[2].bytes, 5U);
    EXPECT_TRUE(sizes[3].reply.ok && !sizes[3].bytes) << "b is not below";
    EXPECT_TRUE(sizes[4].reply.refused_here);
    EXPECT_EQ(s->rename("tmp/a.1", "b").code, 553);
    ASSERT_TRUE(s->rename("tmp/a.1", "a").ok);
    EXPECT_EQ(base::read_file(m_folder / "a"), "whole");
    EXPECT_TRUE(std::filesystem::is_empty(m_folder / "tmp"));
    ASSERT_TRUE(s->rename("a", "tmp/a.2").ok);
    ASSERT_TRUE(s->remove("tmp/a.2").ok);
    EXPECT_TRUE(std::filesystem::is_empty(m_folder / "tmp"));
}

TEST_F(SubfolderTest, OnlyThatOneAndOnlyOneDeep) {
    std::filesystem::create_directories(m_folder / "tmp/tmp");
    std::filesystem::create_directory(m_folder / "other");
    const auto s = make_session(m_settings);
    for (const char* const name : {"other/a", "tmp/tmp/a", "/tmp/a", "tmp/", "tmp//a", "tmp/..",
                                   "tmp/../a", "./tmp/a", "TMP/a", "tmp/-a", "/a", "/"}) {
        EXPECT_TRUE(s->put(name, "x").refused_here) << name;
        EXPECT_TRUE(s->size(name).reply.refused_here) << name;
        EXPECT_TRUE(s->rename("a", name).refused_here) << name;
        EXPECT_TRUE(s->remove(name).refused_here) << name;
    }
    EXPECT_TRUE(s->get("tmp/a", 9).reply.refused_here) << "whole files only";
    EXPECT_TRUE(session()->put("tmp/a", "x").refused_here) << "no subfolder is set";
    EXPECT_TRUE(std::filesystem::is_empty(m_folder / "tmp/tmp"));
}

TEST_F(SubfolderTest, AMissingOneIsAFolderFault) {
    const Reply reply = make_session(m_settings)->put("tmp/a", "x");
    EXPECT_FALSE(reply.ok);
    EXPECT_EQ(reply.phase, Phase::folder);
    EXPECT_EQ(reply.code, 550);
}

TEST_F(SubfolderTest, ALinkIsNotFollowed) {
    const test::TemporaryFolder other;
    std::filesystem::create_directory_symlink(other.path(), m_folder / "tmp");
    EXPECT_EQ(make_session(m_settings)->put("tmp/a", "x").phase, Phase::folder);
    EXPECT_TRUE(std::filesystem::is_empty(other.path()));
}

TEST_F(SubfolderTest, WhatIsNoPlainNameIsRefused) {
    for (const char* const below : {"..", ".", "a/b", "-a", " a", "a\n"}) {
        m_settings.subfolder = below;
        const Reply reply = make_session(m_settings)->open();
        EXPECT_TRUE(reply.refused_here) << below;
        EXPECT_EQ(reply.phase, Phase::connect) << below;
    }
}

TEST_F(FolderSessionTest, AFullDiskIsSaidToBeOne) {
    struct stat st {};
    if (::stat("/dev/full", &st) != 0)
        GTEST_SKIP() << "no /dev/full";
    // The device stands in for a file of a full disk.
    if (::mknod((m_folder / "tmp-a").c_str(), S_IFCHR | 0600, st.st_rdev) != 0)
        GTEST_SKIP() << "needs the right to make a device (root)";
    const Reply reply = session()->put("tmp-a", "x");
    EXPECT_FALSE(reply.ok);
    EXPECT_EQ(reply.code, 452);
    EXPECT_TRUE(reply.data_sent);
}

TEST_F(FolderSessionTest, CancelEndsEveryLaterCall) {
    const auto s = session();
    ASSERT_TRUE(s->put("a", "b").ok);
    s->cancel();
    EXPECT_TRUE(s->put("b", "c").cancelled);
    EXPECT_TRUE(s->size("a").reply.cancelled);
    EXPECT_FALSE(std::filesystem::exists(m_folder / "b"));
}

} // namespace
} // namespace shoporder::remote
