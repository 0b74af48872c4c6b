#include "base/digest.hpp"

#include "base/error.hpp"

#include <openssl/evp.h>

namespace shoporder::base {

Sha256 sha256(std::string_view bytes) {
    // Fetched once: EVP_sha256() looks the algorithm up, under a lock, at every call.
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    Sha256 digest{};
    unsigned int size = 0;
    if (algorithm == nullptr ||
        EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, algorithm, nullptr) != 1 ||
        size != digest.size())
        throw Error(Exit::bug, "libcrypto cannot compute SHA-256");
    return digest;
}

std::string hex(std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4];
        out += digits[byte & 15U];
    }
    return out;
}

std::string hex(const Sha256& digest) {
    std::string bytes;
    for (const unsigned char c : digest)
        bytes += static_cast<char>(c);
    return hex(bytes);
}

int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string to_base64(std::string_view bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    constexpr std::size_t k_largest = std::size_t{1} << 30U; // EVP counts in int
    if (text.empty() || text.size() % 4 != 0 || text.size() >= k_largest)
        return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : (text.ends_with('=') ? 1 : 0);
    // EVP skips white space at both ends, stops at `-` and takes an inner `=` for a zero.
    if (text.find_first_of("= \t\r\n-") < text.size() - padding)
        return std::nullopt;
    std::string out(text.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
    if (size < 0)
        return std::nullopt;
    out.resize(static_cast<std::size_t>(size) - padding); // EVP counts the padding as bytes
    return out;
}

} // namespace shoporder::base
