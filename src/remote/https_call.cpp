#include "remote/https_call.hpp"

#include "base/text.hpp"
#include "remote/curl_handles.hpp"
#include "remote/curl_options.hpp"

#include <array>
#include <new>
#include <utility>

namespace shoporder::remote {

using Wire = HttpsReply::Wire;

struct HttpsCall::State {
    HttpsSettings settings;
    Multi multi; // before easy: the easy handle is cleaned up first
    Easy easy;
    std::array<char, CURL_ERROR_SIZE> error{};
    HttpsReply* reply = nullptr;
    bool too_long = false;

    static std::size_t take_body(char* from, std::size_t size, std::size_t count, void* self);
    static std::size_t take_header(char* from, std::size_t size, std::size_t count, void* self);
};

std::size_t HttpsCall::State::take_body(char* from, std::size_t size, std::size_t count,
                                        void* self) {
    auto& state = *static_cast<State*>(self);
    const std::size_t bytes = size * count;
    if (state.reply->body.size() + bytes > state.settings.most_bytes) {
        state.too_long = true;
        return 0; // ends the transfer
    }
    state.reply->body.append(from, bytes);
    return bytes;
}

std::size_t HttpsCall::State::take_header(char* from, std::size_t size, std::size_t count,
                                          void* self) {
    constexpr std::size_t k_most_headers = 200;
    auto& headers = static_cast<State*>(self)->reply->headers;
    const std::string_view line{from, size * count};
    const std::size_t colon = line.find(':');
    if (line.starts_with("HTTP/")) // of an interim answer nothing counts
        headers.clear();
    else if (colon != std::string_view::npos && headers.size() < k_most_headers)
        headers[base::lower(line.substr(0, colon))] =
            std::string{base::trim(line.substr(colon + 1))};
    return line.size();
}

std::string HttpsReply::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string{} : found->second;
}

std::string form_body(const std::map<std::string, std::string>& fields) {
    const Easy handle{libcurl().easy_init()};
    std::string body;
    for (const auto& [name, value] : fields)
        body += (body.empty() ? "" : "&") + escaped(handle.get(), name) + "=" +
                escaped(handle.get(), value);
    return body;
}

HttpsCall::HttpsCall(HttpsSettings settings) : m_state(std::make_unique<State>()) {
    start_libcurl();
    m_state->settings = std::move(settings);
    m_state->multi.reset(libcurl().multi_init());
    m_state->easy.reset(libcurl().easy_init());
    if (!m_state->multi || !m_state->easy)
        throw std::bad_alloc{};
}

HttpsCall::~HttpsCall() = default;

namespace {

/// Did the request stay at home? libcurl counts what it has sent; of a kept connection that turns
/// out to be closed it sends again by itself only when nothing was answered and the method allows.
bool nothing_sent(CURL* h) {
    long bytes = 0;
    return libcurl().easy_getinfo(h, CURLINFO_REQUEST_SIZE, &bytes) == CURLE_OK && bytes == 0;
}

Wire wire_of(CURL* h, CURLcode code) {
    switch (code) {
    case CURLE_OK:
        return Wire::answered;
    case CURLE_ABORTED_BY_CALLBACK:
        return Wire::cancelled;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return Wire::untrusted;
    default:
        return nothing_sent(h) ? Wire::unreachable : Wire::broken;
    }
}

} // namespace

HttpsReply HttpsCall::post(const HttpsRequest& request) {
    HttpsReply reply;
    State& s = *m_state;
    CURL* const h = s.easy.get();
    libcurl().easy_reset(h); // keeps connections, the TLS session and the DNS cache
    s.reply = &reply;
    s.too_long = false;
    s.error.fill('\0');
    Commands headers;
    for (const auto& [name, value] : request.headers)
        append(headers, std::string{name}.append(": ").append(value));
    append(headers, "Expect:"); // a body of more than 1 MiB would wait a second for nothing
    set(h, CURLOPT_URL, request.url.c_str());
    set(h, CURLOPT_PROTOCOLS_STR, "https");
    set(h, CURLOPT_PROXY, ""); // else the environment's
    set(h, CURLOPT_NOSIGNAL, 1L);
    set(h, CURLOPT_FRESH_CONNECT, request.once ? 1L : 0L);
    set(h, CURLOPT_CONNECTTIMEOUT, static_cast<long>(s.settings.connect_timeout.count()));
    set(h, CURLOPT_TIMEOUT, static_cast<long>(s.settings.answer_timeout.count()));
    set(h, CURLOPT_SSL_VERIFYPEER, 1L);
    set(h, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!s.settings.ca_file.empty())
        set(h, CURLOPT_CAINFO, s.settings.ca_file.c_str());
    set(h, CURLOPT_ACCEPT_ENCODING, ""); // whatever this libcurl can unpack
    set(h, CURLOPT_HTTPHEADER, headers.get());
    set(h, CURLOPT_POST, 1L);
    set(h, CURLOPT_POSTFIELDS, request.body.data());
    set(h, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(h, CURLOPT_ERRORBUFFER, s.error.data());
    set(h, CURLOPT_WRITEFUNCTION, &State::take_body);
    set(h, CURLOPT_WRITEDATA, m_state.get());
    set(h, CURLOPT_HEADERFUNCTION, &State::take_header);
    set(h, CURLOPT_HEADERDATA, m_state.get());
    const CURLcode code = drive(s.multi.get(), h, [&s] {
        return s.settings.stopped && s.settings.stopped() ? CURLE_ABORTED_BY_CALLBACK : CURLE_OK;
    });
    long status = 0;
    libcurl().easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
    reply.status = static_cast<int>(status);
    reply.wire = wire_of(h, code);
    if (s.too_long)
        reply.text =
            "the answer is longer than " + std::to_string(s.settings.most_bytes) + " bytes";
    else if (code != CURLE_OK)
        reply.text =
            base::printable(s.error[0] != '\0' ? s.error.data() : libcurl().easy_strerror(code));
    s.reply = nullptr;
    return reply;
}

} // namespace shoporder::remote
