#pragma once
// Purpose: a session's settings as options of a libcurl handle: addresses, deadlines, TLS, host
// keys. State: the handle's. Fails: Error(bug) when libcurl does not know an option; why_unusable()
// by value. Private to remote, the home of libcurl. Threads: as the handle.
#include "base/error.hpp"
#include "remote/libcurl.hpp"
#include "remote/session.hpp"

#include <string>
#include <string_view>

namespace shoporder::remote {

template <class T>
void set(CURL* handle, CURLoption option, T value) {
    if (const CURLcode code = libcurl().easy_setopt(handle, option, value); code != CURLE_OK)
        throw base::Error(base::Exit::bug, std::string{"libcurl refuses a setting: "} +
                                               libcurl().easy_strerror(code));
}

[[nodiscard]] inline bool is_ssh(const order::Endpoint& endpoint) {
    return endpoint.scheme == order::Scheme::sftp;
}

/// Why no call can be made with these; empty when all is well. libcurl 7.88 sends CR LF raw from
/// user names and commands, so what holds control bytes is refused here. Never repeats a value.
[[nodiscard]] std::string why_unusable(const Settings& settings);

void set_transport(CURL* h, const Settings& settings);
void set_security(CURL* h, const Settings& settings);

/// Percent-encoded, as a part of a URL or of a form.
[[nodiscard]] std::string escaped(CURL* handle, std::string_view text);

/// The folder's URL with a name (perhaps below it), or with a slash at its end for "".
[[nodiscard]] std::string make_url(CURL* handle, const order::Endpoint& e, std::string_view name);

} // namespace shoporder::remote
