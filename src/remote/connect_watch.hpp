#pragma once
// Purpose: how long a new connection may take to come about. libcurl's own limit counts the login
// too, and a server may answer a wrong password late on purpose: cut off there, it would look like
// a network in trouble and be tried for ever. State: one call's. Fails: not at all. Threads: one.
#include "remote/conversation.hpp"
#include "remote/libcurl.hpp"

#include <chrono>
#include <optional>

namespace shoporder::remote {

class ConnectWatch {
public:
    /// Both must outlive the call. Begins anew.
    void attach(CURL* handle, const Conversation& talk);
    /// The call under way has opened a socket, and after `limit` is still not connected.
    [[nodiscard]] bool too_long(std::chrono::seconds limit) const;

private:
    static int opened(void* self, curl_socket_t, curlsocktype);
    CURL* m_handle = nullptr;
    const Conversation* m_talk = nullptr;
    std::optional<std::chrono::steady_clock::time_point> m_since;
};

} // namespace shoporder::remote
