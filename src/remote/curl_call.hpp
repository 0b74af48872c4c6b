#pragma once
// Purpose: what FTP and SFTP share: one connection of libcurl's, and the call under way on it, from
// its settings to the Reply. A session says accepts(), begin(), its own options, perform().
// State: one connection in one multi handle; the conversation of the call under way. Fails: every
// remote failure is a Reply; std::bad_alloc; Error(bug) when libcurl refuses a setting. Private to
// remote, the home of libcurl. Threads: one at a time; cancel() from any.
#include "remote/connect_watch.hpp"
#include "remote/conversation.hpp"
#include "remote/curl_handles.hpp"
#include "remote/libcurl.hpp"
#include "remote/session.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shoporder::remote {

class CurlCall {
public:
    explicit CurlCall(Settings settings);

    /// May this be sent at all? False with the reply saying why not. A name below the folder is
    /// taken for every goal but get.
    [[nodiscard]] bool accepts(Reply& reply, Phase goal, std::string_view name) const;
    /// Clears the table for a call; false with the reply saying why it is not made.
    [[nodiscard]] bool begin(Reply& reply, Phase goal);
    void set_url(std::string_view name);
    /// Commands in the folder, without a transfer.
    Reply command(const Commands& commands);
    Reply perform();

    // The whole of a call, where both do the same.
    Reply put(std::string_view name, std::string_view bytes);
    GetReply get(std::string_view name, std::uint64_t most);

    /// Takes what the call sends, up to so many bytes.
    void take(std::uint64_t most) noexcept { m_sink_limit = most; }
    [[nodiscard]] const std::string& taken() const noexcept { return m_sink; }
    [[nodiscard]] bool was_too_long() const noexcept { return m_sink_over; }

    /// The call that has just ended made its connection anew.
    [[nodiscard]] bool connected_anew() const noexcept { return m_anew; }
    /// The next call makes a connection of its own.
    void connect_anew() noexcept { m_fresh = true; }

    /// The quickest answer to a command of the call; 0 when there was none.
    [[nodiscard]] std::chrono::nanoseconds round_trip() const noexcept { return m_round_trip; }

    void cancel() noexcept;
    [[nodiscard]] CURL* handle() const noexcept { return m_easy.get(); }
    [[nodiscard]] const Conversation& talk() const noexcept { return m_talk; }
    [[nodiscard]] const Settings& settings() const noexcept { return m_settings; }
    /// One printable line without the password, should a server repeat it.
    [[nodiscard]] std::string clean(std::string text) const;

private:
    void set_callbacks();
    [[nodiscard]] bool is_ssh() const;
    [[nodiscard]] std::string words(CURLcode code) const;
    /// Ends the call under way; CURLE_OK lets it go on.
    [[nodiscard]] CURLcode give_up() const;

    static std::size_t read_body(char* to, std::size_t size, std::size_t count, void* self);
    static std::size_t write_body(char* from, std::size_t size, std::size_t count, void* self);
    static int is_cancelled(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
    static int hear(CURL* handle, curl_infotype type, char* bytes, std::size_t size, void* self);

    Settings m_settings;
    std::string m_unusable; ///< why no call can be made; empty when all is well
    Multi m_multi;          // before m_easy: the easy handle is cleaned up first
    Easy m_easy;
    Conversation m_talk;
    std::string_view m_source; ///< what put() has still to send
    std::string m_sink;
    std::uint64_t m_sink_limit = 0;
    bool m_sink_over = false;
    bool m_anew = false;
    bool m_fresh = false;
    std::optional<std::chrono::steady_clock::time_point> m_asked; ///< not answered yet
    std::chrono::nanoseconds m_round_trip{0};
    ConnectWatch m_watch;
    std::array<char, CURL_ERROR_SIZE> m_error{};
    std::atomic<bool> m_cancelled{false};
};

} // namespace shoporder::remote
