#pragma once
// Purpose: what the sources of `shoporder shopify` share: which shops are meant, and the verbs.
// State: none. Fails: Error(config) for a shop that has no access to the API.
// Threads: main only.
#include "cmd/commands.hpp"

#include <vector>

namespace shoporder::cmd {

/// Shops whose API may be asked: the one named by --shop, else all of them.
[[nodiscard]] std::vector<const config::Shop*> asked_shops(Context& context);
/// Of several shops' exits the one that says more.
[[nodiscard]] base::Exit worse(base::Exit a, base::Exit b);

void add_fulfill(CLI::App& parent, Context& context);

} // namespace shoporder::cmd
