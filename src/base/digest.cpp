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

} // namespace shoporder::base
