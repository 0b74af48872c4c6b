#include "store/migration.hpp"

#include "store/connect.hpp"
#include "store/schema.hpp"

#include <array>
#include <system_error>

namespace shoporder::store {

namespace {

/// What each version brings, for whoever decides whether to go on.
constexpr std::array<const char*, k_schema_version> k_steps = {
    "the tables",
    "done-files, and temporary files that failed uploads have left are known by name",
    "parts of an order, ages, suppliers' answers, SKU tables and schemas, what a restore leaves in "
    "doubt",
};

std::uint64_t size_of(const std::filesystem::path& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    return error ? 0 : size;
}

} // namespace

Standing standing(const std::filesystem::path& path) {
    Standing out;
    std::error_code error;
    out.exists = std::filesystem::exists(path, error);
    if (!out.exists)
        return out;
    // Not for reading alone: what a kill has left half written must be taken back first.
    const auto connection = connect(path, Access::write);
    out.schema = version_of(*connection);
    out.size = size_of(path) + size_of(path.string() + "-wal");
    return out;
}

std::vector<std::string> steps_from(int schema) {
    std::vector<std::string> out;
    for (int version = schema + 1; version <= k_schema_version; ++version)
        out.push_back(std::to_string(version) + ": " +
                      k_steps.at(static_cast<std::size_t>(version) - 1));
    return out;
}

bool copy_older(const std::filesystem::path& path, const std::filesystem::path& to,
                const std::function<bool()>& go_on) {
    const auto connection = connect(path, Access::write);
    static_cast<void>(version_of(*connection));
    return copy_into(*connection, to, go_on);
}

} // namespace shoporder::store
