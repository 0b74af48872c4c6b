#include "flow/doctor/nginx_site.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "report/size_text.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>

namespace shoporder::flow {

namespace {

constexpr std::uint64_t k_nginx_preset = 1U << 20U; ///< of client_max_body_size
constexpr std::chrono::seconds k_shopify_waits{5};
constexpr std::size_t k_largest_file = 1U << 20U;
constexpr const char* k_reload = "`nginx -t && systemctl reload nginx`";

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool ends_word(char c) {
    return is_blank(c) || c == ';' || c == '{' || c == '}';
}

/// The next word, or one of `;{}` alone; "" at the end. A quoted word comes without its quotes.
std::string next_word(std::string_view& text) {
    for (;;) {
        while (!text.empty() && is_blank(text.front()))
            text.remove_prefix(1);
        if (text.empty() || text.front() != '#')
            break;
        text.remove_prefix(std::min(text.find('\n'), text.size()));
    }
    if (text.empty())
        return "";
    const char first = text.front();
    std::string out;
    if (first == ';' || first == '{' || first == '}') {
        text.remove_prefix(1);
        return {first};
    }
    const bool quoted = first == '"' || first == '\'';
    if (quoted)
        text.remove_prefix(1);
    bool in_name = false; // "${name}" is part of a word
    while (!text.empty()) {
        const char c = text.front();
        const bool opens = c == '{' && out.ends_with('$');
        if (quoted ? c == first : !opens && !in_name && ends_word(c))
            break;
        in_name = opens || (in_name && c != '}');
        out += c;
        text.remove_prefix(1);
        if (c == '\\' && !text.empty()) {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    if (quoted && !text.empty())
        text.remove_prefix(1);
    return out.empty() ? " " : out; // "" is a word, and not the end
}

const Directive* last_of(const std::vector<Directive>& all, std::string_view name) {
    const auto found = std::find_if(all.rbegin(), all.rend(),
                                    [name](const Directive& d) { return d.name == name; });
    return found == all.rend() || found->arguments.empty() ? nullptr : &*found;
}

std::optional<std::chrono::milliseconds> nginx_time(std::string_view text) {
    if (text.ends_with("ms")) {
        const auto n = base::parse_int(text.substr(0, text.size() - 2));
        return n ? std::optional{std::chrono::milliseconds{*n}} : std::nullopt;
    }
    const auto span = base::parse_duration(text);
    return span ? std::optional{std::chrono::milliseconds{*span}} : std::nullopt;
}

/// Passes it requests on to us? By the name of our socket or of our upstream.
bool is_ours(const std::vector<Directive>& site) {
    return std::any_of(
        site.begin(), site.end(),
        [](const Directive& d) {
            return (d.name == "proxy_pass" || d.name == "server") && !d.arguments.empty() &&
                   d.arguments[0].find("shoporder") != std::string::npos;
        });
}

std::vector<Directive> read_site(const std::filesystem::path& path) {
    return read_directives(base::read_file(path, k_largest_file));
}

void judge_body_limit(const std::string& path, const std::vector<Directive>& site,
                      std::optional<std::uint64_t> general, std::size_t wanted, Findings& out) {
    const Directive* set = last_of(site, "client_max_body_size");
    const std::uint64_t limit =
        (set != nullptr ? nginx_size(set->arguments[0]) : general).value_or(k_nginx_preset);
    if (limit == 0 || limit >= wanted) // 0: none
        return;
    const std::string mib = std::to_string(wanted >> 20U) + "m";
    out.fault("nginx-body-limit", path,
              path +
                  (set != nullptr ? " sets client_max_body_size to "
                                  : " sets no client_max_body_size, so that it is ") +
                  report::size_text(limit) + ", and shoporder takes " + report::size_text(wanted) +
                  ": larger orders are refused with 413, and Shopify gives up after 4 hours",
              "`client_max_body_size " + mib + ";` in its server block, then " + k_reload);
}

void judge_proxy(const std::string& path, const std::vector<Directive>& site, Findings& out) {
    if (const Directive* d = last_of(site, "proxy_request_buffering");
        d != nullptr && d->arguments[0] == "off")
        out.fault("nginx-buffering", path,
                  path + " sets proxy_request_buffering off: slow clients reach shoporder and take "
                         "its workers",
                  "`proxy_request_buffering on;`, then " + std::string{k_reload});
    const Directive* d = last_of(site, "proxy_read_timeout");
    const auto timeout = d == nullptr ? std::nullopt : nginx_time(d->arguments[0]);
    if (d != nullptr && timeout && *timeout < std::chrono::seconds{2})
        out.warning("nginx-timeout", path,
                    path + " sets proxy_read_timeout to " + d->arguments[0] +
                        ": a busy disk alone takes longer, and Shopify gets 504",
                    "`proxy_read_timeout 4s;`, then " + std::string{k_reload});
    else if (d == nullptr || (timeout && *timeout > k_shopify_waits))
        out.hint("nginx-timeout", path,
                 path +
                     (d == nullptr ? " sets no proxy_read_timeout, so that it is 60 s"
                                   : " sets proxy_read_timeout to " + d->arguments[0]) +
                     "; Shopify waits for 5 s, and its next try meets the first one",
                 "`proxy_read_timeout 4s;`, then " + std::string{k_reload});
}

void judge_name(const std::string& path, const std::vector<Directive>& site, Findings& out) {
    for (const Directive& d : site)
        if (d.name == "server_name" && std::find(d.arguments.begin(), d.arguments.end(),
                                                 "hooks.example.com") != d.arguments.end()) {
            out.fault("nginx-name", path, path + " still has the example's name hooks.example.com",
                      "write your host name there, then " + std::string{k_reload});
            break;
        }
    if (const Directive* d = last_of(site, "ssl_certificate");
        d != nullptr && d->arguments[0].find("snakeoil") != std::string::npos)
        out.fault("nginx-certificate", path,
                  path + " uses Debian's self-signed certificate, which Shopify refuses",
                  "`certbot --nginx -d YOUR.HOST.NAME`");
    if (last_of(site, "ssl_certificate") == nullptr)
        out.warning("nginx-certificate", path,
                    path + " has no ssl_certificate; Shopify sends webhooks over https alone",
                    "`certbot --nginx -d YOUR.HOST.NAME`, unless TLS ends before nginx");
}

/// Files that nginx.conf of Debian includes: all of sites-enabled, *.conf of conf.d.
std::vector<std::filesystem::path> files_in_force(const std::filesystem::path& folder,
                                                  std::string& unread) {
    std::vector<std::filesystem::path> out;
    for (const char* const name : {"sites-enabled", "conf.d"}) {
        std::error_code error;
        std::filesystem::directory_iterator entry{folder / name, error};
        if (error && error != std::errc::no_such_file_or_directory)
            unread = "cannot read " + (folder / name).string() + ": " + error.message();
        for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error))
            if (name == std::string_view{"sites-enabled"} || entry->path().extension() == ".conf")
                out.push_back(entry->path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace

std::vector<Directive> read_directives(std::string_view text) {
    std::vector<Directive> out;
    Directive now;
    for (std::string word = next_word(text); !word.empty(); word = next_word(text)) {
        if (word == ";" || word == "{" || word == "}") {
            if (!now.name.empty())
                out.push_back(std::exchange(now, {}));
        } else if (now.name.empty()) {
            now.name = std::move(word);
        } else {
            now.arguments.push_back(std::move(word));
        }
    }
    return out;
}

std::optional<std::uint64_t> nginx_size(std::string_view text) {
    unsigned shift = 0;
    if (!text.empty())
        switch (text.back()) {
        case 'k':
        case 'K':
            shift = 10;
            break;
        case 'm':
        case 'M':
            shift = 20;
            break;
        case 'g':
        case 'G':
            shift = 30;
            break;
        default:
            break;
        }
    if (shift != 0)
        text.remove_suffix(1);
    const auto number = base::parse_int(text);
    if (!number || *number < 0 || *number > (std::int64_t{1} << 32U))
        return std::nullopt;
    return static_cast<std::uint64_t>(*number) << shift;
}

void judge_site(const std::string& path, const std::vector<Directive>& site,
                std::optional<std::uint64_t> general_limit, std::size_t body_limit, Findings& out) {
    judge_body_limit(path, site, general_limit, body_limit, out);
    judge_proxy(path, site, out);
    judge_name(path, site, out);
}

NginxSeen look_at_nginx(const std::filesystem::path& folder, std::size_t body_limit,
                        Findings& out) {
    NginxSeen seen;
    std::error_code error;
    if (!std::filesystem::exists(folder / "nginx.conf", error)) {
        seen.unread = "there is no " + (folder / "nginx.conf").string() +
                      "; whatever takes webhooks for serve must hand them on whole, up to " +
                      report::size_text(body_limit) + ", within 5 s";
        return seen;
    }
    const auto files = files_in_force(folder, seen.unread);
    try {
        const auto general = read_site(folder / "nginx.conf");
        const Directive* limit = last_of(general, "client_max_body_size");
        for (const auto& path : files) {
            const auto site = read_site(path);
            if (!is_ours(site))
                continue;
            seen.sites.push_back(path.string());
            judge_site(path.string(), site,
                       limit == nullptr ? std::nullopt : nginx_size(limit->arguments[0]),
                       body_limit, out);
        }
    } catch (const base::Error& failed) {
        seen.unread = failed.what();
    }
    if (seen.sites.empty() && seen.unread.empty())
        out.fault("nginx-no-site", folder.string(),
                  "nginx passes nothing on to shoporder: no file in " +
                      (folder / "sites-enabled").string() + " or conf.d names its socket",
                  "share/nginx/shoporder.conf says how; or if serve is reached another way, leave "
                  "this out");
    return seen;
}

} // namespace shoporder::flow
