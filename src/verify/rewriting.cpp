#include "verify/rewriting.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace shoporder::verify {

namespace {

using Maybe = std::optional<std::string>;

constexpr std::string_view k_bom = "\xEF\xBB\xBF";

Maybe replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string out;
    std::size_t at = 0;
    for (std::size_t hit = text.find(from); hit != std::string_view::npos;
         hit = text.find(from, at)) {
        out.append(text, at, hit - at).append(to);
        at = hit + from.size();
    }
    if (at == 0)
        return std::nullopt;
    out.append(text, at);
    return out;
}

Maybe without_suffix(std::string_view text, std::string_view suffix) {
    if (!text.ends_with(suffix))
        return std::nullopt;
    return std::string(text.substr(0, text.size() - suffix.size()));
}

Maybe from_hex(std::string_view text) {
    if (text.empty() || text.size() % 2 != 0)
        return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = base::hex_digit(text[i]);
        const int low = base::hex_digit(text[i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

Maybe from_base64(std::string_view text) {
    return text.size() > 4096 ? std::nullopt : base::from_base64(text);
}

Maybe unquoted(std::string_view text) {
    const std::string_view inner = base::trim(text);
    if (inner.size() < 2 || inner.front() != inner.back() ||
        (inner.front() != '"' && inner.front() != '\''))
        return std::nullopt;
    return std::string(inner.substr(1, inner.size() - 2));
}

Maybe trimmed(std::string_view text) {
    const std::string_view inner = base::trim(text);
    if (inner.size() == text.size())
        return std::nullopt;
    return std::string(inner);
}

// -- the body ---------------------------------------------------------------------------------

Maybe newline_added(std::string_view body) {
    const Maybe both = without_suffix(body, "\r\n");
    return both ? both : without_suffix(body, "\n");
}
Maybe newline_lost(std::string_view body) {
    return std::string(body) + "\n";
}
Maybe crlf_lost(std::string_view body) {
    return std::string(body) + "\r\n";
}
Maybe crlf_made(std::string_view body) {
    return replaced(body, "\r\n", "\n");
}
Maybe crlf_unmade(std::string_view body) {
    const std::string plain = crlf_made(body).value_or(std::string(body));
    const Maybe crlf = replaced(plain, "\n", "\r\n");
    return crlf && *crlf != body ? crlf : std::nullopt;
}
Maybe bom_added(std::string_view body) {
    if (!body.starts_with(k_bom))
        return std::nullopt;
    return std::string(body.substr(k_bom.size()));
}
Maybe bom_lost(std::string_view body) {
    return body.starts_with(k_bom) ? std::nullopt : Maybe(std::string(k_bom).append(body));
}

constexpr std::array k_transport{
    Rewriting{"trailing_newline_added", "The body ends in a newline that was not signed.",
              "Save and pass the body byte for byte (printf '%s', not echo; no editor).",
              newline_added},
    Rewriting{"trailing_newline_lost", "The signed body ended in a newline that is missing here.",
              "Save and pass the body byte for byte; $(…) in a shell strips the last newline.",
              newline_lost},
    Rewriting{"trailing_newline_lost", "The signed body ended in CR LF, which is missing here.",
              "Save and pass the body byte for byte; $(…) in a shell strips the last newline.",
              crlf_lost},
    Rewriting{"line_endings_crlf", "Line ends became CR LF; LF was signed.",
              "Copy the body in binary mode, without conversion of line ends.", crlf_made},
    Rewriting{"line_endings_lf", "Line ends became LF; CR LF was signed.",
              "Copy the body in binary mode, without conversion of line ends.", crlf_unmade},
    Rewriting{"bom_added", "The body starts with a byte order mark that was not signed.",
              "Save the body as UTF-8 without a byte order mark.", bom_added},
    Rewriting{"bom_lost", "The signed body started with a byte order mark that is missing here.",
              "Keep the body's first three bytes (EF BB BF).", bom_lost},
    Rewriting{"white_space_added", "White space stands around the body that was not signed.",
              "Save and pass the body byte for byte.", trimmed},
};

// -- the signature ----------------------------------------------------------------------------

Maybe hex_digest(std::string_view text) {
    const Maybe bytes = from_hex(text);
    return bytes && bytes->size() == 32 ? Maybe(base::to_base64(*bytes)) : std::nullopt;
}

Maybe base64_of_hex(std::string_view text) {
    const Maybe hex = from_base64(text);
    return hex ? hex_digest(*hex) : std::nullopt;
}

Maybe percent_encoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const Maybe byte =
            text[i] == '%' && i + 2 < text.size() ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
        out += byte ? byte->front() : text[i];
        i += byte ? 2 : 0;
    }
    return out == text ? std::nullopt : Maybe(out);
}

Maybe plus_became_blank(std::string_view text) {
    // A final blank would be cut as surrounding white space, but a signature ends in '='.
    return replaced(text, " ", "+");
}

Maybe base64url(std::string_view text) {
    std::string out(text);
    std::replace(out.begin(), out.end(), '-', '+');
    std::replace(out.begin(), out.end(), '_', '/');
    return out == text ? std::nullopt : Maybe(out);
}

Maybe padding_lost(std::string_view text) {
    return text.size() == 43 ? Maybe(std::string(text) + "=") : std::nullopt;
}

Maybe sha256_prefix(std::string_view text) {
    if (base::lower(text.substr(0, 7)) != "sha256=")
        return std::nullopt;
    return std::string(text.substr(7));
}

Maybe header_line(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    return std::string(base::trim(text.substr(colon + 1)));
}

Maybe wrapped(std::string_view text) {
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [](char c) { return c != '\r' && c != '\n' && c != '\t' && c != ' '; });
    return out == text ? std::nullopt : Maybe(out);
}

