#include "order/endpoint.hpp"

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace shoporder::order {

namespace {

using base::Error;
using base::Exit;

struct SchemeName {
    Scheme scheme;
    std::string_view text;
};
constexpr std::array k_schemes = {
    SchemeName{Scheme::ftp, "ftp"},   SchemeName{Scheme::ftpes, "ftpes"},
    SchemeName{Scheme::ftps, "ftps"}, SchemeName{Scheme::sftp, "sftp"},
    SchemeName{Scheme::file, "file"},
};

/// The url is not quoted: it may hold a password, which must not reach a log.
[[noreturn]] void refuse(const std::string& why) {
    throw Error(Exit::data, "url: " + why + "; use scheme://[user@]host[:port]/folder");
}

/// Percent escapes undone. What they hide is checked by the caller afterwards.
std::string decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 1 < text.size() ? base::hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? base::hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            refuse("`%` must be followed by two hexadecimal digits");
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

/// Escapes what would not survive parse(); everything else stays as a person reads it.
std::string encode(std::string_view text, std::string_view special) {
    std::string out;
    for (const char c : text)
        if (special.find(c) == std::string_view::npos)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return out;
}

bool has_control(std::string_view text) noexcept {
    return std::any_of(
        text.begin(), text.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
}

void check_folder(std::string_view folder) {
    std::string_view rest = folder;
    while (!rest.empty()) {
        const auto slash = rest.find('/');
        if (rest.substr(0, slash) == "..")
            refuse("`..` is not allowed in the folder");
        if (slash == std::string_view::npos)
            break;
        rest.remove_prefix(slash + 1);
    }
}

void parse_host(std::string_view text, Endpoint& out) {
    std::string_view port;
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos)
            refuse("the IPv6 address has no `]`");
        out.host = text.substr(1, close - 1);
        port = text.substr(close + 1);
        const auto bad = out.host.find_first_not_of("0123456789abcdefABCDEF:.");
        if (bad != std::string::npos || out.host.find(':') == std::string::npos)
            refuse("what stands in brackets is no IPv6 address");
    } else {
        const auto colon = text.find(':');
        out.host = text.substr(0, colon);
        port = colon == std::string_view::npos ? "" : text.substr(colon);
        for (const char c : out.host)
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '.' || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80))
                refuse("the host name holds a character no host name has");
    }
    if (port.empty())
        return;
    const auto number = base::parse_int(port.substr(1));
    if (port[0] != ':' || !number || *number < 1 || *number > 65535)
        refuse("the port must be a number from 1 to 65535");
    out.port = static_cast<int>(*number);
}

} // namespace

Endpoint Endpoint::parse(std::string_view url) {
    if (has_control(url) || base::repair_utf8(url).replaced > 0)
        refuse("it holds control characters or broken UTF-8");
    if (url.find('?') != std::string_view::npos)
        refuse("a query (`?`) means nothing here");
    if (url.find('#') != std::string_view::npos)
        refuse("a fragment (`#`) means nothing here; write %23 for a `#` in a name");
    const auto colon = url.find("://");
    if (colon == std::string_view::npos)
        refuse("the scheme is missing");
    const std::string scheme = base::lower(url.substr(0, colon));
    const auto known = std::find_if(k_schemes.begin(), k_schemes.end(),
                                    [&](const SchemeName& s) { return s.text == scheme; });
    if (known == k_schemes.end())
        refuse(fmt::format("unknown scheme `{}` (known: ftp, ftpes, ftps, sftp, file)",
                           base::printable(scheme, 20)));
    Endpoint out;
    out.scheme = known->scheme;
    url.remove_prefix(colon + 3);

    const auto slash = url.find('/');
    std::string_view authority = url.substr(0, slash);
    std::string_view path = slash == std::string_view::npos ? "" : url.substr(slash);
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
        const std::string_view user = authority.substr(0, at);
        if (user.find(':') != std::string_view::npos)
            refuse("a password does not belong into it: use `shoporder credential set NAME`");
        out.user = decode(user);
        if (out.user.empty())
            refuse("the user before `@` is empty");
        authority.remove_prefix(at + 1);
    }
    if (out.scheme == Scheme::file) {
        if (!authority.empty() || !out.user.empty())
            refuse("`file` takes no host: file:///folder");
        if (path.empty())
            refuse("`file` needs an absolute folder: file:///folder");
    } else {
        parse_host(authority, out);
        if (out.host.empty())
            refuse("the host is missing");
        // The first slash ends the host; a second one makes the folder absolute.
        if (!path.empty())
            path.remove_prefix(1);
    }
    out.folder = decode(path);
    const bool absolute = out.folder.starts_with('/');
    while (out.folder.ends_with('/'))
        out.folder.pop_back();
    if (out.folder.empty() && absolute)
        out.folder = "/";
    if (has_control(out.folder) || has_control(out.user) ||
        base::repair_utf8(out.folder + out.user).replaced > 0)
        refuse("it holds control characters or broken UTF-8");
    check_folder(out.folder);
    return out;
}

std::string Endpoint::url() const {
    std::string out;
    for (const SchemeName& known : k_schemes)
        if (known.scheme == scheme)
            out = known.text;
    out += "://";
    if (!user.empty())
        out += encode(user, "%/?#@:[]") + "@";
    out += host.find(':') != std::string::npos ? "[" + host + "]" : host;
    if (port != 0)
        out += fmt::format(":{}", port);
    if (scheme == Scheme::file)
        return out + encode(folder, "%?#");
    if (!folder.empty())
        out += "/" + encode(folder, "%?#");
    return out;
}

} // namespace shoporder::order
