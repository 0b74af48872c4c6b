#include "report/lines.hpp"

#include "base/display.hpp"

#include <algorithm>

namespace shoporder::report {

namespace {

constexpr std::size_t k_hang = 4;
constexpr std::size_t k_least_width = 20; ///< a narrower terminal breaks lines itself

bool starts_character(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

/// The length of a colour at the front of `text`; 0: none.
std::size_t colour_length(std::string_view text) noexcept {
    const auto end = text.starts_with('\x1b') ? text.find('m') : std::string_view::npos;
    return end == std::string_view::npos ? 0 : end + 1;
}

} // namespace

std::size_t display_width(std::string_view text) noexcept {
    std::size_t out = 0;
    for (auto at = text.find('\x1b'); at != std::string_view::npos; at = text.find('\x1b')) {
        out += base::columns(text.substr(0, at));
        text.remove_prefix(at);
        text.remove_prefix(std::max(colour_length(text), std::size_t{1}));
    }
    return out + base::columns(text);
}

std::vector<std::string> broken(std::string_view line, std::size_t first, std::size_t width) {
    std::vector<std::string> out(1);
    std::size_t used = 0;
    while (!line.empty()) {
        const auto blanks = std::min(line.find_first_not_of(' '), line.size());
        const auto end = std::min(line.find(' ', blanks), line.size());
        const std::string_view word = line.substr(blanks, end - blanks);
        const std::size_t room = out.size() == 1 ? first : width;
        const std::size_t needed = display_width(word);
        if (used > 0 && used + blanks + needed > room) {
            out.emplace_back(word);
            used = needed;
        } else {
            out.back() += line.substr(0, end);
            used += blanks + needed;
        }
        line.remove_prefix(end);
    }
    return out;
}

std::string wrapped(std::string_view text, std::size_t width) {
    if (width == 0)
        return std::string{text};
    width = std::max(width, k_least_width);
    std::string out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        if (display_width(line) <= width) {
            out += line;
        } else {
            const auto indent = std::min(line.find_first_not_of(' '), line.size());
            const std::size_t hang = std::min(indent + k_hang, width / 2);
            const std::string margin(hang, ' ');
            const auto pieces =
                broken(line.substr(indent), width - std::min(indent, width), width - hang);
            out.append(line.substr(0, indent)).append(pieces.front());
            for (std::size_t i = 1; i < pieces.size(); ++i)
                out.append("\n").append(margin).append(pieces[i]);
        }
        out += end < text.size() ? "\n" : "";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string cut(std::string_view text, std::size_t most) {
    if (display_width(text) <= most)
        return std::string{text};
    std::string out;
    std::size_t used = 0;
    while (!text.empty()) {
        std::size_t length = colour_length(text);
        if (length == 0) {
            length = 1;
            while (length < text.size() && !starts_character(text[length]))
                ++length;
            used += base::columns(text.substr(0, length));
            if (used + 1 > most)
                break;
        }
        out += text.substr(0, length);
        text.remove_prefix(length);
    }
    return out + "…";
}

} // namespace shoporder::report
