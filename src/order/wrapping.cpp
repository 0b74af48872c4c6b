#include "order/wrapping.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "order/json_walk.hpp"

#include <algorithm>
#include <array>

namespace shoporder::order {

namespace {

using Maybe = std::optional<std::string>;

constexpr std::size_t k_most_layers = 4;
constexpr std::string_view k_lost = "\xEF\xBF\xBD"; // U+FFFD

bool is_utf8(std::string_view text) {
    return base::repair_utf8(text).replaced == 0;
}

bool begins_json(std::string_view text) {
    const std::string_view part = json_part(text);
    return part.starts_with('{') || part.starts_with('[') || part.starts_with('"');
}

/// Base64 with or without line ends between.
Maybe base64_undone(std::string_view text) {
    std::string packed;
    packed.reserve(text.size());
    for (const char c : text)
        if (c != '\r' && c != '\n' && c != ' ' && c != '\t')
            packed += c;
    Maybe bytes = base::from_base64(packed);
    return bytes && begins_json(*bytes) ? bytes : std::nullopt;
}

/// UTF-16 in either order of bytes; without a mark the zeros of `{"` tell which.
Maybe utf16_undone(std::string_view text) {
    if (text.size() < 4 || text.size() % 2 != 0)
        return std::nullopt;
    const bool marked = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
    const bool little = marked ? text[0] == '\xFF' : text[1] == '\0';
    if (!marked && (little ? text[0] : text[1]) != '{')
        return std::nullopt;
    if (!marked && (little ? text[1] : text[0]) != '\0')
        return std::nullopt;
    const auto unit = [&](std::size_t at) {
        const auto low = static_cast<unsigned char>(text[little ? at : at + 1]);
        const auto high = static_cast<unsigned char>(text[little ? at + 1 : at]);
        return static_cast<char32_t>(low | static_cast<unsigned>(high) << 8U);
    };
    std::string out;
    for (std::size_t at = marked ? 2 : 0; at < text.size(); at += 2) {
        char32_t code = unit(at);
        if (code >= 0xDC00 && code < 0xE000)
            return std::nullopt;
        if (code >= 0xD800 && code < 0xDC00) {
            at += 2;
            const char32_t second = at < text.size() ? unit(at) : 0;
            if (second < 0xDC00 || second >= 0xE000)
                return std::nullopt;
            code = 0x10000 + ((code - 0xD800) << 10U) + (second - 0xDC00);
        }
        append_utf8(out, code);
    }
    return begins_json(out) ? Maybe(std::move(out)) : std::nullopt;
}

/// The byte that Windows-1252 (else Latin-1) writes for this character; nullopt: none.
std::optional<unsigned char> single_byte(char32_t code) {
    if (code < 0x100)
        return static_cast<unsigned char>(code);
    constexpr std::array<char32_t, 32> k_1252{
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    const auto* const found = std::find(k_1252.begin(), k_1252.end(), code);
    if (found == k_1252.end())
        return std::nullopt;
    return static_cast<unsigned char>(0x80 + (found - k_1252.begin()));
}

/// UTF-8 that was taken for Latin-1 or Windows-1252 and encoded again.
Maybe twice_undone(std::string_view text) {
    if (!is_utf8(text))
        return std::nullopt;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t code = size == 1 ? lead : lead & (0xFFU >> (size + 1));
        for (std::size_t i = 1; i < size; ++i)
            code = code << 6U | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
        const auto byte = single_byte(code);
        if (!byte)
            return std::nullopt;
        out += static_cast<char>(*byte);
        at += size;
    }
    return out != text && is_utf8(out) && begins_json(out) ? Maybe(std::move(out)) : std::nullopt;
}

Maybe json_string_undone(std::string_view text) {
    Maybe inner = quoted_text(json_part(text));
    return inner && begins_json(*inner) ? inner : std::nullopt;
}

/// An order of the REST and webhook form, not something that carries one.
bool is_order(std::string_view object) {
    return Members(object).has("line_items");
}

/// The text or object in this member, as a body.
Maybe carried(std::string_view value) {
    if (value.starts_with('{'))
        return std::string{value};
    return quoted_text(value);
}

/// What API gateways, queues and event buses put around a body. Objects are cut out as they stand;
/// whether that is how Shopify wrote them only the signature tells.
Maybe envelope_undone(std::string_view text) {
    const std::string_view object = json_part(text);
    const Members top(object);
    if (is_order(object) || value_end(object, 0) != object.size())
        return std::nullopt; // of several events none is picked
    if (const std::string_view records = top["Records"]; !records.empty()) { // SQS, SNS
        const Members record(only_element(records));
        return record.has("body") ? carried(record["body"])
                                  : carried(Members(record["Sns"])["Message"]);
    }
    if (top.has("body")) // Lambda, gateways
        return carried(top["body"]);
    if (top.has("message")) // Google Pub/Sub, pushed
        return carried(Members(top["message"])["data"]);
    if (const std::string_view detail = top["detail"]; !detail.empty()) // EventBridge
        return carried(Members(detail)["payload"]);
    if (top.has("payload"))
        return carried(top["payload"]);
    if (const std::string_view order = top["order"]; is_order(order)) // Shopify's own API
        return std::string{order};
    return std::nullopt;
}

constexpr std::array k_wrappings{
    Wrapping{"body_utf16", "The file is UTF-16, as PowerShell's > and some editors write it.",
             "Save the bytes as they came: `curl -o FILE`, or Set-Content -AsByteStream.",
             utf16_undone},
    Wrapping{"body_base64", "The body is base64 of what Shopify sent, as gateways pass it on.",
             "Decode it before anything looks at it; the gateway says so by isBase64Encoded.",
             base64_undone},
    Wrapping{"body_json_string", "The body is a JSON text in quotes: it was encoded once more.",
             "Pass the body on as it came, not through a JSON library.", json_string_undone},
    Wrapping{"body_enveloped",
             "It is an event of a gateway, a queue or an event bus; the body is inside.",
             "Verify the body that is inside, and let the gateway pass it on raw.",
             envelope_undone},
    Wrapping{"body_utf8_twice", "The text was encoded as UTF-8 twice (\"Ã¶\" for \"ö\").",
             "Something took UTF-8 for Latin-1: keep the body's bytes, and do not decode them.",
             twice_undone},
};

std::string place(std::string_view text, std::size_t at) {
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    return "byte " + std::to_string(at) +
           (line > 0 ? " (line " + std::to_string(line + 1) + ")" : "");
}

} // namespace

std::span<const Wrapping> wrappings() {
    return k_wrappings;
}

Unwrapped unwrap(std::string_view text) {
    Unwrapped out{std::string{text}, {}};
    while (out.layers.size() < k_most_layers) {
        const Wrapping* found = nullptr;
        for (const Wrapping& wrapping : k_wrappings) {
            Maybe inner = wrapping.undo(out.bytes);
            if (!inner)
                continue;
            out.bytes = *std::move(inner);
            found = &wrapping;
            break;
        }
        if (found == nullptr)
            break;
        out.layers.push_back(found);
    }
    return out;
}

std::optional<Damage> find_damage(std::string_view text) {
    const std::string_view part = json_part(text);
    if ((part.starts_with('{') || part.starts_with('[')) &&
        value_end(part, 0) == std::string_view::npos)
        return Damage{"body_truncated",
                      "The body is cut short: it ends at byte " + std::to_string(text.size()) +
                          " in the middle of its JSON.",
                      "Whatever saved it has a limit (a log line, a column, a buffer): take it "
                      "from where it came whole."};
    if (const std::size_t at = text.find(k_lost); at != std::string_view::npos)
        return Damage{"body_damaged",
                      "Characters were replaced by U+FFFD, the first at " + place(text, at) +
                          ": what they were is lost, and no signature fits.",
                      "Something decoded the body with the wrong encoding: keep its bytes."};
    if (part.find("gid://shopify/Order/") != std::string_view::npos && !is_order(part) &&
        part.find("\"lineItems\"") != std::string_view::npos)
        return Damage{"body_graphql", "It is an order of the GraphQL API, not a webhook's body.",
                      "Export it by the REST API (/admin/api/…/orders/ID.json), or send the "
                      "webhook again."};
    return std::nullopt;
}

} // namespace shoporder::order
