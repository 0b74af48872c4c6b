#pragma once
// Purpose: how many bytes, for people; JSON has the number.
// State: none.
// Fails: not at all. Threads: values.
#include <cstdint>
#include <string>

namespace shoporder::report {

/// "812 bytes", "12.3 KiB", "1.5 GiB".
[[nodiscard]] std::string size_text(std::uint64_t bytes);

} // namespace shoporder::report
