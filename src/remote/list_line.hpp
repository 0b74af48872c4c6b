#pragma once
// Purpose: one line of a listing in the forms servers use for a person's eyes or for programs:
// `ls -l`, that of DOS and IIS, MLSD's facts. State: none. Fails: nullopt; what is not understood
// for certain is not guessed. Private to listing. Threads: pure.
#include "remote/session.hpp"

#include <optional>
#include <string_view>

namespace shoporder::remote {

/// The entry as it stands there, its name unchecked ("." and ".." too).
[[nodiscard]] std::optional<Entry> parse_list_line(std::string_view line);

} // namespace shoporder::remote
