#include "remote/curl_options.hpp"

#include "remote/listing.hpp"

#include <algorithm>
#include <memory>
#include <new>

namespace shoporder::remote {

using order::Scheme;

namespace {

struct TextDeleter {
    void operator()(char* text) const noexcept { libcurl().free(text); }
};

bool has_control(std::string_view text) {
    return std::any_of(
        text.begin(), text.end(),
        [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte < 0x20 || byte == 0x7f;
        });
}

} // namespace

std::string escaped(CURL* handle, std::string_view text) {
    if (text.empty())
        return {};
    const std::unique_ptr<char, TextDeleter> out{
        libcurl().easy_escape(handle, text.data(), static_cast<int>(text.size()))};
    if (!out)
        throw std::bad_alloc{};
    return out.get();
}

std::string why_unusable(const Settings& settings) {
    const order::Endpoint& e = settings.endpoint;
    if (e.host.empty() || has_control(e.host) ||
        e.host.find_first_of(" /\\@#?%[]") != std::string::npos)
        return "the host name is empty or holds characters a host name cannot have";
    if (has_control(e.user))
        return "the user name holds control characters";
    if (has_control(e.folder))
        return "the folder holds control characters";
    if (has_control(settings.password))
        return "the password holds control characters (a line break at its end?)";
    if (!settings.subfolder.empty() && !is_plain_name(settings.subfolder))
        return "the subfolder is no plain name";
    if (e.port < 0 || e.port > 65535)
        return "the port is out of range";
    if (is_ssh(settings.endpoint) && settings.host_key_sha256.empty() &&
        settings.known_hosts.empty())
        return "sftp needs the server's key: set host_key or known_hosts";
    return {};
}

void set_transport(CURL* h, const Settings& settings) {
    const order::Endpoint& e = settings.endpoint;
    set(h, CURLOPT_PROTOCOLS_STR,
        is_ssh(settings.endpoint)  ? "sftp"
        : e.scheme == Scheme::ftps ? "ftps"
                                   : "ftp");
    set(h, CURLOPT_PROXY, ""); // else the environment's ftp_proxy and ALL_PROXY count
    set(h, CURLOPT_NOSIGNAL, 1L);
    if (!e.user.empty())
        set(h, CURLOPT_USERNAME, e.user.c_str());
    set(h, CURLOPT_PASSWORD, settings.password.c_str());
    // The login too, by libcurl's count; ConnectWatch ends what does not connect.
    set(h, CURLOPT_CONNECTTIMEOUT,
        static_cast<long>((settings.connect_timeout + settings.response_timeout).count()));
    set(h, CURLOPT_TIMEOUT, static_cast<long>(settings.transfer_timeout.count()));
    set(h, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(settings.response_timeout.count()));
    set(h, CURLOPT_LOW_SPEED_LIMIT, 100L);
    set(h, CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings.response_timeout.count()));
    set(h, CURLOPT_TCP_KEEPALIVE, 1L);
    // Each data connection's port is an address of its own to libcurl 7.88: it would be kept for a
    // minute, and each call walks them all. The control connection is kept; a new one looks afresh.
    set(h, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
    if (is_ssh(settings.endpoint))
        return;
    set(h, CURLOPT_FTP_USE_EPSV, settings.epsv ? 1L : 0L);
    set(h, CURLOPT_FTP_SKIP_PASV_IP, 1L); // a private address behind NAT
    if (settings.active)
        set(h, CURLOPT_FTPPORT, "-"); // our address of the control connection
    set(h, CURLOPT_FTP_CREATE_MISSING_DIRS, 0L);
    set(h, CURLOPT_TRANSFERTEXT, 0L);
    // One CWD for the whole folder, and none at all while the connection is reused.
    set(h, CURLOPT_FTP_FILEMETHOD, static_cast<long>(CURLFTPMETHOD_SINGLECWD));
}

void set_security(CURL* h, const Settings& settings) {
    if (is_ssh(settings.endpoint)) {
        // Without one of these libcurl accepts any host key.
        if (!settings.host_key_sha256.empty())
            set(h, CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, settings.host_key_sha256.c_str());
        if (!settings.known_hosts.empty())
            set(h, CURLOPT_SSH_KNOWNHOSTS, settings.known_hosts.c_str());
        if (settings.private_key_file.empty()) {
            set(h, CURLOPT_SSH_AUTH_TYPES,
                static_cast<long>(CURLSSH_AUTH_PASSWORD | CURLSSH_AUTH_KEYBOARD));
        } else {
            set(h, CURLOPT_SSH_AUTH_TYPES, static_cast<long>(CURLSSH_AUTH_PUBLICKEY));
            set(h, CURLOPT_SSH_PRIVATE_KEYFILE, settings.private_key_file.c_str());
        }
        return;
    }
    if (settings.endpoint.scheme == Scheme::ftp)
        return;
    set(h, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL)); // TRY and CONTROL leave data clear
    set(h, CURLOPT_SSL_VERIFYPEER, 1L);
    set(h, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!settings.ca_file.empty())
        set(h, CURLOPT_CAINFO, settings.ca_file.c_str());
    if (!settings.pin.empty())
        set(h, CURLOPT_PINNEDPUBLICKEY, settings.pin.c_str());
    if (settings.tls13) {
        // TLS 1.3 sessions are not resumed on a reused connection by this libcurl: servers
        // that require it refuse half of the files (522, 425).
        set(h, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(h, CURLOPT_FORBID_REUSE, 1L);
    } else {
        set(h, CURLOPT_SSLVERSION,
            static_cast<long>(CURL_SSLVERSION_TLSv1_2) | CURL_SSLVERSION_MAX_TLSv1_2);
    }
}

std::string make_url(CURL* handle, const order::Endpoint& e, std::string_view name) {
    std::string out = is_ssh(e) ? "sftp://" : e.scheme == Scheme::ftps ? "ftps://" : "ftp://";
    out += e.host.find(':') == std::string::npos ? e.host : '[' + e.host + ']';
    if (e.port != 0)
        out += ':' + std::to_string(e.port);
    out += '/';
    std::string_view folder = e.folder;
    if (is_ssh(e)) {
        // libcurl: sftp://host/~/x is relative to the login folder, all else absolute.
        if (folder.starts_with('/'))
            folder.remove_prefix(1);
        else
            out += "~/";
    } else if (folder.starts_with('/')) {
        out += "%2F";
        folder.remove_prefix(1);
    }
    while (!folder.empty()) {
        const auto slash = folder.find('/');
        out += escaped(handle, folder.substr(0, slash)) + '/';
        folder.remove_prefix(slash == std::string_view::npos ? folder.size() : slash + 1);
    }
    if (const auto slash = name.find('/'); slash != std::string_view::npos) {
        out += escaped(handle, name.substr(0, slash)) + '/';
        name.remove_prefix(slash + 1);
    }
    return out + escaped(handle, name);
}

} // namespace shoporder::remote
