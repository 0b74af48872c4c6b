// A server's half of an FTP conversation, cut anywhere: the first byte says how the rest is cut and
// which commands go out between the pieces. Whatever comes: a code is one of three digits, the
// words are one short printable line, there is one reply for each command sent, and none comes from
// before the command it belongs to.
#include "remote/conversation.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using shoporder::remote::Conversation;
using shoporder::remote::Phase;

void check(bool holds) {
    if (!holds)
        std::abort();
}

constexpr std::size_t k_longest = 210; // base::printable's 200 and an ellipsis

void check_words(std::string_view words) {
    check(words.size() <= k_longest);
    for (const char c : words)
        check(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

void check_last(const Conversation& talk) {
    check(talk.code() >= 0 && talk.code() <= 999);
    check((talk.code() == 0) == talk.text().empty());
    check_words(talk.text());
}

void check_all(const Conversation& talk, std::size_t sizes_sent) {
    check_last(talk);
    const auto replies = talk.replies_to("SIZE");
    check(replies.size() == sizes_sent);
    for (const std::string& reply : replies)
        check_words(reply);
    check(replies.empty() || replies.back() == talk.reply_to("SIZE"));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size == 0)
        return 0;
    static constexpr std::array k_commands{"USER acme", "PASS secret", "CWD in", "TYPE I",
                                           "SIZE a",    "STOR a",      "RNFR a", "RNTO b"};
    std::uint32_t state = bytes[0];
    std::string_view text{reinterpret_cast<const char*>(bytes + 1), size - 1};
    Conversation talk;
    talk.reset(Phase::size);
    std::size_t sizes_sent = 0;
    bool stored = false;
    bool renamed = false;
    while (!text.empty()) {
        state = state * 1664525U + 1013904223U;
        const std::size_t piece = std::min<std::size_t>(text.size(), 1 + (state >> 8U) % 97);
        talk.received(text.substr(0, piece));
        check_last(talk);
        text.remove_prefix(piece);
        if ((state >> 28U) < 4)
            continue; // one more piece of the same reply
        const std::string_view command = k_commands[(state >> 24U) % k_commands.size()];
        talk.sent(std::string{command} + "\r\n");
        sizes_sent += command == "SIZE a" ? 1 : 0;
        stored = stored || command == "STOR a";
        renamed = renamed || command == "RNTO b";
        check(talk.rename_sent() == renamed);
        check(stored || !talk.data_sent());
        check(talk.code() == 0 && talk.text().empty());
        check(talk.reply_to(command.substr(0, command.find(' '))).empty());
    }
    check_all(talk, sizes_sent);
    check(talk.text().find("secret") == std::string::npos ||
          std::string_view{reinterpret_cast<const char*>(bytes), size}.find("secret") !=
              std::string_view::npos);
    // The same in one piece, as the reply to one command.
    talk.reset(Phase::put);
    talk.sent("STOR a\r\n");
    talk.received({reinterpret_cast<const char*>(bytes), size});
    check_all(talk, 0);
    return 0;
}
