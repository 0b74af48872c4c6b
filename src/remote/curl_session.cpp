#include "remote/curl_session.hpp"

#include "base/text.hpp"
#include "remote/connect_watch.hpp"
#include "remote/conversation.hpp"
#include "remote/curl_handles.hpp"
#include "remote/curl_options.hpp"
#include "remote/listing.hpp"
#include "remote/ssh_words.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace shoporder::remote {

namespace {

class CurlSession final : public Session {
public:
    explicit CurlSession(Settings settings);

    Reply open() override;
    Reply put(std::string_view name, std::string_view bytes) override;
    SizeReply size(std::string_view name) override;
    Reply rename(std::string_view from, std::string_view to) override;
    Reply remove(std::string_view name) override;
    ListReply list() override;
    GetReply get(std::string_view name, std::uint64_t most) override;
    void cancel() noexcept override {
        m_cancelled = true;
        curl_multi_wakeup(m_multi.get()); // the one multi call another thread may make
    }

private:
    /// Prepares a call; false with the reply saying why it is not made.
    bool begin(Reply& reply, Phase goal, std::initializer_list<std::string_view> names);
    [[nodiscard]] std::string url(std::string_view name) const {
        return make_url(m_easy.get(), m_settings.endpoint, name);
    }
    void set_callbacks();
    /// Commands in the folder, without a transfer.
    Reply command(const Commands& commands);
    Reply perform();
    [[nodiscard]] bool is_ssh() const { return remote::is_ssh(m_settings.endpoint); }
    [[nodiscard]] std::string remote_path(std::string_view name) const;
    [[nodiscard]] std::string words(CURLcode code) const;

    static std::size_t read_body(char* to, std::size_t size, std::size_t count, void* self);
    static std::size_t write_body(char* from, std::size_t size, std::size_t count, void* self);
    static int hear(CURL* handle, curl_infotype type, char* bytes, std::size_t size, void* self);
    /// Ends the call under way; CURLE_OK lets it go on.
    [[nodiscard]] CURLcode give_up() const;

