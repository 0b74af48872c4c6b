#include "flow/admin/token_gate.hpp"

#include "base/error.hpp"
#include "verify/token.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <utility>

namespace shoporder::flow {

namespace {

constexpr std::size_t k_most_networks = 1000;

/// Who has one IPv6 address has 2^64 of them: those count together, an IPv4 address for itself.
std::string network_of(const std::string& peer) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    if (::inet_pton(AF_INET6, peer.c_str(), bytes.data()) != 1)
        return peer;
    constexpr std::array<unsigned char, 12> k_mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    const bool mapped = std::equal(k_mapped.begin(), k_mapped.end(), bytes.begin());
    const auto* const begin = reinterpret_cast<const char*>(bytes.data());
    return mapped ? peer : std::string(begin, begin + 8);
}

} // namespace

TokenGate::TokenGate(const config::Settings& settings) : m_settings(settings) {
    load();
}

void TokenGate::load() {
    if (m_settings.admin_credential.empty())
        return;
    std::string token = m_settings.credentials.read(m_settings.admin_credential);
    const bool sendable =
        std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (token.size() < k_shortest || !sendable)
        throw base::Error(base::Exit::config,
                          "the credential " + m_settings.admin_credential +
                              " must be one word of " + std::to_string(k_shortest) +
                              " or more visible ASCII characters; `openssl rand -hex 32 | "
                              "shoporder credential set " +
                              m_settings.admin_credential + "` makes one");
    const std::scoped_lock guard(m_mutex);
    m_token = std::move(token);
}

bool TokenGate::open() const {
    return !m_settings.admin_credential.empty();
}

TokenGate::Failures& TokenGate::failures(const std::string& peer, Instant now) {
    std::string network = network_of(peer);
    if (m_failures.size() >= k_most_networks && !m_failures.contains(network)) {
        std::erase_if(m_failures,
                      [now](const auto& each) { return now - each.second.since >= k_minute; });
        // A flood from a thousand networks: those that are new share one count.
        if (m_failures.size() >= k_most_networks)
            network = "others";
    }
    Failures& out = m_failures[std::move(network)];
    if (now - out.since >= k_minute)
        out = {now, 0};
    return out;
}

TokenGate::Verdict TokenGate::judge(const receive::Request& request, Instant now) {
    const auto presented = verify::bearer_token(request.header("authorization"));
    if (!presented)
        return Verdict::missing;
    const std::scoped_lock guard(m_mutex);
    Failures& failed = failures(request.peer, now);
    if (failed.count >= k_most_failures)
        return Verdict::limited;
    if (verify::is_token(m_token, *presented))
        return Verdict::welcome;
    ++failed.count;
    return Verdict::wrong;
}

} // namespace shoporder::flow
