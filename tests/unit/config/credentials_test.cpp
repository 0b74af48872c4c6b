#include "config/credentials.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace shoporder;
using config::Credentials;
using config::Environment;

namespace {

class CredentialsTest : public testing::Test {
protected:
    void put(const std::string& name, const std::string& value, unsigned mode = 0600) {
        base::write_file(m_folder / name, value, mode);
    }
    [[nodiscard]] Credentials credentials(const Environment& environment = {}) const {
        return Credentials{m_folder.path(), environment};
    }
    static base::Error refusal(const Credentials& from, const std::string& name) {
        try {
            (void)from.read(name);
        } catch (const base::Error& error) {
            return error;
        }
        return base::Error{base::Exit::ok, "accepted"};
    }

    test::TemporaryFolder m_folder;
};

unsigned mode_of(const std::filesystem::path& path) {
    struct stat info {};
    EXPECT_EQ(::stat(path.c_str(), &info), 0) << path;
    return info.st_mode & 07777U;
}

} // namespace

TEST_F(CredentialsTest, OneTrailingNewlineIsCut) {
    put("a", "secret\n");
    put("b", "secret\r\n");
    put("c", " secret \n\n");
    EXPECT_EQ(credentials().read("a"), "secret");
    EXPECT_EQ(credentials().read("b"), "secret");
    EXPECT_EQ(credentials().read("c"), " secret \n");
}

TEST_F(CredentialsTest, TheUnitsFolderComesFirstThenTheFolderThenTheVariable) {
    const test::TemporaryFolder unit;
    put("acme-ftp", "folder");
    Environment environment = {{"SHOPORDER_CREDENTIAL_ACME_FTP", "variable"},
                               {"SHOPORDER_CREDENTIAL_OTHER_X", "other"},
                               {"CREDENTIALS_DIRECTORY", unit.path().string()}};
    EXPECT_EQ(credentials(environment).read("acme-ftp"), "folder");
    EXPECT_EQ(credentials(environment).read("other.x"), "other");
    // systemd's ACLs show up as group bits: 0440 there is no fault.
    base::write_file(unit / "cred_acme-ftp", "unit\n", 0440);
    EXPECT_EQ(credentials(environment).read("acme-ftp"), "unit");
    EXPECT_EQ(credentials(environment).find("acme-ftp")->origin, (unit / "cred_acme-ftp").string());
}

TEST_F(CredentialsTest, AFileOthersMayReadIsRefusedAndNotPassedOver) {
    put("a", "hunter2", 0640);
    const auto error = refusal(credentials({{"SHOPORDER_CREDENTIAL_A", "variable"}}), "a");
    EXPECT_EQ(error.code(), base::Exit::permission);
    const std::string said = error.what();
    EXPECT_NE(said.find("(mode 0640); run: chmod 600"), std::string::npos) << said;
    EXPECT_EQ(said.find("hunter2"), std::string::npos);
    put("b", "x", 0604);
    EXPECT_EQ(refusal(credentials(), "b").code(), base::Exit::permission);
    put("c", "x", 0400);
    EXPECT_EQ(credentials().read("c"), "x");
}

TEST_F(CredentialsTest, EmptyOnesAndNoFilesAreRefused) {
    put("a", "\n");
    EXPECT_EQ(refusal(credentials(), "a").code(), base::Exit::config);
    put("b", std::string("x\0y", 3));
    EXPECT_EQ(refusal(credentials(), "b").code(), base::Exit::config);
    std::filesystem::create_directory(m_folder / "c");
    EXPECT_EQ(refusal(credentials(), "c").code(), base::Exit::config);
    ASSERT_EQ(::mkfifo((m_folder / "d").c_str(), 0600), 0);
    EXPECT_EQ(refusal(credentials(), "d").code(), base::Exit::config) << "must not hang";
    EXPECT_EQ(refusal(credentials({{"SHOPORDER_CREDENTIAL_E", ""}}), "e").code(),
              base::Exit::config);
}

TEST_F(CredentialsTest, AMissingOneNamesTheRemedy) {
    EXPECT_FALSE(credentials().find("nope"));
    const std::string said = refusal(credentials(), "nope").what();
    EXPECT_NE(said.find("run `shoporder credential set nope`"), std::string::npos) << said;
    EXPECT_NE(said.find("SHOPORDER_CREDENTIAL_NOPE"), std::string::npos) << said;
    const std::string in_unit =
        refusal(credentials({{"CREDENTIALS_DIRECTORY", "/nonexistent"}}), "nope").what();
    EXPECT_NE(in_unit.find("restart the unit"), std::string::npos) << in_unit;
}

TEST_F(CredentialsTest, WhatWasReadAheadIsStillThereWithoutItsFolder) {
    put("acme-ftp", "hunter2\n");
    put("open", "x", 0644);
    Credentials all = credentials({{"SHOPORDER_CREDENTIAL_OPEN", "variable"}});
    all.read_all();
    std::filesystem::remove_all(m_folder.path());
    ASSERT_TRUE(all.find("acme-ftp"));
    EXPECT_EQ(all.find("acme-ftp")->value, "hunter2");
    EXPECT_EQ(all.find("acme-ftp")->origin, (m_folder / "acme-ftp").string());
    EXPECT_EQ(refusal(all, "open").code(), base::Exit::permission) << "not passed over";
    EXPECT_FALSE(all.find("nope"));
}

TEST_F(CredentialsTest, NamesCannotBecomePaths) {
    put("a", "x");
    for (const char* name :
         {"", "..", ".", "../a", "/etc/passwd", "a/b", "A", ".a", "-a", "a b", "ä",
          "a2345678901234567890123456789012345678901234567890123456789012345"}) {
        EXPECT_THROW((void)credentials().find(name), base::Error) << name;
        EXPECT_THROW(credentials().set(name, "x"), base::Error) << name;
        EXPECT_THROW((void)credentials().remove(name), base::Error) << name;
    }
}

TEST_F(CredentialsTest, SetWritesAClosedFileInAClosedFolder) {
    const Credentials fresh{m_folder / "etc/credentials", {}};
    EXPECT_TRUE(fresh.list().empty());
    fresh.set("b", "two\n");
    fresh.set("a", "one");
    fresh.set("a", "three");
    EXPECT_EQ(mode_of(fresh.folder()), 0700U);
    EXPECT_EQ(mode_of(fresh.folder() / "a"), 0600U);
    EXPECT_EQ(fresh.read("a"), "three");
    EXPECT_EQ(fresh.read("b"), "two");
    EXPECT_EQ(fresh.list(), (std::vector<std::string>{"a", "b"}));
    EXPECT_THROW(fresh.set("c", "\n"), base::Error);
    EXPECT_TRUE(fresh.remove("a"));
    EXPECT_FALSE(fresh.remove("a"));
    EXPECT_EQ(fresh.list(), std::vector<std::string>{"b"});
}

TEST_F(CredentialsTest, SigningSecretsFallBackToShopifysVariables) {
    put("now", "one");
    const Environment environment = {{"SHOPIFY_API_SECRET", "app\n"}};
    const std::vector<std::string> names = {"before", "now"};
    const auto own = credentials(environment).signing_secrets(names);
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0].label, "now");
    const std::vector<std::string> missing = {"before"};
    const auto fallback = credentials(environment).signing_secrets(missing);
    ASSERT_EQ(fallback.size(), 1U);
    EXPECT_EQ(fallback[0].label, "SHOPIFY_API_SECRET");
    EXPECT_EQ(fallback[0].value, "app");
    EXPECT_TRUE(credentials().signing_secrets(missing).empty());
}
