#pragma once
// Purpose: a folder for one test, gone with it. Fails: by throwing. Threads: one test.
#include <filesystem>
#include <string>

namespace shoporder::test {

class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
        return m_path / name;
    }

private:
    std::filesystem::path m_path;
};

/// A file of tests/data, whole.
[[nodiscard]] std::string data_file(const std::string& name);

/// ../shared beside the checkout, or empty where it is not there: such tests skip loudly.
[[nodiscard]] std::filesystem::path shared_folder();

} // namespace shoporder::test
