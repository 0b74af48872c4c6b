#pragma once
// Purpose: is this body really from the shop? HMAC-SHA256 over the raw bytes.
// Shopify signs the body alone: base64(HMAC-SHA256(secret, body)).
// State: none. Fails: by value. Threads: pure functions; constant time in the secret
// and in the presented value once that has the right form.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::verify {

struct Secret {
    std::string label; ///< the credential's name, for logs and status
    std::string value;
};

/// The signature Shopify would send: 44 characters of base64.
[[nodiscard]] std::string sign(std::string_view secret, std::string_view body);

/// Does `presented` (surrounding white space is cut) sign `body` with `secret`?
/// Strict: exactly 44 characters of canonical base64; anything else is no. An empty secret
/// matches nothing: an empty credential file must not let everybody sign.
[[nodiscard]] bool matches(std::string_view secret, std::string_view body,
                           std::string_view presented);

/// The first secret that matches. Every secret is tried, whichever matched.
[[nodiscard]] std::optional<std::size_t>
find_match(std::span<const Secret> secrets, std::string_view body, std::string_view presented);

} // namespace shoporder::verify