    Settings m_settings;
    std::string m_unusable; ///< why no call can be made; empty when all is well
    Multi m_multi;          // before m_easy: the easy handle is cleaned up first
    Easy m_easy;
    Conversation m_talk;
    std::string_view m_source; ///< what put() has still to send
    std::string m_sink;        ///< what list() and get() have taken
    std::uint64_t m_sink_limit = 0;
    bool m_sink_over = false;
    bool m_binary = false; ///< this connection is surely in TYPE I
    bool m_fresh = false;  ///< the connection must not be used again
    ConnectWatch m_watch;
    std::array<char, CURL_ERROR_SIZE> m_error{};
    std::atomic<bool> m_cancelled{false};
};

CurlSession::CurlSession(Settings settings)
    : m_settings(std::move(settings)), m_multi(curl_multi_init()), m_easy(curl_easy_init()) {
    if (!m_multi || !m_easy)
        throw std::bad_alloc{};
    curl_multi_setopt(m_multi.get(), CURLMOPT_MAXCONNECTS, 1L); // a fresh one ends the old one
    m_unusable = why_unusable(m_settings);
}

bool CurlSession::begin(Reply& reply, Phase goal, std::initializer_list<std::string_view> names) {
    reply.phase = goal;
    if (!m_unusable.empty()) {
        reply.phase = Phase::connect;
        reply.refused_here = true;
        reply.text = m_unusable;
        return false;
    }
    for (const std::string_view name : names)
        if (!is_plain_name(name)) {
            reply.refused_here = true;
            reply.text = "unacceptable file name";
            return false;
        }
    if (m_cancelled) {
        reply.cancelled = true;
        reply.curl = CURLE_ABORTED_BY_CALLBACK;
        reply.text = "cancelled";
        return false;
    }
    curl_easy_reset(m_easy.get()); // keeps connections, the TLS session and the DNS cache
    m_talk.reset(goal);
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

void CurlSession::set_callbacks() {
    CURL* const h = m_easy.get();
    set(h, CURLOPT_ERRORBUFFER, m_error.data());
    // Always our own: libcurl's default writes to standard output.
    set(h, CURLOPT_WRITEFUNCTION, &CurlSession::write_body);
    set(h, CURLOPT_WRITEDATA, this);
    m_watch.attach(h, m_talk);
    set(h, CURLOPT_VERBOSE, 1L); // into hear(), which prints nothing
    set(h, CURLOPT_DEBUGFUNCTION, &CurlSession::hear);
    set(h, CURLOPT_DEBUGDATA, this);
}

// For libcurl's own SFTP commands, which know no current folder.
std::string CurlSession::remote_path(std::string_view name) const {
    std::string out = m_settings.endpoint.folder;
    if (!out.empty() && !out.ends_with('/'))
        out += '/';
    return out.append(name);
}

Reply CurlSession::open() {
    Reply reply;
    if (is_ssh()) { // there is no current folder to change: only reading it shows that it is there
        reply = list().reply;
        if (reply.phase == Phase::list)
            reply.phase = Phase::folder;
        if (reply.ok)
            reply.text = m_settings.endpoint.folder.empty() ? "~" : m_settings.endpoint.folder;
        return reply;
    }
    if (!begin(reply, Phase::folder, {}))
        return reply;
    Commands commands;
    append(commands, "PWD");
    reply = command(commands);
    if (reply.ok) {
        // 257 "/in" is the current directory
        const std::string said = m_talk.reply_to("PWD");
        const auto first = said.find('"');
        const auto last = said.rfind('"');
        reply.text = first != std::string::npos && last > first
                         ? said.substr(first + 1, last - first - 1)
                         : m_settings.endpoint.folder;
    }
    return reply;
}

Reply CurlSession::put(std::string_view name, std::string_view bytes) {
    Reply reply;
    if (!begin(reply, Phase::put, {name}))
        return reply;
    CURL* h = m_easy.get();
    m_source = bytes;
    set(h, CURLOPT_URL, url(name).c_str());
    set(h, CURLOPT_UPLOAD, 1L);
    set(h, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
    set(h, CURLOPT_READFUNCTION, &CurlSession::read_body);
    set(h, CURLOPT_READDATA, this);
    reply = perform();
    m_binary = reply.ok; // what the server has of it is for SIZE to say
    return reply;
}

SizeReply CurlSession::size(std::string_view name) {
    SizeReply out;
    if (!begin(out.reply, Phase::size, {name}))
        return out;
    CURL* h = m_easy.get();
    if (is_ssh()) {
        set(h, CURLOPT_URL, url(name).c_str());
        set(h, CURLOPT_NOBODY, 1L);
        out.reply = perform();
        curl_off_t bytes = -1;
        if (out.reply.ok &&
            curl_easy_getinfo(h, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &bytes) == CURLE_OK &&
            bytes >= 0)
            out.bytes = static_cast<std::uint64_t>(bytes);
        else if (out.reply.curl == CURLE_REMOTE_FILE_NOT_FOUND)
            out.reply.ok = true;
        return out;
    }
    // Not libcurl's own NOBODY request for a file: that sends REST after SIZE, a round trip more.
    // proftpd answers 550 to SIZE in ASCII mode, the state of a new connection and after a listing;
    // a connection may be replaced without a word, so what was asked of a new one is asked again.
    for (bool asked = false; !asked;) {
        Commands commands;
        asked = !m_binary;
        if (!m_binary)
            append(commands, "TYPE I");
        append(commands, "*SIZE " + std::string{name}); // `*`: a refusal keeps the connection
        out.reply = command(commands);
        if (!out.reply.ok)
            return out;
        asked = asked || m_binary; // perform() clears it for a new connection
    }
    m_binary = true;
    const std::string said = m_talk.reply_to("SIZE");
    if (said.starts_with("213 ")) {
        const auto bytes = base::parse_int(base::trim(std::string_view{said}.substr(4)));
        if (bytes && *bytes >= 0) {
            out.bytes = static_cast<std::uint64_t>(*bytes);
            return out;
        }
    } else if (said.starts_with("550")) {
        return out; // no such file: ok and nothing
    }
    out.reply.ok = false;
    out.reply.curl = CURLE_QUOTE_ERROR;
    out.reply.text = said.empty() ? "no answer to SIZE" : said;
    return out;
}

Reply CurlSession::rename(std::string_view from, std::string_view to) {
    Reply reply;
    if (!begin(reply, Phase::rename, {from, to}))
        return reply;
    Commands commands;
    if (is_ssh()) {
        append(commands,
               "rename " + ssh_argument(remote_path(from)) + ' ' + ssh_argument(remote_path(to)));
        reply = command(commands);
        // There is no telling whether it had left when the connection broke.
        reply.rename_sent = reply.ok || (reply.phase == Phase::rename && reply.code == 0);
        return reply;
    }
    append(commands, "RNFR " + std::string{from});
    append(commands, "RNTO " + std::string{to});
    reply = command(commands);
    // Success only by the server's own word.
    if (reply.ok && !m_talk.reply_to("RNTO").starts_with('2')) {
        reply.ok = false;
        reply.curl = CURLE_QUOTE_ERROR;
    }
    return reply;
}

Reply CurlSession::remove(std::string_view name) {
    Reply reply;
    if (!begin(reply, Phase::remove, {name}))
        return reply;
    Commands commands;
    append(commands,
           is_ssh() ? "rm " + ssh_argument(remote_path(name)) : "DELE " + std::string{name});
    return command(commands);
}

ListReply CurlSession::list() {
    ListReply out;
    if (!begin(out.reply, Phase::list, {}))
        return out;
    set(m_easy.get(), CURLOPT_URL, url("").c_str());
    set(m_easy.get(), CURLOPT_DIRLISTONLY, 1L);
    m_sink_limit = k_most_listing;
    out.reply = perform();
    m_binary = false;
    if (m_sink_over) {
        out.reply.text = "the listing is longer than " + std::to_string(k_most_listing) + " bytes";
    } else if (out.reply.ok) {
        out.entries = parse_names(m_sink);
    } else if (!is_ssh() && (out.reply.code == 450 || out.reply.code == 550)) {
        // An empty folder, to many servers. The CWD before it has succeeded.
        const std::string text = base::lower(out.reply.text);
        for (const char* const words : {"no files", "no such file", "not found", "empty"})
            if (text.find(words) != std::string::npos)
                out.reply.ok = true;
    }
    m_sink.clear();
    return out;
}

GetReply CurlSession::get(std::string_view name, std::uint64_t most) {
    GetReply out;
    if (!begin(out.reply, Phase::get, {name}))
        return out;
    CURL* h = m_easy.get();
    set(h, CURLOPT_URL, url(name).c_str());
    // Else libcurl asks for SIZE and takes so many bytes for the whole file, though more may come.
    set(h, CURLOPT_IGNORE_CONTENT_LENGTH, 1L);
    m_sink_limit = most;
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

Reply CurlSession::command(const Commands& commands) {
    CURL* h = m_easy.get();
    set(h, CURLOPT_URL, url("").c_str());
    set(h, CURLOPT_NOBODY, 1L);
    // PREQUOTE, not QUOTE: on a new connection QUOTE runs before the folder is entered.
    const CURLoption when = is_ssh() ? CURLOPT_QUOTE : CURLOPT_PREQUOTE;
    set(h, when, commands.get());
    Reply reply = perform();
    set(h, when, static_cast<curl_slist*>(nullptr)); // the list is the caller's
    return reply;
}

Reply CurlSession::perform() {
    CURL* h = m_easy.get();
    const CURLcode code = drive(m_multi.get(), h, [this] { return give_up(); });
    long connects = 0;
    curl_easy_getinfo(h, CURLINFO_NUM_CONNECTS, &connects);
    m_binary = m_binary && connects == 0;
    m_fresh = m_talk.is_refused("TYPE"); // libcurl takes it for done: the next file goes in ASCII
    Reply reply;
    reply.curl = code;
    reply.ok = code == CURLE_OK;
    reply.phase = m_talk.phase();
    reply.code = m_talk.code();
    reply.data_sent = m_talk.data_sent();
    reply.rename_sent = m_talk.rename_sent();
    reply.cancelled = code == CURLE_ABORTED_BY_CALLBACK;
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
    return reply;
}

/// The server's last words, else libcurl's; without the password, should a server repeat it.
std::string CurlSession::words(CURLcode code) const {
    std::string out = m_talk.text();
    if (code != CURLE_OK && (out.empty() || m_talk.code() < 400)) {
        const char* const own = m_error[0] != '\0' ? m_error.data() : curl_easy_strerror(code);
        out = out.empty() ? own : out + "; " + own;
    }
    return base::printable(base::without(std::move(out), m_settings.password));
}

std::size_t CurlSession::read_body(char* to, std::size_t size, std::size_t count, void* self) {
    auto& session = *static_cast<CurlSession*>(self);
    const std::size_t n = std::min(size * count, session.m_source.size());
    std::memcpy(to, session.m_source.data(), n);
    session.m_source.remove_prefix(n);
    if (n > 0)
        session.m_talk.data_went_out();
    return n;
}

std::size_t CurlSession::write_body(char* from, std::size_t size, std::size_t count, void* self) {
    auto& session = *static_cast<CurlSession*>(self);
    const std::size_t n = size * count;
    if (session.m_sink.size() + n > session.m_sink_limit) {
        session.m_sink_over = true;
        return 0; // ends the transfer
    }
    session.m_sink.append(from, n);
    return n;
}

int CurlSession::hear(CURL*, curl_infotype type, char* bytes, std::size_t size, void* self) {
    auto& talk = static_cast<CurlSession*>(self)->m_talk;
    if (type == CURLINFO_HEADER_OUT)
        talk.sent({bytes, size});
    else if (type == CURLINFO_HEADER_IN)
        talk.received({bytes, size});
    return 0;
}

CURLcode CurlSession::give_up() const {
    return m_cancelled                                    ? CURLE_ABORTED_BY_CALLBACK
           : m_watch.too_long(m_settings.connect_timeout) ? CURLE_COULDNT_CONNECT
                                                          : CURLE_OK;
}

} // namespace

std::unique_ptr<Session> make_curl_session(const Settings& settings) {
    start_libcurl();
    return std::make_unique<CurlSession>(settings);
}

} // namespace shoporder::remote
