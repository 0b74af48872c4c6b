#pragma once
// Purpose: the results of libcurl that a reply's meaning hangs on, by name, for those who judge
// replies and must not know libcurl. Reply::curl holds them; the numbers are libcurl's interface
// (curl_handles.cpp asserts each). State: none. Threads: constants.

namespace shoporder::remote::result {

inline constexpr int k_unsupported_protocol = 1;
inline constexpr int k_url_malformed = 3;
inline constexpr int k_not_built_in = 4;
inline constexpr int k_unknown_host = 6;
inline constexpr int k_could_not_connect = 7;
inline constexpr int k_timed_out = 28;
inline constexpr int k_send_error = 55;
inline constexpr int k_certificate_problem = 58;
inline constexpr int k_cipher_problem = 59;
inline constexpr int k_peer_not_verified = 60;
inline constexpr int k_file_too_long = 63;
inline constexpr int k_tls_refused = 64;
inline constexpr int k_login_denied = 67;
inline constexpr int k_disk_full = 70;
inline constexpr int k_authorities_unreadable = 77;
inline constexpr int k_issuer_problem = 83;
inline constexpr int k_pin_mismatch = 90;
inline constexpr int k_certificate_status = 91;

/// No connection that is safe: certificates, keys and what goes with them.
[[nodiscard]] constexpr bool is_of_trust(int code) noexcept {
    return code == k_tls_refused || code == k_peer_not_verified ||
           code == k_authorities_unreadable || code == k_certificate_problem ||
           code == k_issuer_problem || code == k_pin_mismatch || code == k_certificate_status ||
           code == k_cipher_problem;
}

} // namespace shoporder::remote::result
