#include "support/temporary_folder.hpp"

#include "base/file.hpp"
#include "support/paths.hpp"

#include <cstdlib>
#include <stdexcept>

namespace shoporder::test {

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "shoporder-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("cannot make a temporary folder");
    m_path = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

std::string data_file(const std::string& name) {
    return base::read_file(std::filesystem::path{SHOPORDER_SOURCE_DIR} / "tests/data" / name);
}

std::filesystem::path shared_folder() {
    const std::filesystem::path path = std::filesystem::path{SHOPORDER_SOURCE_DIR} / "../shared";
    return std::filesystem::is_directory(path) ? path : std::filesystem::path{};
}

} // namespace shoporder::test
