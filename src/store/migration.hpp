#pragma once
// Purpose: how far a database is from this binary's schema, what brings it there, and a copy of it
// as it is before.
// State: the database; nothing is changed but what a kill has left half written. Fails: as
// Database; an older schema is what this is for. Threads: as Database.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace shoporder::store {

struct Standing {
    bool exists = false;
    int schema = 0;         ///< 0: nothing in it yet
    std::uint64_t size = 0; ///< bytes, with the write-ahead log
};
/// Error(config) for another program's file or a newer schema.
[[nodiscard]] Standing standing(const std::filesystem::path& path);

/// One line for each version above `schema`, in order: "2: …".
[[nodiscard]] std::vector<std::string> steps_from(int schema);

/// copy_database() of a database of any schema up to ours.
[[nodiscard]] bool copy_older(const std::filesystem::path& path, const std::filesystem::path& to,
                              const std::function<bool()>& go_on);

} // namespace shoporder::store
