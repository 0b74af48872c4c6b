#pragma once
// Purpose: where a key belongs that stands in the wrong section: in TOML a key belongs to the last
// heading above it, so that a line moved or added at the end easily does.
// State: constants. Fails: not at all. Threads: pure.
#include <string>
#include <string_view>

namespace shoporder::config {

/// "[limits]", "[[shop]], as buyer.vat" or "the top of the file, above every [section]"; several
/// with "or" between them. Empty: no section has such a key.
[[nodiscard]] std::string home_of(std::string_view key);

} // namespace shoporder::config
