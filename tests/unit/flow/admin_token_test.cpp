#include "flow/admin/token_gate.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace shoporder::flow {
namespace {

using Verdict = TokenGate::Verdict;

constexpr const char* k_token = "0123456789abcdef0123";

class TokenGates : public testing::Test {
protected:
    TokenGates() {
        settings.admin_credential = "api";
        settings.credentials = config::Credentials(folder.path(), {});
        settings.credentials.set("api", k_token);
    }
    static receive::Request with(const std::string& authorization, const std::string& peer = "") {
        receive::Request request;
        if (!authorization.empty())
            request.headers.emplace_back("authorization", authorization);
        request.peer = peer;
        return request;
    }
    static receive::Request good(const std::string& peer = "") {
        return with(std::string{"Bearer "} + k_token, peer);
    }
    static receive::Request bad(const std::string& peer = "") { return with("Bearer no", peer); }

    test::TemporaryFolder folder;
    config::Settings settings;
    TokenGate::Instant now{std::chrono::hours{1}};
};

TEST_F(TokenGates, OneTokenOpens) {
    TokenGate gate(settings);
    EXPECT_TRUE(gate.open());
    EXPECT_EQ(gate.judge(good(), now), Verdict::welcome);
    EXPECT_EQ(gate.judge(bad(), now), Verdict::wrong);
    EXPECT_EQ(gate.judge(with(""), now), Verdict::missing);
    EXPECT_EQ(gate.judge(with("Basic YTpi"), now), Verdict::missing);
    EXPECT_EQ(gate.judge(with(std::string{"Bearer "} + k_token + "4"), now), Verdict::wrong);
}

TEST_F(TokenGates, WrongTokensAreLimitedForEachAddress) {
    TokenGate gate(settings);
    for (std::size_t i = 0; i < TokenGate::k_most_failures; ++i)
        EXPECT_EQ(gate.judge(bad("192.0.2.1"), now), Verdict::wrong);
    EXPECT_EQ(gate.judge(bad("192.0.2.1"), now), Verdict::limited);
    // Else the answer would tell which guess was right.
    EXPECT_EQ(gate.judge(good("192.0.2.1"), now), Verdict::limited);
    EXPECT_EQ(gate.judge(with("", "192.0.2.1"), now), Verdict::missing);
    EXPECT_EQ(gate.judge(good("192.0.2.2"), now), Verdict::welcome);
    EXPECT_EQ(gate.judge(good("192.0.2.1"), now + TokenGate::k_minute), Verdict::welcome);
}

TEST_F(TokenGates, ANetworkOfIpv6IsOneClient) {
    TokenGate gate(settings);
    for (std::size_t i = 0; i < TokenGate::k_most_failures; ++i)
        EXPECT_EQ(gate.judge(bad("2001:db8:0:1::" + std::to_string(i)), now), Verdict::wrong);
    EXPECT_EQ(gate.judge(good("2001:db8:0:1::ffff"), now), Verdict::limited);
    EXPECT_EQ(gate.judge(good("2001:db8:0:2::1"), now), Verdict::welcome);
    for (int i = 0; i < 20; ++i) // addresses of IPv4 on a socket for both
        EXPECT_EQ(gate.judge(bad("::ffff:192.0.2." + std::to_string(i)), now), Verdict::wrong);
}

TEST_F(TokenGates, AFloodFromEverywhereIsBounded) {
    TokenGate gate(settings);
    std::size_t wrong = 0;
    for (int i = 0; i < 5000; ++i)
        if (gate.judge(bad("192.0." + std::to_string(i / 200) + "." + std::to_string(i % 200)),
                       now) == Verdict::wrong)
            ++wrong;
    EXPECT_LE(wrong, 1000U + TokenGate::k_most_failures);
    EXPECT_EQ(gate.judge(good("198.51.100.1"), now + TokenGate::k_minute), Verdict::welcome);
}

TEST_F(TokenGates, AWeakTokenIsRefused) {
    const auto refusal = [&](const std::string& token) -> std::string {
        settings.credentials.set("api", token);
        try {
            const TokenGate gate(settings);
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::Exit::config);
            return error.what();
        }
        return "";
    };
    EXPECT_EQ(refusal("0123456789abcdef012").find("the credential api must be one word of 20"), 0U);
    EXPECT_NE(refusal("0123456789 abcdef0123"), "");
    EXPECT_EQ(refusal("0123456789abcdef0123"), "");
    settings.admin_credential = "missing";
    EXPECT_THROW(TokenGate{settings}, base::Error);
    settings.admin_credential.clear();
    EXPECT_FALSE(TokenGate{settings}.open());
}

TEST_F(TokenGates, ANewTokenTakesThePlaceOfTheOld) {
    TokenGate gate(settings);
    settings.credentials.set("api", "another-token-of-20-chars");
    gate.load();
    EXPECT_EQ(gate.judge(good(), now), Verdict::wrong);
    EXPECT_EQ(gate.judge(with("Bearer another-token-of-20-chars"), now), Verdict::welcome);
    settings.credentials.set("api", "short");
    EXPECT_THROW(gate.load(), base::Error);
    EXPECT_EQ(gate.judge(with("Bearer another-token-of-20-chars"), now), Verdict::welcome);
}

} // namespace
} // namespace shoporder::flow
