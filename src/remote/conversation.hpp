#pragma once
// Purpose: what was said on an FTP control connection during one call: how far it got, the reply to
// the last command, whether data or a rename may have taken effect. libcurl's own answers are not
// enough: CURLINFO_RESPONSE_CODE may be the previous command's, and a refused call does not say
// whether RNTO had left.
// State: one call's; reset() begins the next. Never keeps an argument of a command, so no password.
// Threads: one.
#include "remote/session.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shoporder::remote {

class Conversation {
public:
    void reset(Phase goal);

    /// One line or more that left for the server.
    void sent(std::string_view bytes);
    /// One line or more that came from it.
    void received(std::string_view bytes);
    /// Bytes of a file were handed to the data connection.
    void data_went_out() noexcept { m_data_sent = true; }

    [[nodiscard]] Phase goal() const noexcept { return m_goal; }
    /// How far it got: connect until the first command, login, folder, then the goal.
    [[nodiscard]] Phase phase() const noexcept { return m_phase; }
    /// The reply to the last command; 0 when it has none yet.
    [[nodiscard]] int code() const noexcept { return m_code; }
    /// The last line of the last reply, code included; empty when the last command has none. Of a
    /// refusal the lines before it follow the code, as they often hold the reason.
    [[nodiscard]] const std::string& text() const noexcept { return m_text; }
    [[nodiscard]] bool data_sent() const noexcept { return m_data_sent; }
    [[nodiscard]] bool rename_sent() const noexcept { return m_rename_sent; }
    /// The reply to the command, the last time it was sent; "" when it was not sent or not
    /// answered.
    [[nodiscard]] std::string reply_to(std::string_view verb) const;
    /// Each time it was sent, in order; "" where there was no answer.
    [[nodiscard]] std::vector<std::string> replies_to(std::string_view verb) const;
    /// A reply came that only another command can have, or none at all: answers and commands no
    /// longer match, be it by a server that says things twice or by a late word. Nothing that
    /// follows can be believed.
    [[nodiscard]] bool out_of_step() const noexcept { return m_out_of_step; }
    /// The last answer to it was 4xx or 5xx.
    [[nodiscard]] bool is_refused(std::string_view verb) const;

private:
    void line_sent(std::string_view line);
    void line_received(std::string_view line);
    void keep_line(std::string_view line);

    Phase m_goal = Phase::connect;
    Phase m_phase = Phase::connect;
    int m_code = 0;
    int m_open_code = 0; ///< inside a reply of several lines ("230-")
    std::string m_text;
    std::string m_lines_before; ///< of the open reply, without codes
    std::string m_verb;
    bool m_data_sent = false;
    bool m_rename_sent = false;
    bool m_out_of_step = false;
    bool m_leaving = false; ///< QUIT: libcurl ends an older connection in the course of our call
    /// Verb, its last reply: as many as we sent, however much a server says.
    std::vector<std::pair<std::string, std::string>> m_replies;
};

} // namespace shoporder::remote
