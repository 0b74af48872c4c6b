// A server's bytes: as a folder's listing, and as the other half of a conversation.
// Whatever they are, an entry is a plain name, and a reply one short printable line.
#include "remote/conversation.hpp"
#include "remote/listing.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace shoporder::remote;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    for (const Entry& entry : parse_names(text))
        if (!is_plain_name(entry.name))
            std::abort();

    Conversation talk;
    talk.reset(Phase::size);
    talk.sent("SIZE a\r\n");
    talk.received(text);
    if (talk.code() != 0 && (talk.code() > 999 || talk.text().empty()))
        std::abort();
    for (const char c : talk.text())
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            std::abort();
    return 0;
}
