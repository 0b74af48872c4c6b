#pragma once
// Purpose: what `verify-hmac` and `webhook verify` share: is this body signed with a secret of
// ours, and if not, what went wrong. State: none. Fails: Error(config) without a secret,
// Error(not_found) for an unknown --shop. Threads: main's.
#include "cmd/context.hpp"
#include "verify/signature.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shoporder::cmd {

/// Of the shop, or ("") of all.
[[nodiscard]] std::vector<verify::Secret> signing_secrets(Context& context,
                                                          const std::string& shop);
/// Prints which secret matched, or what would have. Exit: ok or no.
[[nodiscard]] base::Exit judge_signature(const Context& context,
                                         const std::vector<verify::Secret>& secrets,
                                         std::string_view body, std::string_view presented);

} // namespace shoporder::cmd
