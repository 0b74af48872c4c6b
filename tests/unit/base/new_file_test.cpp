#include "base/new_file.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace shoporder;
using base::NewFile;
using base::write_new_file;

namespace {

std::size_t count(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(NewFile, IsWrittenOnceAndNeverReplaced) {
    const test::TemporaryFolder folder;
    const auto path = folder / "a.xml";
    EXPECT_EQ(write_new_file(path, "one", 0600), NewFile::written);
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    EXPECT_EQ(write_new_file(path, "one", 0600), NewFile::same);
    EXPECT_EQ(write_new_file(path, "two", 0600), NewFile::other);
    EXPECT_EQ(write_new_file(path, "longer", 0600), NewFile::other);
    EXPECT_EQ(base::read_file(path), "one");
    EXPECT_EQ(count(path.parent_path()), 1U);
}

TEST(NewFile, LeavesWhatIsNoFileAlone) {
    const test::TemporaryFolder folder;
    std::filesystem::create_directory(folder / "a.xml");
    EXPECT_EQ(write_new_file(folder / "a.xml", "one", 0600), NewFile::other);
    base::write_file(folder / "target", "one");
    std::filesystem::create_symlink(folder / "target", folder / "b.xml");
    EXPECT_EQ(write_new_file(folder / "b.xml", "one", 0600), NewFile::other);
    std::filesystem::create_symlink(folder / "nowhere", folder / "c.xml");
    EXPECT_EQ(write_new_file(folder / "c.xml", "one", 0600), NewFile::other);
    EXPECT_FALSE(std::filesystem::exists(folder / "nowhere"));
}

TEST(NewFile, SaysWhichFolderIsMissing) {
    const test::TemporaryFolder folder;
    try {
        static_cast<void>(write_new_file(folder / "no/a.xml", "x", 0600));
        FAIL() << "there is no folder";
    } catch (const base::Error& error) {
        EXPECT_NE(std::string{error.what()}.find("no"), std::string::npos) << error.what();
    }
}

} // namespace
