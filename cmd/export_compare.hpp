#pragma once
// Purpose: `export-xml --diff` and `--compare`: documents beside others, told and not written.
// State: none. Fails: Error(usage|data|io|not_found).
// Threads: main's.
#include "cmd/context.hpp"
#include "flow/operate/preview.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace shoporder::cmd {

/// The orders by the suppliers of that file, beside what they are now. Exit::no where any differs.
[[nodiscard]] base::Exit run_diff(Context& context, const std::vector<std::int64_t>& orders,
                                  const std::string& suppliers);
/// The documents beside the files of that folder. Exit::no where any differs or has none.
[[nodiscard]] base::Exit run_compare(const Context& context,
                                     std::span<const flow::Preview> previews,
                                     const std::string& folder);

} // namespace shoporder::cmd
