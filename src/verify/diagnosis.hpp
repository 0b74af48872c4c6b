#pragma once
// Purpose: why does a signature not match? Tries what goes wrong in practice.
// State: none. Fails: by value; no finding means "another secret or another body".
// Threads: pure.
#include "verify/signature.hpp"

namespace shoporder::verify {

/// Where the reason of a refused signature is found; it leads on to `webhook verify` and to the
/// secret, and says so where refused requests are not kept. Told wherever one is told of.
inline constexpr std::string_view k_refused_next = "shoporder webhook list --rejected";

struct Finding {
    std::string code;   ///< stable, snake_case: "trailing_newline_added", "hex_digest", …
    std::string text;   ///< what is wrong, in one sentence
    std::string remedy; ///< what to do, in one sentence
    std::string label;  ///< the secret that would have matched, if any
};

/// Called after find_match said no. Variants of the body (newline added or lost, CRLF, BOM,
/// re-serialised JSON, `\/` unescaped, \u003E forms), of the presented value (hex, URL-decoded `+`,
/// URL-encoded, base64url, padding lost, quotes, a "sha256=" prefix) and of the secret (white
/// space, quotes, hex-decoded) are tried one at a time and in the few pairs that really occur. The
/// answer with the fewest deviations is given; several findings all hold at once.
/// A finding without a label is a hint from the form alone ("signature_missing", "app_secret"):
/// nothing would have matched. An empty answer means: the secret or the body is another one.
[[nodiscard]] std::vector<Finding> diagnose(std::span<const Secret> secrets, std::string_view body,
                                            std::string_view presented);

} // namespace shoporder::verify
