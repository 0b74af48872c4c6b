#pragma once
// Purpose: where passwords and signing secrets come from, and the folder they are kept in.
// Looked for in this order: $CREDENTIALS_DIRECTORY/cred_NAME (what systemd's
// LoadCredential=cred:FOLDER makes of a folder), FOLDER/NAME, then SHOPORDER_CREDENTIAL_NAME.
// State: files; the captured environment variables; and after read_all() the folder's files.
// Fails: Error(config|permission) naming the credential and the remedy, never its value.
// Threads: const members from any thread.
#include "base/error.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shoporder::config {

/// Environment variables as captured once by main; tests bring their own.
using Environment = std::map<std::string, std::string>;

inline constexpr std::string_view k_default_credentials = "/etc/shoporder/credentials";

/// What Shopify's secrets begin with, in small letters: the client secret of an app, which signs
/// webhooks, and the access tokens of its APIs, which sign nothing.
inline constexpr std::string_view k_app_secret = "shpss_";
inline constexpr std::array<std::string_view, 4> k_access_tokens{"shpat_", "shpca_", "shppa_",
                                                                 "shpua_"};

/// Throws Error(config) unless `name` is [a-z0-9][a-z0-9._-]{0,63}: it becomes a file name.
void check_credential_name(std::string_view name);

/// "acme-ftp" → "SHOPORDER_CREDENTIAL_ACME_FTP"; `.` becomes `_` as well.
[[nodiscard]] std::string credential_variable(std::string_view name);

struct Credential {
    std::string value;  ///< one trailing newline is cut; never empty
    std::string origin; ///< where it was found, for `config show` and `doctor`
};

struct SigningSecret {
    std::string label; ///< the credential's or the variable's name; safe to log
    std::string value;
};

class Credentials {
public:
    Credentials() = default;
    /// Keeps only the variables that hold credentials.
    Credentials(std::filesystem::path folder, const Environment& environment);

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return m_folder; }

    /// nullopt where it is nowhere. A file that others may read, that is empty or no regular
    /// file, is an Error: it must not be passed over in silence.
    [[nodiscard]] std::optional<Credential> find(std::string_view name) const;
    /// Reads the folder now, once and for all, for a process that will not be allowed to later. A
    /// file that cannot be used is an Error for whoever needs it, as in find().
    void read_all();
    /// As find(), but a missing one is an Error(config) with the remedy.
    [[nodiscard]] std::string read(std::string_view name) const;

    /// The secrets `names` stand for; names without a credential are passed over. Where none is
    /// found, SHOPIFY_API_SECRET and SHOPIFY_WEBHOOK_SECRET count. Empty: nothing can be verified.
    [[nodiscard]] std::vector<SigningSecret>
    signing_secrets(std::span<const std::string> names) const;

    /// Writes FOLDER/NAME, 0600, synced; makes the folder (0700). Cuts one trailing newline.
    void set(std::string_view name, std::string_view value) const;
    /// False when there was none.
    bool remove(std::string_view name) const;
    /// The names in the folder, sorted; empty when there is no folder.
    [[nodiscard]] std::vector<std::string> list() const;

private:
    std::filesystem::path m_folder{k_default_credentials};
    std::filesystem::path m_unit_folder; ///< $CREDENTIALS_DIRECTORY, empty outside of units
    Environment m_variables;
    using Found = std::variant<Credential, base::Error>;
    std::optional<std::map<std::string, Found, std::less<>>> m_read; ///< by read_all(), by name
};

} // namespace shoporder::config
