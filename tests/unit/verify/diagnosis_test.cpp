#include "verify/diagnosis.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace shoporder::verify {
namespace {

const std::string k_body =
    R"({"id":1001,"note":"a \/ b \u0026 <b>","name":"caf\u00e9","tags":["x","y"]})";
const std::vector<Secret> k_secrets{{"current", "hush"}, {"previous", "old_hush"}};

std::vector<std::string> codes(const std::vector<Finding>& findings) {
    std::vector<std::string> result;
    for (const Finding& f : findings) {
        EXPECT_FALSE(f.text.empty());
        EXPECT_FALSE(f.remedy.empty());
        result.push_back(f.code);
    }
    return result;
}

using Codes = std::vector<std::string>;

// `signed_body` is what the shop signed, `seen` what arrived here.
Codes of_body(const std::string& signed_body, const std::string& seen) {
    const std::string signature = sign("hush", signed_body);
    EXPECT_FALSE(find_match(k_secrets, seen, signature));
    return codes(diagnose(k_secrets, seen, signature));
}

Codes of_signature(const std::string& presented) {
    EXPECT_FALSE(find_match(k_secrets, k_body, presented)) << presented;
    return codes(diagnose(k_secrets, k_body, presented));
}

Codes of_secret(const std::string& real, const std::string& stored) {
    const std::vector<Secret> secrets{{"stored", stored}};
    return codes(diagnose(secrets, k_body, sign(real, k_body)));
}

TEST(Diagnosis, SeesATrailingNewlineAddedOrLost) {
    EXPECT_EQ(of_body(k_body, k_body + "\n"), Codes{"trailing_newline_added"});
    EXPECT_EQ(of_body(k_body, k_body + "\r\n"), Codes{"trailing_newline_added"});
    EXPECT_EQ(of_body(k_body + "\n", k_body), Codes{"trailing_newline_lost"});
    EXPECT_EQ(of_body(k_body + "\r\n", k_body), Codes{"trailing_newline_lost"});
}

TEST(Diagnosis, SeesConvertedLineEnds) {
    const std::string lf = "{\n \"a\": 1,\n \"b\": 2\n}";
    const std::string crlf = "{\r\n \"a\": 1,\r\n \"b\": 2\r\n}";
    EXPECT_EQ(of_body(lf, crlf), Codes{"line_endings_crlf"});
    EXPECT_EQ(of_body(crlf, lf), Codes{"line_endings_lf"});
}

TEST(Diagnosis, SeesAByteOrderMark) {
    EXPECT_EQ(of_body(k_body, "\xEF\xBB\xBF" + k_body), Codes{"bom_added"});
    EXPECT_EQ(of_body("\xEF\xBB\xBF" + k_body, k_body), Codes{"bom_lost"});
}

TEST(Diagnosis, SeesWhiteSpaceAround) {
    EXPECT_EQ(of_body(k_body, "  " + k_body + "\n\n"), Codes{"white_space_added"});
}

TEST(Diagnosis, SeesABodyAnEncodingWraps) {
    const std::string body = "{\"a\":\"\xC3\xAB\xF0\x9F\x94\x94\"}"; // e with diaeresis, a bell
    EXPECT_EQ(of_body(body, "eyJhIjoiw6vwn5SUIn0=\n"), Codes{"body_base64"});
    EXPECT_EQ(of_body(body, "eyJhIjoi\r\nw6vwn5SUIn0="), Codes{"body_base64"});
    using namespace std::string_literals;
    EXPECT_EQ(of_body(body, "\xFF\xFE{\0\"\0a\0\"\0:\0\"\0\xEB\0\x3D\xD8\x14\xDD\"\0}\0"s),
              Codes{"body_utf16"});
    EXPECT_EQ(of_body(body, "\0{\0\"\0a\0\"\0:\0\"\0\xEB\xD8\x3D\xDD\x14\0\"\0}"s),
              Codes{"body_utf16"});
    EXPECT_EQ(of_body(body, "{\"a\":\"\xC3\x83\xC2\xAB\xC3\xB0\xC2\x9F\xC2\x94\xC2\x94\"}"),
              Codes{"body_utf8_twice"});
    // Half a surrogate pair, an odd length, a character Latin-1 does not have: nothing matches.
    EXPECT_EQ(of_body(body, "\xFF\xFE{\0\x3D\xD8"s), Codes{});
    EXPECT_EQ(of_body(body, "\xFF\xFE{"s), Codes{});
    EXPECT_EQ(of_body(body, "{\"a\":\"\xE2\x82\xAC\"}"), Codes{});
}

TEST(Diagnosis, SeesABodyInAnEventAndBelievesOnlyTheSignature) {
    const std::string inside = R"({\"id\":1})";
    EXPECT_EQ(of_body(R"({"id":1})", R"({"body":")" + inside + R"("})"), Codes{"body_enveloped"});
    EXPECT_EQ(of_body("{\"id\":1}\n", R"({"body":")" + inside + R"("})"),
              (Codes{"body_enveloped", "trailing_newline_lost"}));
    // Signed by nobody we know: what the form shows is a hint, without a secret.
    const auto hints = diagnose(k_secrets, R"({"body":")" + inside + R"("})", "AAAA");
    ASSERT_EQ(codes(hints), Codes{"body_enveloped"});
    EXPECT_EQ(hints[0].label, "");
    EXPECT_EQ(codes(diagnose(k_secrets, R"({"id":1,"note")", "AAAA")), Codes{"body_truncated"});
}

TEST(Diagnosis, SeesJsonWrittenAgain) {
    EXPECT_EQ(
        of_body(R"({"a":1,"b":["x, y: z",2]})", "{\n  \"a\": 1,\n  \"b\": [\"x, y: z\", 2]\n}"),
        Codes{"json_spaced"});
    EXPECT_EQ(of_body(R"({"foo": "bar", "n": [1, 2]})", R"({"foo":"bar","n":[1,2]})"),
              Codes{"json_compacted"});
    EXPECT_EQ(of_body(R"({"u":"a\/b"})", R"({"u":"a/b"})"), Codes{"slashes_unescaped"});
    EXPECT_EQ(of_body(R"({"u":"a/b"})", R"({"u":"a\/b"})"), Codes{"slashes_escaped"});
    EXPECT_EQ(of_body(R"({"u":"\u003Cb\u003E \u0026"})", R"({"u":"<b> &"})"),
              Codes{"html_characters_unescaped"});
    EXPECT_EQ(of_body(R"({"u":"\u003cb\u003e \u0026"})", R"({"u":"<b> &"})"),
              Codes{"html_characters_unescaped"});
    EXPECT_EQ(of_body(R"({"u":"<b> &"})", R"({"u":"\u003Cb\u003E \u0026"})"),
              Codes{"html_characters_escaped"});
    EXPECT_EQ(
        of_body("{\"u\":\"caf\xC3\xA9 \xF0\x9F\x98\x80\"}", R"({"u":"caf\u00e9 \ud83d\ude00"})"),
        Codes{"unicode_escaped"});
}

TEST(Diagnosis, LeavesEscapedQuotesAndBackslashesInPeace) {
    // The backslashes before u0026 are themselves escaped, the quote ends no string.
    EXPECT_EQ(of_body(R"({"u":"\" \\u0026 / : , \\"})", R"({"u": "\" \\u0026 / : , \\"})"),
              Codes{"json_spaced"});
}

