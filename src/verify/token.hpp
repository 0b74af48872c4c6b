#pragma once
// Purpose: is this the bearer token we expect? Compared in constant time.
// State: none. Fails: by value. Threads: pure; the time tells neither where two texts differ nor
// how long the expected one is.
#include <optional>
#include <string_view>

namespace shoporder::verify {

/// The token of an `Authorization` header's value (RFC 6750: "Bearer TOKEN", the scheme in any
/// case); nullopt where the value has another form.
[[nodiscard]] std::optional<std::string_view> bearer_token(std::string_view header) noexcept;

/// An empty `expected` is never presented: an empty credential file must not let everybody in.
[[nodiscard]] bool is_token(std::string_view expected, std::string_view presented);

} // namespace shoporder::verify
