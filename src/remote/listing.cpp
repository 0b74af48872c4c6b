#include "remote/listing.hpp"

#include <algorithm>

namespace shoporder::remote {

bool is_plain_name(std::string_view name) noexcept {
    // 255 is the longest name of every file system a server is likely to have. Blanks at the ends
    // are lost by servers that trim a command's argument; 0xff is a Telnet command byte.
    if (name.empty() || name.size() > 255 || name == "." || name == ".." || name.front() == '-' ||
        name.front() == ' ' || name.back() == ' ')
        return false;
    return std::none_of(name.begin(), name.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f || byte == 0xff || c == '/' || c == '\\';
    });
}

bool is_name_below(std::string_view name, std::string_view subfolder) noexcept {
    const auto slash = name.find('/');
    if (slash == std::string_view::npos)
        return is_plain_name(name);
    return is_plain_name(subfolder) && name.substr(0, slash) == subfolder &&
           is_plain_name(name.substr(slash + 1));
}

std::string too_long_a_listing() {
    return "the listing is longer than " + std::to_string(k_most_listing) + " bytes";
}

std::vector<Entry> parse_names(std::string_view listing) {
    std::vector<Entry> out;
    while (!listing.empty() && out.size() < k_most_entries) {
        const auto end = listing.find('\n');
        std::string_view line = listing.substr(0, end);
        listing.remove_prefix(end == std::string_view::npos ? listing.size() : end + 1);
        while (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        if (const auto slash = line.find_last_of("/\\"); slash != std::string_view::npos)
            line.remove_prefix(slash + 1);
        if (is_plain_name(line))
            out.push_back({std::string{line}, std::nullopt, false});
    }
    return out;
}

} // namespace shoporder::remote
