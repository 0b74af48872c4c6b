#include "remote/conversation.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace shoporder::remote {

namespace {

constexpr std::size_t k_lines_before = 200; // bytes; a banner may be long

template <class F>
void each_line(std::string_view bytes, F&& f) {
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        std::string_view line = bytes.substr(0, end);
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
        while (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        if (!line.empty())
            f(line);
    }
}

/// The three digits at the front; 0 when there are none.
int leading_code(std::string_view line) {
    if (line.size() < 3 ||
        !std::all_of(line.begin(), line.begin() + 3, [](char c) { return c >= '0' && c <= '9'; }))
        return 0;
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

/// No code of FTP, or one that only certain commands are answered with (RFC 959, 2428, 3659), and
/// not this one.
bool is_anothers(int code, std::string_view verb) {
    struct Row {
        int code;
        std::string_view verbs;
    };
    static constexpr std::array k_rows{
        Row{125, "STOR RETR NLST LIST"},
        Row{150, "STOR RETR NLST LIST"},
        Row{213, "SIZE"},
        Row{220, "AUTH"},
        Row{227, "PASV EPSV"},
        Row{229, "EPSV"},
        Row{230, "USER PASS ACCT AUTH"},
        Row{257, "PWD CWD"},
        Row{331, "USER PASS"},
        Row{350, "RNFR"},
    };
    if (code < 100 || code >= 600)
        return true;
    const auto* const row = std::find_if(k_rows.begin(), k_rows.end(),
                                         [code](const Row& each) { return each.code == code; });
    if (verb.empty() || row == k_rows.end()) // the greeting has no verb
        return false;
    return row->verbs.find(verb) == std::string_view::npos; // no verb is a part of another
}

} // namespace

void Conversation::reset(Phase goal) {
    *this = Conversation{};
    m_goal = goal;
}

void Conversation::sent(std::string_view bytes) {
    each_line(
        bytes, [this](std::string_view line) { line_sent(line); });
}

void Conversation::received(std::string_view bytes) {
    each_line(
        bytes, [this](std::string_view line) { line_received(line); });
}

void Conversation::line_sent(std::string_view line) {
    m_leaving = line == "QUIT";
    if (m_leaving)
        return;
    m_verb.clear();
    for (const char c : line.substr(0, std::min<std::size_t>(line.find(' '), 8)))
        m_verb += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    m_code = 0;
    m_open_code = 0;
    m_text.clear();
    m_replies.emplace_back(m_verb, std::string{});
    if (m_verb == "USER" || m_verb == "PASS" || m_verb == "ACCT" || m_verb == "AUTH" ||
        m_verb == "PBSZ" || m_verb == "PROT")
        m_phase = Phase::login;
    else if (m_verb == "CWD" || m_verb == "PWD" || m_verb == "SYST")
        m_phase = Phase::folder;
    else
        m_phase = m_goal;
    if (m_verb == "RNTO")
        m_rename_sent = true;
}

void Conversation::line_received(std::string_view line) {
    const int code = leading_code(line);
    const char mark = line.size() > 3 ? line[3] : ' ';
    if (m_leaving) {
        m_leaving = code == 0 || mark == '-';
        return;
    }
    if (m_open_code != 0) {
        if (code != m_open_code || mark == '-')
            return keep_line(code == m_open_code ? line.substr(4) : line);
    } else if (code != 0 && mark == '-') {
        m_open_code = code;
        m_lines_before.clear();
        return keep_line(line.substr(4));
    } else {
        m_lines_before.clear();
    }
    m_open_code = 0;
    if (code == 0)
        return;
    m_code = code;
    m_text = base::printable(line);
    if (code >= 400 && !m_lines_before.empty())
        m_text = base::printable(line.substr(0, 3)) + " " + m_lines_before +
                 base::printable(base::trim(line.substr(3)));
    m_out_of_step = m_out_of_step || is_anothers(code, m_verb);
    if (m_verb == "STOR" && code >= 100 && code < 200)
        m_data_sent = true;
    if (!m_replies.empty())
        m_replies.back().second = m_text;
}

void Conversation::keep_line(std::string_view line) {
    line = base::trim(line);
    if (!line.empty() && m_lines_before.size() < k_lines_before)
        m_lines_before += base::printable(line) + " ";
}

std::string Conversation::reply_to(std::string_view verb) const {
    const auto found = std::find_if(m_replies.rbegin(), m_replies.rend(),
                                    [verb](const auto& reply) { return reply.first == verb; });
    return found == m_replies.rend() ? std::string{} : found->second;
}

std::vector<std::string> Conversation::replies_to(std::string_view verb) const {
    std::vector<std::string> out;
    for (const auto& [sent, reply] : m_replies)
        if (sent == verb)
            out.push_back(reply);
    return out;
}

bool Conversation::is_refused(std::string_view verb) const {
    const std::string said = reply_to(verb);
    return said.starts_with('4') || said.starts_with('5');
}

} // namespace shoporder::remote