TEST(Diagnosis, SeesSeveralChangesOfOneJsonLibrary) {
    // What `json.dumps(json.loads(body))` in Python makes of a Shopify body.
    EXPECT_EQ(of_body("{\"u\":\"a\\/b\",\"n\":\"\xC3\xA9\"}", R"({"u": "a/b", "n": "\u00e9"})"),
              (Codes{"json_spaced", "slashes_unescaped", "unicode_escaped"}));
    // And saved with an editor.
    EXPECT_EQ(of_body(R"({"u":"a\/b","v":"\u0026"})", "{\"u\": \"a/b\", \"v\": \"&\"}\n"),
              (Codes{"json_spaced", "slashes_unescaped", "html_characters_unescaped"}));
}

TEST(Diagnosis, SeesWhatHappenedToTheSignature) {
    // A body whose signature holds both '+' and '/', so that each alphabet shows.
    const std::string good = "+R9TwYM4mbLTk3hEAOBkpA7zW2lc9vNFmVKs2u2jtyY=";
    const std::string body = R"({"foo":"bar"})";
    const std::vector<Secret> secrets{{"current", "7008c5f4da4718b9b45d26d3fcbbb157"}};
    const auto of = [&](const std::string& presented) {
        EXPECT_FALSE(find_match(secrets, body, presented)) << presented;
        return codes(diagnose(secrets, body, presented));
    };
    EXPECT_EQ(of("F91F53C1833899B2D393784400E064A40EF35B695CF6F3459952ACDAEDA3B726"),
              Codes{"hex_digest"});
    EXPECT_EQ(of("f91f53c1833899b2d393784400e064a40ef35b695cf6f3459952acdaeda3b726"),
              Codes{"hex_digest"});
    EXPECT_EQ(of("%2BR9TwYM4mbLTk3hEAOBkpA7zW2lc9vNFmVKs2u2jtyY%3D"), Codes{"percent_encoded"});
    EXPECT_EQ(of("-R9TwYM4mbLTk3hEAOBkpA7zW2lc9vNFmVKs2u2jtyY="), Codes{"base64url"});
    EXPECT_EQ(of(good.substr(0, 43)), Codes{"padding_lost"});
    EXPECT_EQ(of("\"" + good + "\""), Codes{"quoted"});
    EXPECT_EQ(of("sha256=" + good), Codes{"sha256_prefix"});
    EXPECT_EQ(of("X-Shopify-Hmac-Sha256: " + good), Codes{"header_line"});
    EXPECT_EQ(of(good.substr(0, 20) + "\n" + good.substr(20)), Codes{"wrapped"});
    EXPECT_EQ(of("sha256=f91f53c1833899b2d393784400e064a40ef35b695cf6f3459952acdaeda3b726"),
              (Codes{"sha256_prefix", "hex_digest"}));
    EXPECT_EQ(of("ZjkxZjUzYzE4MzM4OTliMmQzOTM3ODQ0MDBlMDY0YTQwZWYzNWI2OTVjZjZmMzQ1OTk1MmFjZGFlZGEzY"
                 "jcyNg=="),
              Codes{"base64_of_hex"});
}

