// Sizes over FTP: by SIZE, all in one call. ftp_listed_sizes.cpp has those by a listing.
#include "base/text.hpp"
#include "remote/ftp_session.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace shoporder::remote {

namespace {

bool says_any(std::string_view said, std::span<const char* const> words) {
    const std::string text = base::lower(said);
    return std::any_of(words.begin(), words.end(),
                       [&text](const char* each) { return text.find(each) != std::string::npos; });
}

/// The words for one file that is not there, and those for a server who never tells (vsftpd says
/// "550 Permission denied." to every command its administrator forbids), share a code.
bool is_denial(std::string_view said) {
    static constexpr std::array k_words{"denied",        "not permitted", "not allowed",
                                        "no permission", "prohibited",    "disabled",
                                        "not supported", "implemented"};
    return says_any(said, k_words);
}

/// The file is there, and somebody has it for now: IIS's "550 The process cannot access the file
/// because it is being used by another process.", a scanner, a lock. A path in the answer may hold
/// such words, too: the plain ones for a file that is not there come first.
bool is_in_use(std::string_view said) {
    static constexpr std::array k_absent{"no such", "not found", "cannot find", "not exist"};
    static constexpr std::array k_in_use{"in use", "being used", "another process",
                                         "locked", "sharing",    "scan",
                                         "busy",   "temporarily"};
    return !says_any(said, k_absent) && says_any(said, k_in_use);
}

/// Without the file's name, which may be "denied", where it stands as a word.
std::string without_name(std::string said, std::string_view name) {
    const auto is_edge = [&said](std::size_t at) {
        return at >= said.size() || std::isalnum(static_cast<unsigned char>(said[at])) == 0;
    };
    for (std::size_t at = 0; (at = said.find(name, at)) != std::string::npos;)
        if (is_edge(at - 1) && is_edge(at + name.size()))
            said.erase(at, name.size());
        else
            ++at;
    return said;
}

bool is_useless(const std::string& said, const std::string& name) {
    const int code = FtpSession::code_of(said);
    return code == 500 || code == 502 || code == 504 ||
           (code == 550 && is_denial(without_name(said, name)));
}

} // namespace

int FtpSession::code_of(std::string_view said) {
    return static_cast<int>(base::parse_int(said.substr(0, 3)).value_or(0));
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
    if (!m_size_useless)
        which = read_sizes(names, which, out);
    if (!which.empty() && !m_size_useless)
        which = ask_sizes(names, which, out);
    if (!which.empty())
        look_up_sizes(names, which, out);
    return out;
}

// Not libcurl's own NOBODY request for a file: that sends REST after SIZE, a round trip more, and
// is a call for each. proftpd answers 550 to SIZE in ASCII mode, the state of a new connection and
// after a listing; a connection may be replaced without a word, so what was asked of a new one is
// asked again.
FtpSession::Which FtpSession::ask_sizes(std::span<const std::string> names, const Which& which,
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
    binary = binary && !m_call.talk().out_of_step();
    if (reply.ok && !binary)
        m_call.connect_anew();
    m_binary = binary && reply.ok;
    const std::vector<std::string> said =
        binary ? m_call.talk().replies_to("SIZE") : std::vector<std::string>{};
    Which left;
    bool answered = false;
    for (std::size_t k = 0; k < which.size(); ++k) {
        SizeReply& answer = out[which[k]];
        // After 421 libcurl is the one who knows what became of the connection.
        if (k < said.size() && !said[k].empty() && !said[k].starts_with("421")) {
            answer = judge_size(said[k], names[which[k]]);
            answered = answered || answer.bytes;
            if (!answer.reply.ok && answer.reply.code < 400)
                m_call.connect_anew(); // a word for something else, and ours may still come
            if (!is_useless(said[k], names[which[k]]))
                continue;
            answer.reply.ok = false;
            answer.reply.curl = CURLE_QUOTE_ERROR;
            left.push_back(which[k]);
            m_size_refusal = m_call.clean(said[k]);
            continue;
        }
        answer.reply = reply;
        if (reply.ok) {
            answer.reply.ok = false;
            answer.reply.curl = CURLE_QUOTE_ERROR;
            answer.reply.text = "no answer to SIZE";
        }
    }
    m_size_useless = !left.empty() && !answered;
    return reply.ok ? left : Which{}; // with the connection gone, the refusals stand
}

SizeReply FtpSession::judge_size(const std::string& said, const std::string& name) const {
    SizeReply out;
    out.reply.ok = true;
    out.reply.phase = Phase::size;
    out.reply.code = code_of(said);
    out.reply.text = m_call.clean(said);
    if (said.starts_with("213 ")) {
        const auto bytes = base::parse_int(base::trim(std::string_view{said}.substr(4)));
        if (bytes && *bytes >= 0) {
            out.bytes = static_cast<std::uint64_t>(*bytes);
            return out;
        }
    } else if (out.reply.code == 550 && !is_in_use(without_name(said, name))) {
        return out; // no such file: ok and nothing
    }
    out.reply.ok = false;
    out.reply.curl = CURLE_QUOTE_ERROR;
    return out;
}

} // namespace shoporder::remote
