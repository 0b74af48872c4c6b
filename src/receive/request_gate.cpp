#include "receive/request_gate.hpp"

#include <algorithm>
#include <charconv>

namespace shoporder::receive {

namespace {

std::size_t count(const RequestHead& head, std::string_view name) {
    return static_cast<std::size_t>(std::count_if(
        head.headers.begin(), head.headers.end(),
        [name](const auto& header) { return header.first == name; }));
}

// Digits and nothing else: no sign, no blank, no list ("5, 5"), no overflow.
std::optional<std::size_t> read_length(std::string_view text) {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (text.empty() || error == std::errc::invalid_argument || end != text.data() + text.size())
        return std::nullopt;
    return error == std::errc::result_out_of_range ? SIZE_MAX : length;
}

bool only_once(std::string_view name) {
    return name == "host" || name.starts_with("x-shopify-") || name.starts_with("shopify-");
}

} // namespace

std::optional<Refusal> check_request(RequestHead& head, const Limits& limits) {
    const bool post = head.method == "POST";
    if (!post && head.method != "GET" && head.method != "HEAD")
        return Refusal{405, limits.post ? "only GET, HEAD and POST are answered"
                                        : "only GET and HEAD are answered"};
    if (post && !limits.post)
        return Refusal{405, "only GET and HEAD are answered"};
    // Also with "identity", "gzip, chunked" or an empty value: proxies differ in what they make of
    // them.
    if (count(head, "transfer-encoding") != 0)
        return Refusal{411, "Transfer-Encoding is not accepted: send Content-Length"};
    if (count(head, "content-encoding") != 0)
        return Refusal{415, "Content-Encoding is not accepted: send the body as it was signed"};
    for (const auto& [name, value] : head.headers)
        if (only_once(name) && count(head, name) > 1)
            return Refusal{400, "header " + name.substr(0, 60) + " is there twice"};
    const std::size_t lengths = count(head, "content-length");
    if (lengths > 1)
        return Refusal{400, "header content-length is there twice"};
    if (lengths == 0)
        return post ? std::optional(Refusal{411, "Content-Length is missing"}) : std::nullopt;
    const auto header =
        std::find_if(head.headers.begin(), head.headers.end(),
                     [](const auto& candidate) { return candidate.first == "content-length"; });
    const std::optional<std::size_t> length = read_length(header->second);
    if (!length)
        return Refusal{400, "Content-Length is no number"};
    if (!post && *length != 0)
        return Refusal{400, "a GET or HEAD request has no body"};
    if (*length > limits.body_bytes)
        return Refusal{413, "the body is over " + std::to_string(limits.body_bytes) + " bytes"};
    head.content_length = *length;
    return std::nullopt;
}

} // namespace shoporder::receive
