#pragma once
// Purpose: one HTTPS request and its answer, on a connection that is kept for the next. Mechanism,
// no policy: HttpsReply says what happened, the caller decides what it means. State: one network
// connection. Fails: every remote failure is an HttpsReply; std::bad_alloc; Error(bug) when libcurl
// refuses a setting. Threads: one at a time. Certificates are verified, redirects are not followed,
// no proxy of the environment is used.
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace shoporder::remote {

struct HttpsSettings {
    std::chrono::seconds connect_timeout{10}; ///< the name, the connection and TLS
    std::chrono::seconds answer_timeout{60};  ///< the whole of one call
    std::size_t most_bytes = 32U << 20U;      ///< of an answer's body
    std::string ca_file;                      ///< certificates to trust; "": the system's
    std::function<bool()> stopped;            ///< asked once a second; true ends the call
};

struct HttpsReply {
    /// What the transport made of it.
    enum class Wire {
        answered,    ///< `status` and what follows are the server's
        unreachable, ///< nothing was sent: no address, no connection, no TLS
        untrusted,   ///< nothing was sent: the certificate is not the server's
        broken,      ///< it may have been received and done; the answer is lost
        cancelled,   ///< as `broken`, because `stopped` said so
    } wire = Wire::unreachable;
    int status = 0;                             ///< HTTP's
    std::map<std::string, std::string> headers; ///< names in small letters, the last of each
    std::string body;
    std::string text; ///< what went wrong on the wire, one printable line

    /// "" where there is none.
    [[nodiscard]] std::string header(const std::string& name) const;
};

struct HttpsRequest {
    std::string url; ///< https://… alone
    std::map<std::string, std::string> headers;
    std::string body;
    /// Must not be done twice: it goes out on a connection of its own, for libcurl sends again by
    /// itself what a kept one swallowed.
    bool once = false;
};

/// "name=value&…", percent-encoded, as a form sends it.
[[nodiscard]] std::string form_body(const std::map<std::string, std::string>& fields);

class HttpsCall {
public:
    explicit HttpsCall(HttpsSettings settings);
    ~HttpsCall();
    HttpsCall(const HttpsCall&) = delete;
    HttpsCall& operator=(const HttpsCall&) = delete;

    HttpsReply post(const HttpsRequest& request);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace shoporder::remote
