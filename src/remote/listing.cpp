#include "remote/listing.hpp"

#include "base/text.hpp"
#include "remote/list_line.hpp"

#include <algorithm>

namespace shoporder::remote {

namespace {

/// The next line without its end; the rest stays.
std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    return line;
}

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// "total 12": how many blocks.
bool is_total(std::string_view line) {
    return line.starts_with("total ") && base::parse_int(base::trim(line.substr(6))).has_value();
}

} // namespace

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
        std::string_view line = take_line(listing);
        if (const auto slash = line.find_last_of("/\\"); slash != std::string_view::npos)
            line.remove_prefix(slash + 1);
        if (is_plain_name(line))
            out.push_back({std::string{line}, std::nullopt, false});
    }
    return out;
}

Listing parse_list(std::string_view listing) {
    Listing out;
    if (listing.size() > k_most_listing) {
        listing = listing.substr(0, k_most_listing);
        listing = listing.substr(0, listing.rfind('\n') + 1); // a cut name would be another name
        out.whole = false;
    }
    while (!listing.empty()) {
        if (out.entries.size() >= k_most_entries) {
            out.whole = false;
            break;
        }
        const std::string_view line = take_line(listing);
        if (line.empty() || is_total(line))
            continue;
        auto entry = parse_list_line(line);
        if (!entry) {
            out.whole = false;
            continue;
        }
        out.shows_hidden = out.shows_hidden || entry->name.starts_with('.');
        if (is_plain_name(entry->name))
            out.entries.push_back(std::move(*entry));
    }
    return out;
}

const Entry* Listing::find(std::string_view name) const {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [name](const Entry& entry) { return entry.name == name; });
    return found == entries.end() ? nullptr : &*found;
}

bool Listing::proves_absence(std::string_view name) const {
    // Servers put `?` or another encoding for what is not ASCII.
    const bool ascii = std::all_of(name.begin(), name.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    // To a server on Windows it is the same file in any case. From the back: names of one kind
    // begin alike.
    const bool listed = std::any_of(entries.begin(), entries.end(), [name](const Entry& entry) {
        return std::equal(entry.name.rbegin(), entry.name.rend(), name.rbegin(), name.rend(),
                          [](char a, char b) { return lower(a) == lower(b); });
    });
    return whole && ascii && (shows_hidden || !name.starts_with('.')) && !listed;
}

} // namespace shoporder::remote
