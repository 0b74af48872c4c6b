#pragma once
// Purpose: one connection to a supplier's server: put, size, rename, list, get, remove.
// Mechanism, no policy: a Reply says what happened, deliver/ decides what it means.
// State: one network connection, reused between calls. Fails: every remote failure is a Reply;
// Error(config) for what could never work (missing credential file, bad scheme).
// Threads: a session belongs to one thread at a time; cancel() from any thread.
// Names are single path segments that the caller made; a name with a byte < 0x20, 0x7f, '/', '\',
// or a leading '-' is refused before anything is sent (Reply::refused_here). One exception: a name
// in Settings::subfolder, written "SUBFOLDER/NAME", is taken by put, size, sizes, rename, remove.
#include "base/file.hpp"
#include "order/supplier.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::remote {

/// How far a call got; the last phase that was begun.
enum class Phase { connect, login, folder, put, size, rename, list, get, remove };
[[nodiscard]] std::string_view name(Phase phase) noexcept;

struct Reply {
    bool ok = false;
    int curl = 0; ///< CURLcode (0 is CURLE_OK); for other transports their nearest one
    int code = 0; ///< the server's last reply code to *this* call's commands, 0 when none
    Phase phase = Phase::connect;
    bool data_sent = false;    ///< the data connection was opened and bytes may have landed
    bool rename_sent = false;  ///< RNTO (or its like) went out: it may have happened
    bool refused_here = false; ///< never sent: the name or a setting is unacceptable
    bool cancelled = false;
    bool wants_tls = false; ///< refused because the connection has no TLS; `text` names the url
    std::string text;       ///< the server's or libcurl's words in one printable line, no secrets
};

struct SizeReply {
    Reply reply;                        ///< ok also when the file is surely absent
    std::optional<std::uint64_t> bytes; ///< nullopt with ok: no such file
};

struct Entry {
    std::string name;
    std::optional<std::uint64_t> bytes;
    bool folder = false;
};
struct ListReply {
    Reply reply;
    std::vector<Entry> entries;
};
struct GetReply {
    Reply reply;
    std::string bytes;
};

/// Everything a session needs; plain values filled by flow.
struct Settings {
    order::Endpoint endpoint;
    std::string password;                      ///< never logged, never in an argument
    std::chrono::seconds connect_timeout{10};  ///< the name and the TCP connection
    std::chrono::seconds response_timeout{30}; ///< each answer, those of the login too
    std::chrono::seconds transfer_timeout{300};
    bool epsv = true;             ///< fall back to PASV by itself when refused
    bool active = false;          ///< the server opens the data connection to us
    std::string ca_file;          ///< empty: the system's
    std::string pin;              ///< "sha256//BASE64" of the certificate's public key
    bool tls13 = false;           ///< opt in; then every transfer opens a fresh connection
    std::string host_key_sha256;  ///< SFTP: base64, as `ssh-keygen -l` prints it after "SHA256:"
    std::string known_hosts;      ///< SFTP: a file; one of the two is required
    std::string private_key_file; ///< SFTP: instead of a password
    std::string subfolder;        ///< a plain name: the folder below, where files are not whole yet
};

class Session {
public:
    virtual ~Session() = default;
    /// Connects and logs in, changes to the folder; `text` is the resolved folder when known.
    virtual Reply open() = 0;
    virtual Reply put(std::string_view name, std::string_view bytes) = 0;
    virtual SizeReply size(std::string_view name) = 0;
    /// Many at once, in the given order, each with its own reply; once the connection is lost, all
    /// that are left get that reply.
    virtual std::vector<SizeReply> sizes(std::span<const std::string> names);
    virtual Reply rename(std::string_view from, std::string_view to) = 0;
    virtual Reply remove(std::string_view name) = 0;
    /// Names alone where that is cheaper.
    virtual ListReply list() = 0;
    /// With the size of every plain file whose size the server tells.
    virtual ListReply list_with_sizes() { return list(); }
    virtual GetReply get(std::string_view name, std::uint64_t most) = 0;
    /// Ends the call under way soon (a few 100 ms); later calls answer `cancelled`.
    virtual void cancel() noexcept = 0;
};

/// ftp, ftpes, ftps and sftp by libcurl, file by the file system.
[[nodiscard]] std::unique_ptr<Session> make_session(const Settings& settings);

} // namespace shoporder::remote
