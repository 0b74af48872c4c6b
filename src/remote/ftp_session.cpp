#include "remote/ftp_session.hpp"

#include "base/text.hpp"
#include "remote/curl_call.hpp"
#include "remote/curl_options.hpp"
#include "remote/listing.hpp"

#include <algorithm>

namespace shoporder::remote {

Reply FtpSession::command(const Commands& commands) {
    Reply reply = m_call.command(commands);
    m_binary = m_binary && !m_call.connected_anew();
    return reply;
}

Reply FtpSession::command(const Commands& commands, std::string_view verb) {
    Reply reply = command(commands);
    if (reply.ok && !m_call.talk().reply_to(verb).starts_with('2')) {
        reply.ok = false;
        reply.curl = CURLE_QUOTE_ERROR;
        m_call.connect_anew(); // the word may still come
    }
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

Reply FtpSession::rename(std::string_view from, std::string_view to) {
    Reply reply;
    if (!m_call.accepts(reply, Phase::rename, from) || !m_call.accepts(reply, Phase::rename, to) ||
        !m_call.begin(reply, Phase::rename))
        return reply;
    Commands commands;
    append(commands, "RNFR " + std::string{from});
    append(commands, "RNTO " + std::string{to});
    return command(commands, "RNTO");
}

Reply FtpSession::remove(std::string_view name) {
    Reply reply;
    if (!m_call.accepts(reply, Phase::remove, name) || !m_call.begin(reply, Phase::remove))
        return reply;
    Commands commands;
    append(commands, "DELE " + std::string{name});
    return command(commands, "DELE");
}

Reply FtpSession::read_folder(bool below, bool names_only, bool hidden, std::size_t most) {
    Reply reply;
    if (!m_call.begin(reply, Phase::list))
        return reply;
    m_call.set_url(below ? m_call.settings().subfolder + '/' : "");
    set(m_call.handle(), CURLOPT_DIRLISTONLY, names_only ? 1L : 0L);
    if (hidden) // `-a` is no standard, and known to all that hide
        set(m_call.handle(), CURLOPT_CUSTOMREQUEST, names_only ? "NLST -a" : "LIST -a");
    m_call.take(most);
    reply = m_call.perform();
    m_binary = false;
    const std::string text = base::lower(reply.text);
    const auto says = [&text](std::initializer_list<std::string_view> words) {
        return std::any_of(words.begin(), words.end(), [&text](std::string_view each) {
            return text.find(each) != std::string::npos;
        });
    };
    if (m_call.was_too_long()) {
        reply.curl = CURLE_FILESIZE_EXCEEDED;
        reply.text = too_long_a_listing();
        m_call.connect_anew(); // the server is still sending
    } else if (reply.phase == Phase::list && (reply.code == 450 || reply.code == 550)) {
        // An empty folder, to many servers; the CWD before it has succeeded. libcurl takes every
        // 450 for one, even "450 Busy".
        reply.ok = says({"no files", "no such file", "not found", "empty"});
        if (!reply.ok && reply.curl == CURLE_OK)
            reply.curl = CURLE_FTP_COULDNT_RETR_FILE;
    } else if (reply.ok && m_call.taken().empty() && says({"failed", "denied"})) {
        reply.ok = false; // vsftpd: 226 Transfer done (but failed to open directory).
        reply.curl = CURLE_REMOTE_ACCESS_DENIED;
        reply.code = 550;
    }
    return reply;
}

ListReply FtpSession::list() {
    ListReply out;
    out.reply = read_folder(false, true, false, k_most_listing);
    if (out.reply.ok)
        out.entries = parse_names(m_call.taken());
    return out;
}

FtpSession::Listed FtpSession::read_listing(bool below, bool hidden, std::size_t most) {
    Listed out;
    out.reply = read_folder(below, false, hidden, most);
    if (!out.reply.ok)
        return out;
    out.listing = parse_list(m_call.taken());
    // pure-ftpd, past 10,000 files unless it is told otherwise: 226 Output truncated to 10000
    // matches
    if (base::lower(out.reply.text).find("truncated") != std::string::npos)
        out.listing.whole = false;
    return out;
}

ListReply FtpSession::list_with_sizes() {
    Listed listed = read_listing(false, false, k_most_listing);
    const bool refused = !listed.reply.ok && listed.reply.code >= 500;
    if ((listed.reply.ok && listed.listing.whole) || (!listed.reply.ok && !refused))
        return {std::move(listed.reply), std::move(listed.listing.entries)};
    // Better a name without a size than no name.
    ListReply out = list();
    for (Entry& entry : out.entries)
        if (const Entry* const known = listed.listing.find(entry.name))
            entry = *known;
    return out;
}

GetReply FtpSession::get(std::string_view name, std::uint64_t most) {
    GetReply out = m_call.get(name, most);
    m_binary = m_binary && !m_call.connected_anew();
    return out;
}

std::unique_ptr<Session> make_ftp_session(const Settings& settings) {
    start_libcurl();
    return std::make_unique<FtpSession>(settings);
}

} // namespace shoporder::remote