TEST(Diagnosis, SeesAPlusThatBecameABlank) {
    const std::string signature = "3X6clrsy+C8mmzR/MeTh6b/EcLr46WLZaU+24GrPXOM=";
    std::string decoded = signature;
    for (char& c : decoded)
        c = c == '+' ? ' ' : c;
    const std::vector<Secret> secrets{{"current", "some-secret"}};
    ASSERT_FALSE(find_match(secrets, "Bf", decoded));
    EXPECT_EQ(codes(diagnose(secrets, "Bf", decoded)), Codes{"plus_became_blank"});
}

TEST(Diagnosis, SeesWhatIsWrongWithTheSecret) {
    EXPECT_EQ(of_secret("hush", "hush\n"), Codes{"secret_white_space"});
    EXPECT_EQ(of_secret("hush", " hush"), Codes{"secret_white_space"});
    EXPECT_EQ(of_secret("hush", "\"hush\""), Codes{"secret_quoted"});
    EXPECT_EQ(of_secret("hush\n", "hush"), Codes{"secret_newline_signed"});
    EXPECT_EQ(of_secret("hush", "68757368"), Codes{"secret_hex_decoded"});
    EXPECT_EQ(of_secret("hush", "aHVzaA=="), Codes{"secret_base64_decoded"});
    EXPECT_EQ(of_secret("shpss_0123", "0123"), Codes{"secret_prefix_lost"});
    EXPECT_EQ(of_secret("0123", "shpss_0123"), Codes{"secret_prefix_added"});
}

TEST(Diagnosis, SeesTwoThingsAtOnce) {
    const std::string signature = sign("hush", k_body);
    EXPECT_EQ(codes(diagnose(std::vector<Secret>{{"a", "hush\n"}}, k_body + "\n", signature)),
              (Codes{"trailing_newline_added", "secret_white_space"}));
    EXPECT_EQ(codes(diagnose(k_secrets, k_body + "\n", "sha256=" + signature)),
              (Codes{"trailing_newline_added", "sha256_prefix"}));
}

TEST(Diagnosis, NamesTheSecretThatWouldHaveMatched) {
    const auto findings = diagnose(k_secrets, k_body + "\n", sign("old_hush", k_body));
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].label, "previous");
}

TEST(Diagnosis, SaysNothingWhereNothingWouldHaveMatched) {
    EXPECT_EQ(of_body("another body", k_body), Codes{});
    EXPECT_EQ(of_signature("wronghash"), Codes{});
    EXPECT_EQ(codes(diagnose({}, k_body, sign("hush", k_body))), Codes{});
}

TEST(Diagnosis, NeverProposesAnEmptySecret) {
    EXPECT_EQ(of_secret("", "  "), Codes{});
    EXPECT_EQ(of_secret("", ""), Codes{});
}

TEST(Diagnosis, HintsAtTheAdminsKeyWhereOnlyAppSecretsAreConfigured) {
    const std::vector<Secret> secrets{{"app", "shpss_0123456789abcdef"}};
    const auto findings = diagnose(secrets, k_body, sign("the key of the admin page", k_body));
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].code, "app_secret");
    EXPECT_EQ(findings[0].label, "");
}

TEST(Diagnosis, SaysThatThereIsNoSignature) {
    EXPECT_EQ(of_signature(" "), Codes{"signature_missing"});
}

} // namespace
} // namespace shoporder::verify
