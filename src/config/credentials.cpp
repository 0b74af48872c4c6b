#include "config/credentials.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shoporder::config {

namespace {

using base::Error;
using base::Exit;

constexpr std::string_view k_variable_prefix = "SHOPORDER_CREDENTIAL_";
constexpr std::array<std::string_view, 2> k_shopify_variables = {"SHOPIFY_API_SECRET",
                                                                 "SHOPIFY_WEBHOOK_SECRET"};
constexpr std::size_t k_largest = 64U << 10U; ///< bytes; private keys are the largest there are

bool valid_name(std::string_view name) noexcept {
    const auto alnum = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !name.empty() && name.size() <= 64 && alnum(name[0]) &&
           std::all_of(name.begin(), name.end(),
                       [&](char c) { return alnum(c) || c == '.' || c == '_' || c == '-'; });
}

std::string without_newline(std::string value) {
    if (value.ends_with('\n'))
        value.pop_back();
    if (value.ends_with('\r'))
        value.pop_back();
    return value;
}

/// Checks and cuts; `where` is for the message, which never shows the value.
std::string usable(std::string value, const std::string& where) {
    value = without_newline(std::move(value));
    if (value.empty())
        throw Error(Exit::config, where + " is empty; use `shoporder credential set NAME`");
    if (value.size() > k_largest || value.find('\0') != std::string::npos)
        throw Error(Exit::config,
                    where + " is no credential: it holds NUL bytes or more than 64 KiB");
    return value;
}

struct FileResult {
    std::optional<std::string> value;
    int errnum = 0; ///< why it could not be opened, 0 when it was
};

/// `shared`: systemd's own folder, whose ACLs show up as group bits.
FileResult read_secret_file(const std::filesystem::path& path, bool shared) {
    // O_NONBLOCK: a FIFO of that name must not hang us before fstat says what it is.
    const base::UniqueFd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
    if (!fd)
        return {std::nullopt, errno};
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0)
        throw base::system_error("cannot examine " + path.string(), errno);
    if (!S_ISREG(info.st_mode))
        throw Error(Exit::config, path.string() + " is no regular file");
    if (!shared && (info.st_mode & 077U) != 0)
        throw Error(Exit::permission,
                    fmt::format("{} can be read by others (mode {:04o}); run: chmod 600 {}",
                                path.string(), info.st_mode & 07777U, path.string()));
    std::string value;
    std::array<char, 4096> buffer{};
    while (value.size() <= k_largest + 2) {
        const ssize_t count = ::read(fd.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw base::system_error("cannot read " + path.string(), errno);
        if (count == 0)
            break;
        value.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return {usable(std::move(value), path.string()), 0};
}

} // namespace

void check_credential_name(std::string_view name) {
    if (!valid_name(name))
        throw Error(Exit::config,
                    fmt::format("credential name `{}`: use 1 to 64 of a-z, 0-9, `.`, `_` and `-`, "
                                "the first a letter or digit",
                                base::printable(name, 40)));
}

std::string credential_variable(std::string_view name) {
    std::string out{k_variable_prefix};
    for (const char c : name)
        out += c == '-' || c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return out;
}

Credentials::Credentials(std::filesystem::path folder, const Environment& environment)
    : m_folder(std::move(folder)) {
    for (const auto& [variable, value] : environment)
        if (variable.starts_with(k_variable_prefix) ||
            std::find(k_shopify_variables.begin(), k_shopify_variables.end(), variable) !=
                k_shopify_variables.end())
            m_variables.emplace(variable, value);
    if (const auto found = environment.find("CREDENTIALS_DIRECTORY"); found != environment.end())
        m_unit_folder = found->second;
}

std::optional<Credential> Credentials::find(std::string_view name) const {
    check_credential_name(name);
    if (!m_unit_folder.empty()) {
        const auto path = m_unit_folder / ("cred_" + std::string{name});
        if (auto result = read_secret_file(path, true); result.value)
            return Credential{std::move(*result.value), path.string()};
    }
    FileResult result{std::nullopt, ENOENT};
    const auto path = m_folder / std::string{name};
    if (!m_read) {
        result = read_secret_file(path, false);
        if (result.value)
            return Credential{std::move(*result.value), path.string()};
    } else if (const auto found = m_read->find(name); found != m_read->end()) {
        if (const auto* error = std::get_if<Error>(&found->second))
            throw Error{*error};
        return std::get<Credential>(found->second);
    }

    const std::string variable = credential_variable(name);
    if (const auto found = m_variables.find(variable); found != m_variables.end())
        return Credential{usable(found->second, variable), variable};
    // In a unit the folder is closed to the service's user by design: systemd handed over what
    // there was. Anywhere else "may not look" must not read as "is not there".
    const bool absent = result.errnum == ENOENT || result.errnum == ENOTDIR;
    if (!absent && m_unit_folder.empty())
        throw base::system_error("cannot read " + path.string(), result.errnum);
    return std::nullopt;
}

void Credentials::read_all() {
    std::map<std::string, Found, std::less<>> all;
    for (const std::string& name : list())
        try {
            if (auto found = find(name))
                all.insert_or_assign(name, *std::move(found));
        } catch (const Error& error) {
            all.insert_or_assign(name, error); // must not stop who does not need it
        }
    m_read = std::move(all);
}

std::string Credentials::read(std::string_view name) const {
    if (auto found = find(name))
        return std::move(found->value);
    if (!m_unit_folder.empty())
        throw Error(Exit::config,
                    fmt::format("no credential `{0}`: run `shoporder credential set {0}`, then "
                                "restart the unit, which reads credentials at its start",
                                name));
    throw Error(Exit::config, fmt::format("no credential `{0}`: run `shoporder credential set {0}` "
                                          "(looked for {1} and {2})",
                                          name, (m_folder / std::string{name}).string(),
                                          credential_variable(name)));
}

std::vector<SigningSecret> Credentials::signing_secrets(std::span<const std::string> names) const {
    std::vector<SigningSecret> out;
    for (const std::string& name : names)
        if (auto found = find(name))
            out.push_back({name, std::move(found->value)});
    if (!out.empty())
        return out;
    for (const std::string_view variable : k_shopify_variables) {
        const auto found = m_variables.find(std::string{variable});
        if (found != m_variables.end() && !found->second.empty())
            out.push_back({std::string{variable}, usable(found->second, std::string{variable})});
    }
    return out;
}

void Credentials::set(std::string_view name, std::string_view value) const {
    check_credential_name(name);
    if (base::trim(value).empty())
        throw Error(Exit::data,
                    fmt::format("the value of `{0}` is empty: nothing was stored; type it when you "
                                "are asked, or: shoporder credential set {0} < FILE",
                                name));
    const std::string bytes = usable(std::string{value}, fmt::format("credential `{}`", name));
    if (!std::filesystem::exists(m_folder)) {
        std::error_code error;
        std::filesystem::create_directories(m_folder.parent_path(), error);
        // mkdir with the final mode: there is no moment at which others can look in.
        if (::mkdir(m_folder.c_str(), 0700) != 0 && errno != EEXIST)
            throw base::system_error("cannot make the folder " + m_folder.string(), errno);
    }
    base::write_file(m_folder / std::string{name}, bytes, 0600);
}

bool Credentials::remove(std::string_view name) const {
    check_credential_name(name);
    const auto path = m_folder / std::string{name};
    if (::unlink(path.c_str()) == 0)
        return true;
    if (errno == ENOENT || errno == ENOTDIR)
        return false;
    throw base::system_error("cannot remove " + path.string(), errno);
}

std::vector<std::string> Credentials::list() const {
    std::vector<std::string> out;
    std::error_code error;
    std::filesystem::directory_iterator entry{m_folder, error};
    if (error && error != std::errc::no_such_file_or_directory)
        throw base::system_error("cannot read the folder " + m_folder.string(), error.value());
    for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error))
        // Temporary files of a set() under way start with a dot and are no names.
        if (std::string name = entry->path().filename().string(); valid_name(name))
            out.push_back(std::move(name));
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace shoporder::config
