#include "verify/token.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"

#include <openssl/crypto.h>

#include <algorithm>

namespace shoporder::verify {

std::optional<std::string_view> bearer_token(std::string_view header) noexcept {
    constexpr std::string_view k_scheme = "bearer ";
    const std::string_view value = base::trim(header);
    const bool ours =
        value.size() > k_scheme.size() &&
        std::equal(k_scheme.begin(), k_scheme.end(), value.begin(), [](char wanted, char c) {
            return wanted == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
        });
    if (!ours)
        return std::nullopt;
    const std::string_view token = base::trim(value.substr(k_scheme.size()));
    return token.empty() || token.find(' ') != std::string_view::npos ? std::nullopt
                                                                      : std::optional{token};
}

bool is_token(std::string_view expected, std::string_view presented) {
    // Digests have one length: comparing the texts themselves would tell the token's.
    const base::Sha256 wanted = base::sha256(expected);
    const base::Sha256 got = base::sha256(presented);
    return CRYPTO_memcmp(wanted.data(), got.data(), wanted.size()) == 0 && !expected.empty();
}

} // namespace shoporder::verify
