#include "xml/clean.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace shoporder::xml {

namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

bool is_forbidden_control(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

/// How many bytes at `at` spell U+FFFE or U+FFFF, 0 or 3. The text is valid UTF-8.
std::size_t noncharacter(std::string_view text, std::size_t at) noexcept {
    return text.compare(at, 3, "\xEF\xBF\xBE") == 0 || text.compare(at, 3, "\xEF\xBF\xBF") == 0 ? 3
                                                                                                : 0;
}

} // namespace

Cleaned clean(std::string_view bytes) {
    // Nearly every text is plain ASCII and needs no look at sequences.
    if (std::none_of(bytes.begin(), bytes.end(), [](char c) {
            return is_forbidden_control(c) || static_cast<unsigned char>(c) >= 0x80;
        }))
        return {std::string{bytes}, 0};

    base::Repaired repaired = base::repair_utf8(bytes);
    Cleaned out{{}, repaired.replaced};
    const std::string_view text = repaired.text;
    std::size_t kept = 0; // everything before it is in `out` already
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t bad = is_forbidden_control(text[i]) ? 1
                                : text[i] == '\xEF'           ? noncharacter(text, i)
                                                              : 0;
        if (bad == 0)
            continue;
        out.text += text.substr(kept, i - kept);
        out.text += k_replacement;
        ++out.replaced;
        kept = i + bad;
        i = kept - 1;
    }
    if (kept == 0)
        out.text = std::move(repaired.text);
    else
        out.text += text.substr(kept);
    return out;
}

} // namespace shoporder::xml
