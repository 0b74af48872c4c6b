#include "verify/signature.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <memory>

namespace shoporder::verify {

namespace {

constexpr std::size_t k_digest_size = 32;
constexpr std::size_t k_signature_size = 44; // base64 of 32 bytes, one '=' of padding

using Signature =
    std::array<unsigned char, k_signature_size + 1>; // EVP_EncodeBlock ends it with NUL

const unsigned char* bytes_of(std::string_view text) {
    // A null key means "the key of the last call", so an empty view must not be null.
    static const char empty = '\0';
    return reinterpret_cast<const unsigned char*>(text.data() != nullptr ? text.data() : &empty);
}

struct FreeMac {
    void operator()(EVP_MAC_CTX* context) const noexcept { EVP_MAC_CTX_free(context); }
};
using Mac = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

/// HMAC-SHA256 without a key yet, to be copied: HMAC() looks both algorithms up, under a lock, at
/// every call.
const EVP_MAC_CTX* prepared() {
    static const Mac made = [] {
        EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
        Mac context{EVP_MAC_CTX_new(mac)};
        EVP_MAC_free(mac); // the context keeps it
        std::string name = "SHA256";
        const std::array parameters{OSSL_PARAM_construct_utf8_string("digest", name.data(), 0),
                                    OSSL_PARAM_construct_end()};
        if (context && EVP_MAC_CTX_set_params(context.get(), parameters.data()) != 1)
            context.reset();
        return context;
    }();
    return made.get();
}

Signature compute(std::string_view secret, std::string_view body) {
    const Mac context{prepared() != nullptr ? EVP_MAC_CTX_dup(prepared()) : nullptr};
    std::array<unsigned char, k_digest_size> digest{};
    std::size_t size = 0;
    if (!context || EVP_MAC_init(context.get(), bytes_of(secret), secret.size(), nullptr) != 1 ||
        EVP_MAC_update(context.get(), bytes_of(body), body.size()) != 1 ||
        EVP_MAC_final(context.get(), digest.data(), &size, digest.size()) != 1 ||
        size != digest.size())
        throw base::Error(base::Exit::bug, "libcrypto cannot compute an HMAC-SHA256");
    Signature signature{};
    EVP_EncodeBlock(signature.data(), digest.data(), static_cast<int>(digest.size()));
    return signature;
}

// Ours is encoded and theirs compared as text, never the other way round: EVP_DecodeBlock takes
// padding anywhere, blanks around and several spellings of one digest. Encoding is canonical, so
// equality of the 44 characters is the whole strictness.
bool same(const Signature& ours, std::string_view presented) {
    return presented.size() == k_signature_size &&
           CRYPTO_memcmp(ours.data(), presented.data(), k_signature_size) == 0;
}

} // namespace

std::string sign(std::string_view secret, std::string_view body) {
    const Signature signature = compute(secret, body);
    return {reinterpret_cast<const char*>(signature.data()), k_signature_size};
}

bool matches(std::string_view secret, std::string_view body, std::string_view presented) {
    if (secret.empty())
        return false; // an empty credential file must not let everybody sign
    return same(compute(secret, body), base::trim(presented));
}

std::optional<std::size_t> find_match(std::span<const Secret> secrets, std::string_view body,
                                      std::string_view presented) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < secrets.size(); ++i)
        if (matches(secrets[i].value, body, presented) && !found)
            found = i;
    return found;
}

} // namespace shoporder::verify
