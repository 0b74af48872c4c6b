#include "receive/request_head.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace shoporder::receive {

namespace {

constexpr std::size_t k_longest_path = 1024;
constexpr std::size_t k_longest_target = 4096;
constexpr std::size_t k_longest_line = 8000; // the library's own limit is 8192 with CR LF

Refusal bad(std::string reason) {
    return {400, std::move(reason)};
}

bool is_control(unsigned char c) {
    return (c < 0x20 && c != '\t') || c == 0x7f;
}

bool is_token(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// %XX, and the %uXXXX that the library knows besides; -1 where there is no such escape.
int escape_at(std::string_view text, std::size_t digits) {
    if (text.size() < digits)
        return -1;
    int value = 0;
    for (const char c : text.substr(0, digits)) {
        const int digit = base::hex_digit(c);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

// Would decoding make a control byte? Nothing here decodes a header's value, but the library
// does, and so may whatever reads a log or a stored header later.
bool hides_control(std::string_view value) {
    for (std::size_t at = value.find('%'); at != std::string_view::npos;
         at = value.find('%', at + 1)) {
        const std::string_view rest = value.substr(at + 1);
        const bool wide = !rest.empty() && (rest.front() == 'u' || rest.front() == 'U');
        const int code = wide ? escape_at(rest.substr(1), 4) : escape_at(rest, 2);
        if (code >= 0 && code < 0x80 && is_control(static_cast<unsigned char>(code)))
            return true;
    }
    return false;
}

std::optional<Refusal> read_path(std::string_view raw, std::string& path) {
    if (raw.size() > k_longest_path)
        return Refusal{414, "the path is too long"};
    for (std::size_t i = 0; i < raw.size(); ++i) {
        int code = static_cast<unsigned char>(raw[i]);
        if (raw[i] == '%') {
            code = escape_at(raw.substr(i + 1), 2);
            if (code < 0)
                return bad("the path holds a broken percent sign");
            i += 2;
        }
        if (code < 0x20 || code == 0x7f)
            return bad("the path holds a control character");
        path += static_cast<char>(code);
    }
    if (path.find("..") != std::string::npos)
        return bad("the path holds '..'");
    return std::nullopt;
}

std::optional<Refusal> read_request_line(std::string_view line, RequestHead& head) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return bad("the request line is malformed");
    head.method = std::string(line.substr(0, first));
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (head.method.empty() || !std::all_of(head.method.begin(), head.method.end(), is_token))
        return bad("the request line is malformed");
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        return version.starts_with("HTTP/") ? Refusal{505, "only HTTP/1.1 and HTTP/1.0 are spoken"}
                                            : bad("the request line is malformed");
    }
    head.http11 = version == "HTTP/1.1";
    if (target.size() > k_longest_target)
        return Refusal{414, "the request target is too long"};
    const bool visible = std::all_of(target.begin(), target.end(),
                                     [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
    if (!visible || !target.starts_with('/'))
        return bad("the request target is malformed");
    const std::size_t question = target.find('?');
    if (question != std::string_view::npos) {
        head.query = std::string(target.substr(question + 1));
        // The library gives up on a second one; a browser would never send it.
        if (head.query.find('?') != std::string::npos)
            return bad("the request target is malformed");
    }
    return read_path(target.substr(0, question), head.path);
}

std::optional<Refusal> read_header_line(std::string_view line, RequestHead& head) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0)
        return bad("a header line is malformed");
    const std::string_view name = line.substr(0, colon);
    // A blank before the colon or at the start (a folded line) fails here too.
    if (!std::all_of(name.begin(), name.end(), is_token))
        return bad("a header name is malformed");
    // Checked before it is trimmed: CR, VT and FF count as white space there.
    const std::string_view value = line.substr(colon + 1);
    if (std::any_of(value.begin(), value.end(),
                    [](char c) { return is_control(static_cast<unsigned char>(c)); }) ||
        hides_control(value))
        return bad("a header value holds a control character");
    head.headers.emplace_back(base::lower(name), std::string(base::trim(value)));
    return std::nullopt;
}

void read_connection(RequestHead& head) {
    bool close = false;
    bool keep = false;
    for (const auto& [name, value] : head.headers) {
        if (name == "connection") {
            for (const std::string& option : base::split(base::lower(value), ',')) {
                close = close || option == "close";
                keep = keep || option == "keep-alive";
            }
        } else if (name == "expect" && base::lower(value) == "100-continue") {
            head.expects_continue = head.http11;
        }
    }
    head.keep_alive = !close && (head.http11 || keep);
}

} // namespace

HeadEnd find_head_end(std::string_view bytes, std::size_t& scanned) noexcept {
    for (std::size_t at = bytes.find('\n', scanned); at != std::string_view::npos;
         at = bytes.find('\n', at + 1)) {
        scanned = at + 1;
        if (at == 0 || bytes[at - 1] != '\r')
            return {std::nullopt, true};
        if (at >= 3 && bytes[at - 2] == '\n')
            return {at + 1, false};
    }
    scanned = bytes.size();
    return {};
}

std::variant<RequestHead, Refusal> read_head(std::string_view bytes, const Limits& limits) {
    RequestHead head;
    bool first = true;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = std::min(bytes.find("\r\n", at), bytes.size());
        const std::string_view line = bytes.substr(at, end - at);
        at = end + 2;
        if (line.empty())
            break;
        if (!first && line.size() > k_longest_line)
            return Refusal{431, "a header line is too long"};
        if (!first && head.headers.size() == limits.header_count)
            return Refusal{431, "there are too many headers"};
        std::optional<Refusal> refusal =
            first ? read_request_line(line, head) : read_header_line(line, head);
        if (refusal)
            return *std::move(refusal);
        first = false;
    }
    if (first)
        return bad("the request line is missing");
    read_connection(head);
    return head;
}

} // namespace shoporder::receive
