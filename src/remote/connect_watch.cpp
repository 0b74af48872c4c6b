#include "remote/connect_watch.hpp"

#include "remote/curl_options.hpp"

namespace shoporder::remote {

using Clock = std::chrono::steady_clock;

void ConnectWatch::attach(CURL* handle, const Conversation& talk) {
    m_handle = handle;
    m_talk = &talk;
    m_since.reset();
    set(handle, CURLOPT_SOCKOPTFUNCTION, &ConnectWatch::opened);
    set(handle, CURLOPT_SOCKOPTDATA, this);
}

int ConnectWatch::opened(void* self, curl_socket_t, curlsocktype) {
    auto& watch = *static_cast<ConnectWatch*>(self);
    if (watch.m_talk->phase() == Phase::connect) // else it is a data connection's
        watch.m_since = Clock::now();
    return CURL_SOCKOPT_OK;
}

bool ConnectWatch::too_long(std::chrono::seconds limit) const {
    curl_off_t after = 0; // microseconds; 0 until a new connection is there, always with an old one
    return m_since && Clock::now() - *m_since > limit &&
           libcurl().easy_getinfo(m_handle, CURLINFO_CONNECT_TIME_T, &after) == CURLE_OK &&
           after == 0;
}

} // namespace shoporder::remote
