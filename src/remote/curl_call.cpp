#include "remote/curl_call.hpp"

#include "base/text.hpp"
#include "remote/curl_options.hpp"
#include "remote/listing.hpp"
#include "remote/ssh_words.hpp"
#include "remote/tls_words.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace shoporder::remote {

using Clock = std::chrono::steady_clock;

CurlCall::CurlCall(Settings settings)
    : m_settings(std::move(settings)),
      m_multi(libcurl().multi_init()),
      m_easy(libcurl().easy_init()) {
    if (!m_multi || !m_easy)
        throw std::bad_alloc{};
    libcurl().multi_setopt(m_multi.get(), CURLMOPT_MAXCONNECTS, 1L); // a fresh one ends the old one
    m_unusable = why_unusable(m_settings);
}

bool CurlCall::is_ssh() const {
    return remote::is_ssh(m_settings.endpoint);
}

bool CurlCall::accepts(Reply& reply, Phase goal, std::string_view name) const {
    reply.phase = goal;
    if (!m_unusable.empty()) {
        reply.phase = Phase::connect;
        reply.refused_here = true;
        reply.text = m_unusable;
        return false;
    }
    if (goal == Phase::get ? is_plain_name(name) : is_name_below(name, m_settings.subfolder))
        return true;
    reply.refused_here = true;
    reply.text = "unacceptable file name";
    return false;
}

bool CurlCall::begin(Reply& reply, Phase goal) {
    if (!accepts(reply, goal, "x"))
        return false;
    if (m_cancelled) {
        reply.cancelled = true;
        reply.curl = CURLE_ABORTED_BY_CALLBACK;
        reply.text = "cancelled";
        return false;
    }
    libcurl().easy_reset(m_easy.get()); // keeps connections, the TLS session and the DNS cache
    m_talk.reset(goal);
    m_asked.reset();
    m_round_trip = {};
    m_source = {};
    m_sink.clear();
    m_sink_limit = 0;
    m_sink_over = false;
    m_error.fill('\0');
    set(m_easy.get(), CURLOPT_FRESH_CONNECT, m_fresh ? 1L : 0L);
    set_transport(m_easy.get(), m_settings);
    set_security(m_easy.get(), m_settings);
    set_callbacks();
    return true;
}

void CurlCall::set_callbacks() {
    CURL* const h = m_easy.get();
    set(h, CURLOPT_ERRORBUFFER, m_error.data());
    // Always our own: libcurl's default writes to standard output.
    set(h, CURLOPT_WRITEFUNCTION, &CurlCall::write_body);
    set(h, CURLOPT_WRITEDATA, this);
    m_watch.attach(h, m_talk);
    set(h, CURLOPT_VERBOSE, 1L); // into hear(), which prints nothing
    set(h, CURLOPT_DEBUGFUNCTION, &CurlCall::hear);
    set(h, CURLOPT_DEBUGDATA, this);
    // For the answers to quoted commands and to the end of a file libcurl waits by itself, for as
    // long as response_timeout, and asks nobody but this once a second.
    set(h, CURLOPT_NOPROGRESS, 0L);
    set(h, CURLOPT_XFERINFOFUNCTION, &CurlCall::is_cancelled);
    set(h, CURLOPT_XFERINFODATA, this);
}

void CurlCall::set_url(std::string_view name) {
    set(m_easy.get(), CURLOPT_URL, make_url(m_easy.get(), m_settings.endpoint, name).c_str());
}

