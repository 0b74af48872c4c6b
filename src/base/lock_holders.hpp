#pragma once
// Purpose: who holds a lock on a file: what to tell a person whose command must wait.
// State: /proc, read. Fails: not at all; what cannot be read is left out, so that the answer may be
// empty although the file is locked (another namespace, hidepid).
// Threads: any.
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <sys/types.h>
#include <vector>

namespace shoporder::base {

struct LockHolder {
    pid_t pid = 0;
    std::string command; ///< of its command line, printable; "" where that cannot be read
};

/// Bytes of a file, for locks that are held on a part of it (fcntl(2)).
struct ByteRange {
    std::int64_t first = 0;
    std::int64_t last = std::numeric_limits<std::int64_t>::max();
};

/// Each process once, by pid, that holds a lock on at least one of these bytes. Source:
/// proc_locks(5).
[[nodiscard]] std::vector<LockHolder> lock_holders(const std::filesystem::path& path,
                                                   ByteRange bytes = {});

/// "1234 (shoporder serve), 1240 (shoporder dispatch)"; "" for none.
[[nodiscard]] std::string words(const std::vector<LockHolder>& holders);

} // namespace shoporder::base
