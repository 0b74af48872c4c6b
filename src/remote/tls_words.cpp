#include "remote/tls_words.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace shoporder::remote {

namespace {

bool is_letter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// As a word of its own: "ssl" is none in "wessl-1001.xml".
bool has_word(std::string_view text, std::string_view word) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end])))
            return true;
    }
    return false;
}

template <std::size_t N>
bool has_any(std::string_view text, const std::array<std::string_view, N>& parts) {
    return std::any_of(
        parts.begin(), parts.end(),
        [text](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

bool names_tls(std::string_view lower) {
    constexpr std::array<std::string_view, 6> k_words{"tls",   "ssl",   "ftps",
                                                      "ftpes", "tlsv1", "sslv3"};
    constexpr std::array<std::string_view, 11> k_parts{
        "encrypt",    "cleartext", "clear text", "clear-text", "plaintext",        "plain text",
        "plain-text", "plain ftp", "unsecure",   "insecure",   "secure connection"};
    return has_any(lower, k_parts) ||
           std::any_of(k_words.begin(), k_words.end(),
                       [lower](std::string_view word) { return has_word(lower, word); });
}

bool demands(std::string_view lower) {
    constexpr std::array<std::string_view, 15> k_parts{
        "requir",   "must",       "need",       "only",    "polic",
        "mandator", "not accept", "not allow",  "please",  "without",
        "use ",     "disallow",   "not permit", "enforce", "reconnect"};
    return has_any(lower, k_parts);
}

bool tells_a_failure(std::string_view lower) {
    constexpr std::array<std::string_view, 6> k_parts{"fail",        "error",   "unable",
                                                      "unavailable", "expired", "not available"};
    return has_any(lower, k_parts);
}

/// A file or folder may be called anything; these codes are about the session.
bool is_of_the_session(int code) {
    constexpr std::array k_codes{421, 431, 503, 521, 522, 530, 533, 534, 536};
    return std::find(k_codes.begin(), k_codes.end(), code) != k_codes.end();
}

} // namespace

bool demands_tls(const Reply& reply, std::string_view user) {
    const bool refused = !reply.ok && !reply.cancelled && !reply.refused_here && reply.code >= 400;
    if (!refused || (reply.phase > Phase::login && !is_of_the_session(reply.code)))
        return false;
    const std::string text = base::without(reply.text, user);
    const std::string lower = base::lower(text);
    if (lower.find("reuse") != std::string::npos) // of a TLS session that is there
        return false;
    // "503 Use AUTH first", while "530 Please authenticate" asks for a password.
    if (reply.phase <= Phase::login && has_word(text, "AUTH") && demands(lower))
        return true;
    return names_tls(lower) && (demands(lower) || !tells_a_failure(lower));
}

void explain_tls(Reply& reply, const order::Endpoint& endpoint) {
    if (endpoint.scheme != order::Scheme::ftp || !demands_tls(reply, endpoint.user))
        return;
    order::Endpoint safe = endpoint;
    safe.scheme = order::Scheme::ftpes;
    reply.wants_tls = true;
    reply.text = "use " + safe.url() + " as its url (" + reply.text + ")";
}

} // namespace shoporder::remote
