#include "remote/curl_handles.hpp"

#include "base/error.hpp"
#include "remote/result_codes.hpp"

#include <chrono>
#include <new>
#include <sys/select.h>
#include <sys/socket.h>
#include <thread>

namespace shoporder::remote {

namespace {

// What deliver judges by.
static_assert(result::k_unsupported_protocol == CURLE_UNSUPPORTED_PROTOCOL);
static_assert(result::k_url_malformed == CURLE_URL_MALFORMAT);
static_assert(result::k_not_built_in == CURLE_NOT_BUILT_IN);
static_assert(result::k_unknown_host == CURLE_COULDNT_RESOLVE_HOST);
static_assert(result::k_could_not_connect == CURLE_COULDNT_CONNECT);
static_assert(result::k_timed_out == CURLE_OPERATION_TIMEDOUT);
static_assert(result::k_send_error == CURLE_SEND_ERROR);
static_assert(result::k_certificate_problem == CURLE_SSL_CERTPROBLEM);
static_assert(result::k_cipher_problem == CURLE_SSL_CIPHER);
static_assert(result::k_peer_not_verified == CURLE_PEER_FAILED_VERIFICATION);
static_assert(result::k_file_too_long == CURLE_FILESIZE_EXCEEDED);
static_assert(result::k_tls_refused == CURLE_USE_SSL_FAILED);
static_assert(result::k_login_denied == CURLE_LOGIN_DENIED);
static_assert(result::k_disk_full == CURLE_REMOTE_DISK_FULL);
static_assert(result::k_authorities_unreadable == CURLE_SSL_CACERT_BADFILE);
static_assert(result::k_issuer_problem == CURLE_SSL_ISSUER_ERROR);
static_assert(result::k_pin_mismatch == CURLE_SSL_PINNEDPUBKEYNOTMATCH);
static_assert(result::k_certificate_status == CURLE_SSL_INVALIDCERTSTATUS);

/// For how long curl_multi_poll may sleep. When a server answers EPSV at once, this libcurl comes
/// back with no socket to wait for though it has the next step to do, and would sleep for a whole
/// second, with curl_easy_perform, too. Without a socket: go on at once, then (a name is being
/// resolved) look every few milliseconds.
int nap(CURLM* m, int& idle) {
    fd_set read;
    fd_set write;
    fd_set error;
    FD_ZERO(&read);
    FD_ZERO(&write);
    FD_ZERO(&error);
    int highest = -1;
    libcurl().multi_fdset(m, &read, &write, &error, &highest);
    if (highest >= 0) {
        idle = 0;
        return 1000;
    }
    return ++idle > 2 ? 5 : 0;
}

/// A near server answers sooner than a sleeping process is woken: on a virtual machine a third of
/// the time of a small file goes into being woken. So look for an answer for a moment before
/// sleeping; and no more with a server that is farther away, where waiting must cost nothing.
bool answered_soon(CURLM* m) {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::microseconds k_moment{200};
    constexpr int k_far = 16;         // so many answers in a row that took longer
    constexpr int k_look_again = 256; // it may have become quick
    static const bool alone = std::thread::hardware_concurrency() < 2;
    thread_local int late = 0;
    if (alone || (late >= k_far && ++late % k_look_again != 0))
        return false;
    const auto end = Clock::now() + k_moment;
    int events = 0;
    do
        libcurl().multi_poll(m, nullptr, 0, 0, &events);
    while (events == 0 && Clock::now() < end);
    late = events > 0 ? 0 : late + 1;
    return events > 0;
}

} // namespace

void append(Commands& list, const std::string& line) {
    curl_slist* longer = libcurl().slist_append(list.get(), line.c_str());
    if (longer == nullptr)
        throw std::bad_alloc{};
    static_cast<void>(list.release());
    list.reset(longer);
}

void start_libcurl() {
    // Once for the process, before the first handle; a static is initialised by one thread only.
    static const CURLcode started = libcurl().global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK)
        throw base::Error(base::Exit::bug, "libcurl cannot start");
}

CURLcode drive(CURLM* m, CURL* easy, const std::function<CURLcode()>& give_up) {
    if (libcurl().multi_add_handle(m, easy) != CURLM_OK)
        return CURLE_FAILED_INIT;
    CURLcode result = CURLE_OK;
    int idle = 0;
    while (result == CURLE_OK) {
        int running = 0;
        if (libcurl().multi_perform(m, &running) != CURLM_OK)
            result = CURLE_FAILED_INIT;
        else if (running == 0)
            break;
        else if (result = give_up(); result == CURLE_OK && !answered_soon(m))
            libcurl().multi_poll(m, nullptr, 0, nap(m, idle), nullptr);
    }
    int left = 0;
    while (const CURLMsg* message = libcurl().multi_info_read(m, &left))
        if (message->msg == CURLMSG_DONE)
            result = message->data.result;
    // Later libcurl would say QUIT to it and wait for the answer as long as for any other: not
    // where somebody has had enough of waiting.
    if (curl_socket_t open = CURL_SOCKET_BAD;
        result == CURLE_ABORTED_BY_CALLBACK &&
        libcurl().easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &open) == CURLE_OK &&
        open != CURL_SOCKET_BAD)
        ::shutdown(open, SHUT_RDWR);
    libcurl().multi_remove_handle(m, easy);
    return result;
}

} // namespace shoporder::remote
