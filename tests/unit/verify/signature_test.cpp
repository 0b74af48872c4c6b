#include "verify/signature.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

namespace shoporder::verify {
namespace {

struct Vector {
    const char* secret;
    const char* body;
    const char* base64;
};

// Published by the projects named; every one recomputed with another implementation.
constexpr std::array k_published{
    Vector{"hush", "\"my secret message\"",
           "hMTq0K2x7oyOjoBwGYeTj5oxfnaVYXzbanUG9aajpKI="},                           // go-shopify
    Vector{"hush", "\"\"", "ZAZ6P4c14f6v798OCPYCodtdf9g8Z+GfthdfCgyhUYg="},           // go-shopify
    Vector{"secret", "foo=anything", "yCGX/RrK4fcuNtr3ztk5tQGsOBjcAzHpGLdMUrbV8yI="}, // shopify_app
    Vector{"old_secret", "foo=anything",
           "XqRcjrSv57VACn6apEO9znyu/wkN1VC7QxdSPwK3Hzs="}, // shopify_app
    Vector{"test_secret_key", R"({"foo": "bar"})",
           "B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g="}, // shopify-app-js
    Vector{"7008c5f4da4718b9b45d26d3fcbbb157", R"({"foo":"bar"})",
           "+R9TwYM4mbLTk3hEAOBkpA7zW2lc9vNFmVKs2u2jtyY="}, // shopify-api-php
    Vector{"00000000000000000000000000000000", "",
           "vhwRQys0GZozEzsl9+bjquUnCkjSE7r1YPgl9S0CY1E="},                      // laravel-shopify
    Vector{"some-secret", "Bf", "3X6clrsy+C8mmzR/MeTh6b/EcLr46WLZaU+24GrPXOM="}, // ShopifySharp
    Vector{"test-webhook-secret",
           R"({"id":1234567890,"email":"customer@example.com","total_price":"123.45"})",
           "QNyObTlKbMx2qDlPF/ZOZcBqg5OgPg+2oky3zldc0Gw="}, // SQLPage
};

constexpr std::string_view k_good = "hMTq0K2x7oyOjoBwGYeTj5oxfnaVYXzbanUG9aajpKI=";
constexpr std::string_view k_message = "\"my secret message\"";

TEST(Signature, SignsEveryPublishedVector) {
    for (const Vector& v : k_published)
        EXPECT_EQ(sign(v.secret, v.body), v.base64) << v.body;
}

TEST(Signature, AcceptsEveryPublishedVector) {
    for (const Vector& v : k_published)
        EXPECT_TRUE(matches(v.secret, v.body, v.base64)) << v.body;
}

TEST(Signature, AcceptsWhiteSpaceAroundTheValueOnly) {
    EXPECT_TRUE(matches("hush", k_message, std::string(k_good) + "\n"));
    EXPECT_TRUE(matches("hush", k_message, " \t" + std::string(k_good) + "\r\n"));
    std::string inside(k_good);
    inside.insert(20, "\n");
    EXPECT_FALSE(matches("hush", k_message, inside));
}

TEST(Signature, RefusesWhatIsNotTheCanonicalForm) {
    const std::string good(k_good);
    for (const std::string& bad : {
             std::string("wronghash"),
             std::string(),
             std::string("XXXXXaGVsbG8="),
             std::string("YmxhaGJsYWgK"),
             good + "thissignatureisnowwaytoolong",
             good + "=",
             good.substr(0, 43),
             good.substr(0, 43) + "A",
             // Another spelling of the same 32 bytes: the last character's two low bits are not
             // used.
             good.substr(0, 42) + "J=",
             good.substr(0, 42) + "==",
             "=" + good.substr(1),
             std::string("84c4ead0adb1ee8c8e8e80701987938f9a317e7695617cdb6a7506f5a6a3a4a2"),
             std::string("Q==="),
             std::string(44, '='),
             std::string(44, '\0'),
         })
        EXPECT_FALSE(matches("hush", k_message, bad)) << bad;
}

TEST(Signature, RefusesTheRightDigestOfAnotherBody) {
    EXPECT_FALSE(matches("hush", "\"my invalid message\"", k_good));
    EXPECT_FALSE(matches("hush", std::string(k_message) + "\n", k_good));
    EXPECT_FALSE(matches("hush", "\xEF\xBB\xBF" + std::string(k_message), k_good));
    EXPECT_FALSE(matches("hush", "", k_good));
}

TEST(Signature, CoversNulBytesAndBadUtf8) {
    using namespace std::string_view_literals;
    const std::string_view body = "{\"a\":\"\0\xff\xfe\"}"sv;
    const std::string signature = sign("hush", body);
    EXPECT_TRUE(matches("hush", body, signature));
    EXPECT_FALSE(matches("hush", "{\"a\":\"\0\xff\xff\"}"sv, signature));
    EXPECT_FALSE(matches("hush", body.substr(0, 6), signature));
}

TEST(Signature, AnEmptySecretMatchesNothing) {
    EXPECT_FALSE(matches("", k_message, sign("", k_message)));
}

TEST(Signature, TenThousandMutationsAreAllRefused) {
    std::mt19937 random(20261122); // NOLINT: the same mutations in every run
    const std::string body(k_message);
    const auto pick = [&random](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
    int accepted = 0;
    for (int round = 0; round < 10000; ++round) {
        std::string text(k_good);
        const std::size_t changes = 1 + pick(3);
        for (std::size_t i = 0; i < changes; ++i) {
            const std::size_t at = pick(text.size());
            switch (pick(5)) {
            case 0:
                text[at] = static_cast<char>(text[at] ^ (1 << pick(8)));
                break;
            case 1:
                text.erase(at, 1);
                break;
            case 2:
                text.insert(at, 1, static_cast<char>(pick(256)));
                break;
            case 3:
                std::swap(text[at], text[pick(text.size())]);
                break;
            default:
                text[at] =
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="[pick(65)];
            }
            if (text.empty())
                break;
        }
        // White space around the value is cut by design; a mutation that leaves the value is none.
        const std::size_t first = text.find_first_not_of(" \t\r\n\v\f");
        const std::size_t last = text.find_last_not_of(" \t\r\n\v\f");
        if (first != std::string::npos && text.substr(first, last - first + 1) == k_good) {
            --round;
            continue;
        }
        accepted += matches("hush", body, text) ? 1 : 0;
    }
    EXPECT_EQ(accepted, 0);
}

TEST(Signature, EachOfSeveralSecretsIsFoundByItsPlace) {
    const std::vector<Secret> secrets{{"new", "secret"}, {"old", "old_secret"}};
    EXPECT_EQ(find_match(secrets, "foo=anything", k_published[2].base64), std::size_t{0});
    EXPECT_EQ(find_match(secrets, "foo=anything", k_published[3].base64), std::size_t{1});
    EXPECT_EQ(find_match(secrets, "foo=anything", k_good), std::nullopt);
    EXPECT_EQ(find_match({}, "foo=anything", k_good), std::nullopt);
}

TEST(Signature, OfTwoSecretsThatBothMatchTheFirstIsNamed) {
    const std::vector<Secret> secrets{{"a", "x"}, {"b", "secret"}, {"c", "secret"}};
    EXPECT_EQ(find_match(secrets, "foo=anything", k_published[2].base64), std::size_t{1});
}

// The vector file is JSON of one known shape, an object for each vector with a key on each line.
std::string field(const std::string& line) {
    const std::size_t start = line.find("\": \"") + 4;
    std::string text;
    for (std::size_t i = start; i < line.size() && line[i] != '"'; ++i) {
        i += line[i] == '\\' ? 1 : 0;
        text += line[i];
    }
    return text;
}

TEST(Signature, AnswersEveryVectorOfTheSharedFile) {
    const std::filesystem::path folder = test::shared_folder();
    if (folder.empty())
        GTEST_SKIP() << "SKIPPED: ../shared is not beside this checkout";
    std::ifstream file(folder / "payloads" / "hmac-vectors.json");
    ASSERT_TRUE(file.is_open());
    std::string secret;
    std::string body;
    int published = 0;
    int negative = 0;
    int computed = 0;
    bool from_file = false;
    for (std::string line; std::getline(file, line);) {
        if (line.find("\"secret\": ") != std::string::npos) {
            secret = field(line);
        } else if (line.find("\"body\": ") != std::string::npos) {
            body = field(line);
            from_file = false;
        } else if (line.find("\"file\": ") != std::string::npos) {
            std::ifstream payload(folder / "payloads" / field(line), std::ios::binary);
            ASSERT_TRUE(payload.is_open()) << line;
            body.assign(std::istreambuf_iterator<char>(payload), {});
            from_file = true;
        } else if (line.find("\"base64\": ") != std::string::npos) {
            EXPECT_TRUE(matches(secret, body, field(line))) << line;
            EXPECT_EQ(sign(secret, body), field(line));
            ++(from_file ? computed : published);
        } else if (line.find("\"header\": ") != std::string::npos) {
            EXPECT_FALSE(matches(secret, body, field(line))) << line;
            ++negative;
        }
    }
    EXPECT_EQ(published, 9);
    EXPECT_EQ(negative, 6);
    EXPECT_GE(computed, 50);
}

} // namespace
} // namespace shoporder::verify
