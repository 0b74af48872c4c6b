#include "flow/doctor/secrets.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "config/credentials.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sys/stat.h>

namespace shoporder::flow {

namespace {

using config::k_access_tokens;
using config::k_app_secret;

constexpr std::size_t k_digits_of_app_secret = 32; ///< hexadecimal ones, behind k_app_secret
constexpr std::size_t k_shortest_secret = 16;
constexpr std::size_t k_digest_bytes = 32;
constexpr std::size_t k_front_of_key = 160;

constexpr const char* k_right_kind =
    "take the client secret of the app (shpss_…), or for webhooks that were made in the admin the "
    "key that Settings > Notifications > Webhooks shows";

std::string set_again(const std::string& name) {
    return "`shoporder credential set " + name + "`, then `systemctl restart shoporder`";
}

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool has_space_around(std::string_view value) {
    return !value.empty() && (is_space(value.front()) || is_space(value.back()));
}

bool is_quoted(std::string_view value) {
    return value.size() > 1 && value.front() == value.back() &&
           (value.front() == '"' || value.front() == '\'');
}

/// A value of X-Shopify-Hmac-Sha256, copied instead of the secret.
bool is_signature(std::string_view value) {
    const auto bytes = value.ends_with('=') ? base::from_base64(value) : std::nullopt;
    return bytes && bytes->size() == k_digest_bytes;
}

/// Shopify's have letters, digits and `_` alone; what is pasted may bring along what is not seen.
bool has_odd_character(std::string_view value) {
    return std::any_of(
        value.begin(), value.end(), [](char c) { return c <= ' ' || c > '~'; });
}

/// What OpenSSH's own form begins with: it names the kind, whether the key is encrypted or not.
std::string front_of_key(std::string_view bytes) {
    std::string body;
    for (const std::string& line : base::split(bytes, '\n'))
        if (!line.starts_with("--"))
            body += line;
    body.resize(std::min(body.size(), k_front_of_key) / 4 * 4); // whole groups of base64
    return base::from_base64(body).value_or("");
}

const std::string_view* token_prefix(std::string_view value) {
    const auto* const found =
        std::find_if(k_access_tokens.begin(), k_access_tokens.end(),
                     [value](std::string_view prefix) { return value.starts_with(prefix); });
    return found == k_access_tokens.end() ? nullptr : found;
}

PrivateFile private_file(const std::filesystem::path& path, const struct stat& info) {
    return {path, S_ISDIR(info.st_mode), info.st_mode & 07777U, info.st_uid};
}

} // namespace

void judge_private_file(const PrivateFile& file, const std::set<uid_t>& owners, Findings& out) {
    const std::string path = file.path.string();
    const char* const what = file.folder ? "the folder " : "the file ";
    if ((file.mode & 077U) != 0)
        out.fault(
            "credential-open", path,
            what + path +
                fmt::format(" is open to others (mode {:04o})", static_cast<unsigned>(file.mode)),
            fmt::format("`chmod {} {}`; who had an account here may have read it, so change "
                        "the secrets, too",
                        file.folder ? "700" : "600", path));
    if (!owners.contains(file.owner))
        out.warning("credential-owner", path,
                    what + path + " belongs to the user " + std::to_string(file.owner) +
                        ", who can change it",
                    "`chown root:root " + path + "`");
}

bool look_at_files(const std::filesystem::path& folder, const std::set<uid_t>& owners,
                   Findings& out) {
    struct stat info {};
    if (::stat(folder.c_str(), &info) != 0)
        return errno == ENOENT; // nothing is kept in it
    judge_private_file(private_file(folder, info), owners, out);
    std::error_code error;
    std::filesystem::directory_iterator entry{folder, error};
    std::vector<std::filesystem::path> paths;
    for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error))
        paths.push_back(entry->path());
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths)
        if (::stat(path.c_str(), &info) == 0)
            judge_private_file(private_file(path, info), owners, out);
    return !error;
}

void judge_signing_secret(const std::string& name, std::string_view value, Findings& out) {
    const std::string whose = "the signing secret " + name;
    if (has_odd_character(value)) {
        out.fault("secret-white-space", name,
                  whose + " holds white space or characters that are not seen; Shopify's have none",
                  set_again(name));
        return;
    }
    if (is_quoted(value)) {
        out.fault("secret-quoted", name,
                  whose + " stands in quotation marks, which are no part of it", set_again(name));
        return;
    }
    if (const auto* prefix = token_prefix(value)) {
        out.fault("secret-is-token", name,
                  whose + " is an access token (" + std::string{*prefix} +
                      "…) of Shopify's API, and signs no webhook",
                  k_right_kind + (": " + set_again(name)));
        return;
    }
    if (is_signature(value)) {
        out.fault("secret-is-signature", name,
                  whose + " has the form of a signature (X-Shopify-Hmac-Sha256), not of a secret",
                  k_right_kind + (": " + set_again(name)));
        return;
    }
    if (value.starts_with(k_app_secret) &&
        value.size() != k_app_secret.size() + k_digits_of_app_secret) {
        out.fault("secret-cut", name,
                  whose + " is not as long as Shopify's secrets that begin with shpss_: it was not "
                          "copied whole, or twice",
                  set_again(name));
        return;
    }
    if (value.size() < k_shortest_secret)
        out.warning("secret-short", name, whose + " is shorter than any of Shopify's",
                    k_right_kind + (": " + set_again(name)));
}

void judge_password(const std::string& name, std::string_view value, Findings& out) {
    if (has_space_around(value))
        out.warning("password-white-space", name,
                    "the credential " + name + " begins or ends with white space",
                    "if the supplier did not give it so: `shoporder credential set " + name + "`");
}

void judge_key(const std::string& supplier, const std::string& path, std::string_view bytes,
               Findings& out) {
    const bool rsa = bytes.find("BEGIN RSA PRIVATE KEY") != std::string_view::npos ||
                     front_of_key(bytes).find("ssh-rsa") != std::string::npos;
    if (rsa)
        out.warning("key-rsa", supplier,
                    "supplier " + supplier + ": " + path +
                        " is an RSA key; servers with OpenSSH 8.8 or newer refuse it, because the "
                        "SSH library here signs with SHA-1 alone",
                    "`ssh-keygen -t ed25519 -f NEWFILE`, send NEWFILE.pub to the supplier, then "
                    "`shoporder supplier set " +
                        supplier + " transport.key_file=NEWFILE`");
}

} // namespace shoporder::flow