constexpr std::array k_signature{
    Rewriting{"hex_digest", "The signature is the digest in hexadecimal; Shopify sends base64.",
              "Encode the 32 raw bytes of the digest as base64.", hex_digest},
    Rewriting{"base64_of_hex", "The signature is base64 of the hexadecimal digest.",
              "Encode the 32 raw bytes of the digest as base64, not their hexadecimal form.",
              base64_of_hex},
    Rewriting{"percent_encoded", "The signature is percent-encoded (%2B, %2F, %3D).",
              "Pass the header's value as it came.", percent_encoded},
    Rewriting{"plus_became_blank", "Something decoded the signature as a form: `+` became a blank.",
              "Take the signature from the header as it is; never URL-decode it.",
              plus_became_blank},
    Rewriting{"base64url", "The signature is in the URL alphabet (`-` and `_`).",
              "Use the standard base64 alphabet (`+` and `/`).", base64url},
    Rewriting{"padding_lost", "The final `=` of the signature is missing.",
              "Pass all 44 characters.", padding_lost},
    Rewriting{"quoted", "Quotation marks stand around the signature.",
              "Pass the signature without them.", unquoted},
    Rewriting{"sha256_prefix", "The signature starts with `sha256=`; Shopify's has no prefix.",
              "Remove the prefix.", sha256_prefix},
    Rewriting{"header_line", "The whole header line was given, not its value alone.",
              "Pass what stands after the colon.", header_line},
    Rewriting{"wrapped", "White space or a line break stands inside the signature.",
              "Pass the 44 characters on one line.", wrapped},
};

// -- the secret -------------------------------------------------------------------------------

Maybe with_newline(std::string_view secret) {
    return std::string(secret) + "\n";
}

Maybe app_prefix_lost(std::string_view secret) {
    return secret.starts_with("shpss_") ? std::nullopt : Maybe("shpss_" + std::string(secret));
}

Maybe app_prefix_added(std::string_view secret) {
    return secret.starts_with("shpss_") ? Maybe(std::string(secret.substr(6))) : std::nullopt;
}

constexpr std::array k_secret{
    Rewriting{"secret_white_space", "The stored secret has white space around it.",
              "Store it again without blanks and newlines around it.", trimmed},
    Rewriting{"secret_quoted", "The stored secret has quotation marks around it.",
              "Store it again without them.", unquoted},
    Rewriting{"secret_newline_signed", "The sender signed with a newline after the secret.",
              "Let the sender use the secret without a newline (printf '%s', not echo).",
              with_newline},
    Rewriting{"secret_hex_decoded", "The sender used the secret's hexadecimal digits as bytes.",
              "The key is the secret's text as shown; nothing is decoded.", from_hex},
    Rewriting{"secret_base64_decoded", "The sender decoded the secret from base64.",
              "The key is the secret's text as shown; nothing is decoded.", from_base64},
    Rewriting{"secret_prefix_lost", "The stored secret lacks its beginning `shpss_`.",
              "Store the whole secret, `shpss_` included.", app_prefix_lost},
    Rewriting{"secret_prefix_added",
              "The stored secret begins with `shpss_`; the real one does not.",
              "Store the secret exactly as Shopify shows it.", app_prefix_added},
};

} // namespace

std::span<const Rewriting> transport_rewritings() {
    return k_transport;
}
std::span<const Rewriting> signature_rewritings() {
    return k_signature;
}
std::span<const Rewriting> secret_rewritings() {
    return k_secret;
}

} // namespace shoporder::verify
