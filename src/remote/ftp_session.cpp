#include "remote/ftp_session.hpp"

#include "base/text.hpp"
#include "remote/curl_call.hpp"
#include "remote/curl_options.hpp"
#include "remote/listing.hpp"

#include <algorithm>

namespace shoporder::remote {

namespace {

// Commands are sent in the endpoint's folder, names below it as they are ("SIZE tmp/a"). Only a put
// goes into the subfolder itself (libcurl then sends two CWD, and two more on the way back): a
// window that puts, then asks, then renames moves once each way.
class FtpSession final : public Session {
public:
    explicit FtpSession(const Settings& settings) : m_call(settings) {}

    Reply open() override;
    Reply put(std::string_view name, std::string_view bytes) override;
    SizeReply size(std::string_view name) override;
    std::vector<SizeReply> sizes(std::span<const std::string> names) override;
    Reply rename(std::string_view from, std::string_view to) override;
    Reply remove(std::string_view name) override;
    ListReply list() override;
    GetReply get(std::string_view name, std::uint64_t most) override;
    void cancel() noexcept override { m_call.cancel(); }

private:
    using Which = std::vector<std::size_t>; ///< places in the span of names
    void ask_sizes(std::span<const std::string> names, const Which& which,
                   std::vector<SizeReply>& out);
    /// What the server's words for one file mean.
    [[nodiscard]] SizeReply judge_size(const std::string& said) const;
    /// As CurlCall's, and keeps count of the connection's mode.
    Reply command(const Commands& commands);

    CurlCall m_call;
    bool m_binary = false; ///< this connection is surely in TYPE I
};

Reply FtpSession::command(const Commands& commands) {
    Reply reply = m_call.command(commands);
    m_binary = m_binary && !m_call.connected_anew();
    return reply;
}

Reply FtpSession::open() {
    Reply reply;
    if (!m_call.begin(reply, Phase::folder))
        return reply;
    Commands commands;
    append(commands, "PWD");
    reply = command(commands);
    if (reply.ok) {
        // 257 "/in" is the current directory
        const std::string said = m_call.talk().reply_to("PWD");
        const auto first = said.find('"');
        const auto last = said.rfind('"');
        reply.text = first != std::string::npos && last > first
                         ? said.substr(first + 1, last - first - 1)
                         : m_call.settings().endpoint.folder;
    }
    return reply;
}

Reply FtpSession::put(std::string_view name, std::string_view bytes) {
    Reply reply = m_call.put(name, bytes);
    m_binary = reply.ok; // what the server has of it is for SIZE to say
    return reply;
}

SizeReply FtpSession::size(std::string_view name) {
    const std::string one{name};
    return sizes({&one, 1}).front();
}

std::vector<SizeReply> FtpSession::sizes(std::span<const std::string> names) {
    std::vector<SizeReply> out(names.size());
    Which which;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (m_call.accepts(out[i].reply, Phase::size, names[i]))
            which.push_back(i);
    if (!which.empty())
        ask_sizes(names, which, out);
    return out;
}

// Not libcurl's own NOBODY request for a file: that sends REST after SIZE, a round trip more, and
// is a call for each. proftpd answers 550 to SIZE in ASCII mode, the state of a new connection and
// after a listing; a connection may be replaced without a word, so what was asked of a new one is
// asked again.
void FtpSession::ask_sizes(std::span<const std::string> names, const Which& which,
                           std::vector<SizeReply>& out) {
    Reply reply;
    bool binary = false;
    for (int round = 0; round < 2 && !binary; ++round) {
        reply = {};
        if (!m_call.begin(reply, Phase::size))
            break;
        Commands commands;
        if (!m_binary)
            append(commands, "TYPE I");
        for (const std::size_t i : which)
            append(commands, "*SIZE " + names[i]); // `*`: a refusal keeps the connection
        reply = command(commands);
        binary = m_binary || m_call.talk().reply_to("TYPE").starts_with('2');
        if (!reply.ok)
            break;
    }
    m_binary = binary && reply.ok;
    const std::vector<std::string> said =
        binary ? m_call.talk().replies_to("SIZE") : std::vector<std::string>{};
    for (std::size_t k = 0; k < which.size(); ++k) {
        SizeReply& answer = out[which[k]];
        // After 421 libcurl is the one who knows what became of the connection.
        if (k < said.size() && !said[k].empty() && !said[k].starts_with("421")) {
            answer = judge_size(said[k]);
            continue;
        }
        answer.reply = reply;
        if (reply.ok) {
            answer.reply.ok = false;
            answer.reply.curl = CURLE_QUOTE_ERROR;
            answer.reply.text = "no answer to SIZE";
        }
    }
}

SizeReply FtpSession::judge_size(const std::string& said) const {
    SizeReply out;
    out.reply.ok = true;
    out.reply.phase = Phase::size;
    out.reply.code = static_cast<int>(base::parse_int(said.substr(0, 3)).value_or(0));
    out.reply.text = m_call.clean(said);
    if (said.starts_with("213 ")) {
        const auto bytes = base::parse_int(base::trim(std::string_view{said}.substr(4)));
        if (bytes && *bytes >= 0) {
            out.bytes = static_cast<std::uint64_t>(*bytes);
            return out;
        }
    } else if (out.reply.code == 550) {
        return out; // no such file: ok and nothing
    }
    out.reply.ok = false;
    out.reply.curl = CURLE_QUOTE_ERROR;
    return out;
}

Reply FtpSession::rename(std::string_view from, std::string_view to) {
    Reply reply;
    if (!m_call.accepts(reply, Phase::rename, from) || !m_call.accepts(reply, Phase::rename, to) ||
        !m_call.begin(reply, Phase::rename))
        return reply;
    Commands commands;
    append(commands, "RNFR " + std::string{from});
    append(commands, "RNTO " + std::string{to});
    reply = command(commands);
    // Success only by the server's own word.
    if (reply.ok && !m_call.talk().reply_to("RNTO").starts_with('2')) {
        reply.ok = false;
        reply.curl = CURLE_QUOTE_ERROR;
    }
    return reply;
}

Reply FtpSession::remove(std::string_view name) {
    Reply reply;
    if (!m_call.accepts(reply, Phase::remove, name) || !m_call.begin(reply, Phase::remove))
        return reply;
    Commands commands;
    append(commands, "DELE " + std::string{name});
    return command(commands);
}

ListReply FtpSession::list() {
    ListReply out;
    if (!m_call.begin(out.reply, Phase::list))
        return out;
    m_call.set_url("");
    set(m_call.handle(), CURLOPT_DIRLISTONLY, 1L);
    m_call.take(k_most_listing);
    out.reply = m_call.perform();
    m_binary = false;
    if (m_call.was_too_long()) {
        out.reply.text = too_long_a_listing();
    } else if (out.reply.ok) {
        out.entries = parse_names(m_call.taken());
    } else if (out.reply.code == 450 || out.reply.code == 550) {
        // An empty folder, to many servers. The CWD before it has succeeded.
        const std::string text = base::lower(out.reply.text);
        for (const char* const words : {"no files", "no such file", "not found", "empty"})
            if (text.find(words) != std::string::npos)
                out.reply.ok = true;
    }
    return out;
}

GetReply FtpSession::get(std::string_view name, std::uint64_t most) {
    GetReply out = m_call.get(name, most);
    m_binary = m_binary && !m_call.connected_anew();
    return out;
}

} // namespace

std::unique_ptr<Session> make_ftp_session(const Settings& settings) {
    start_libcurl();
    return std::make_unique<FtpSession>(settings);
}

} // namespace shoporder::remote