Reply CurlCall::put(std::string_view name, std::string_view bytes) {
    Reply reply;
    if (!accepts(reply, Phase::put, name) || !begin(reply, Phase::put))
        return reply;
    CURL* const h = m_easy.get();
    m_source = bytes;
    set_url(name);
    set(h, CURLOPT_UPLOAD, 1L);
    set(h, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
    set(h, CURLOPT_READFUNCTION, &CurlCall::read_body);
    set(h, CURLOPT_READDATA, this);
    return perform();
}

GetReply CurlCall::get(std::string_view name, std::uint64_t most) {
    GetReply out;
    if (!accepts(out.reply, Phase::get, name) || !begin(out.reply, Phase::get))
        return out;
    set_url(name);
    // Else libcurl asks for SIZE and takes so many bytes for the whole file, though more may come.
    set(m_easy.get(), CURLOPT_IGNORE_CONTENT_LENGTH, 1L);
    take(most);
    out.reply = perform();
    if (m_sink_over) {
        out.reply.ok = false;
        out.reply.curl = CURLE_FILESIZE_EXCEEDED;
        out.reply.text = "the file is longer than " + std::to_string(most) + " bytes";
    } else if (out.reply.ok) {
        out.bytes = std::move(m_sink);
    }
    m_sink.clear();
    return out;
}

Reply CurlCall::command(const Commands& commands) {
    CURL* const h = m_easy.get();
    set_url("");
    set(h, CURLOPT_NOBODY, 1L);
    // PREQUOTE, not QUOTE: on a new connection QUOTE runs before the folder is entered.
    const CURLoption when = is_ssh() ? CURLOPT_QUOTE : CURLOPT_PREQUOTE;
    set(h, when, commands.get());
    Reply reply = perform();
    set(h, when, static_cast<curl_slist*>(nullptr)); // the list is the caller's
    return reply;
}

Reply CurlCall::perform() {
    CURL* const h = m_easy.get();
    const CURLcode code = drive(m_multi.get(), h, [this] { return give_up(); });
    long connects = 0;
    libcurl().easy_getinfo(h, CURLINFO_NUM_CONNECTS, &connects);
    m_anew = connects > 0;
    // libcurl takes a refused TYPE for done: the next file goes in ASCII.
    m_fresh = m_talk.is_refused("TYPE") || m_talk.out_of_step();
    Reply reply;
    reply.curl = code;
    reply.ok = code == CURLE_OK;
    reply.phase = m_talk.phase();
    reply.code = m_talk.code();
    reply.data_sent = m_talk.data_sent();
    reply.rename_sent = m_talk.rename_sent();
    reply.cancelled = code == CURLE_ABORTED_BY_CALLBACK;
    if (m_talk.out_of_step()) {
        // The last code may be anything's, and what libcurl made of it: what was sent may have been
        // done, or not.
        reply.ok = false;
        reply.curl = reply.cancelled ? code : CURLE_WEIRD_SERVER_REPLY;
        reply.code = 0;
    }
    if (is_ssh() && reply.ok)
        reply.phase = m_talk.goal();
    if (is_ssh() && !reply.ok) {
        // No conversation to listen to: libcurl's code must do.
        reply.phase = ssh_phase(code, m_talk.goal());
        if (is_ssh_refusal(code, words(code)))
            reply.code = 550; // what an FTP server would have said
        else
            reply.data_sent |= reply.phase == Phase::put;
    }
    reply.text = reply.cancelled ? "cancelled" : words(code);
    if (is_ssh())
        explain_ssh(reply);
    else
        explain_tls(reply, m_settings.endpoint);
    if (m_talk.out_of_step())
        reply.text = "the server's replies do not belong to our commands: " + reply.text;
    return reply;
}

/// The server's last words, else libcurl's.
std::string CurlCall::words(CURLcode code) const {
    std::string out = m_talk.text();
    if (code != CURLE_OK && (out.empty() || m_talk.code() < 400)) {
        const char* const own = m_error[0] != '\0' ? m_error.data() : libcurl().easy_strerror(code);
        out = out.empty() ? own : out + "; " + own;
    }
    return clean(std::move(out));
}

std::string CurlCall::clean(std::string text) const {
    return base::printable(base::without(std::move(text), m_settings.password));
}

std::size_t CurlCall::read_body(char* to, std::size_t size, std::size_t count, void* self) {
    auto& call = *static_cast<CurlCall*>(self);
    const std::size_t n = std::min(size * count, call.m_source.size());
    std::memcpy(to, call.m_source.data(), n);
    call.m_source.remove_prefix(n);
    if (n > 0)
        call.m_talk.data_went_out();
    return n;
}

std::size_t CurlCall::write_body(char* from, std::size_t size, std::size_t count, void* self) {
    auto& call = *static_cast<CurlCall*>(self);
    const std::size_t n = size * count;
    if (call.m_sink.size() + n > call.m_sink_limit) {
        call.m_sink_over = true;
        return 0; // ends the transfer
    }
    call.m_sink.append(from, n);
    return n;
}

int CurlCall::hear(CURL*, curl_infotype type, char* bytes, std::size_t size, void* self) {
    auto& call = *static_cast<CurlCall*>(self);
    if (type == CURLINFO_HEADER_OUT) {
        call.m_talk.sent({bytes, size});
        call.m_asked = Clock::now();
    } else if (type == CURLINFO_HEADER_IN) {
        call.m_talk.received({bytes, size});
        const auto asked = std::exchange(call.m_asked, {});
        if (asked && (call.m_round_trip.count() == 0 || Clock::now() - *asked < call.m_round_trip))
            call.m_round_trip = Clock::now() - *asked;
    }
    return 0;
}

int CurlCall::is_cancelled(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<CurlCall*>(self)->m_cancelled ? 1 : 0;
}

CURLcode CurlCall::give_up() const {
    return m_cancelled                                    ? CURLE_ABORTED_BY_CALLBACK
           : m_watch.too_long(m_settings.connect_timeout) ? CURLE_COULDNT_CONNECT
                                                          : CURLE_OK;
}

void CurlCall::cancel() noexcept {
    m_cancelled = true;
    libcurl().multi_wakeup(m_multi.get()); // the one multi call another thread may make
}

} // namespace shoporder::remote
