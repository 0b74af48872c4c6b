// A folder's listing, by NLST and in any form of LIST. Whatever the bytes are, an entry is a plain
// name that stands in them, its size too, and a name that is listed is never proven absent.
#include "remote/listing.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace shoporder::remote;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    const auto check = [text](const Entry& entry) {
        if (!is_plain_name(entry.name) || text.find(entry.name) == std::string_view::npos)
            std::abort();
        if (entry.bytes &&
            (entry.folder || text.find(std::to_string(*entry.bytes)) == std::string_view::npos))
            std::abort();
    };
    for (const Entry& entry : parse_names(text))
        check(entry);
    const Listing listing = parse_list(text);
    if (listing.entries.size() > k_most_entries)
        std::abort();
    for (const Entry& entry : listing.entries) {
        check(entry);
        if (listing.find(entry.name) == nullptr || listing.proves_absence(entry.name))
            std::abort();
    }
    return 0;
}
