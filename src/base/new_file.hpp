#pragma once
// Purpose: a file that appears whole or not at all, and never in the place of another.
// State: the file system.
// Fails: Error(io|permission), naming the path. Threads: none.
#include <filesystem>
#include <string_view>

namespace shoporder::base {

enum class NewFile {
    written,
    same,  ///< a file of that name holds these bytes already
    other, ///< something else has that name; it was left as it is
};
/// The bytes are on disk before the name is there; a kill leaves neither a part of the file nor a
/// temporary one (where the file system has O_TMPFILE). The folder is not synced: sync_folder().
[[nodiscard]] NewFile write_new_file(const std::filesystem::path& path, std::string_view bytes,
                                     unsigned mode);

} // namespace shoporder::base
