// Characters that an old system knows for those that it does not. Rejected: iconv's //TRANSLIT
// (depends on the locale), a table of everything (Unicode's own decompositions are kept by others).
#include "base/encoding.hpp"

#include <algorithm>
#include <array>
#include <utf8proc.h>
#include <utility>

namespace shoporder::base {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

/// Those that Unicode does not take apart, as they are commonly written without them.
constexpr std::array k_others{
    Pair{"Ł", "L"},   Pair{"ł", "l"},     Pair{"Ø", "O"},      Pair{"ø", "o"},
    Pair{"Đ", "D"},   Pair{"đ", "d"},     Pair{"Ð", "D"},      Pair{"ð", "d"},
    Pair{"Þ", "Th"},  Pair{"þ", "th"},    Pair{"Æ", "AE"},     Pair{"æ", "ae"},
    Pair{"Œ", "OE"},  Pair{"œ", "oe"},    Pair{"ß", "ss"},     Pair{"ẞ", "SS"},
    Pair{"ı", "i"},   Pair{"Ħ", "H"},     Pair{"ħ", "h"},      Pair{"Ŧ", "T"},
    Pair{"ŧ", "t"},   Pair{"Ŋ", "N"},     Pair{"ŋ", "n"},      Pair{"ĸ", "k"},
    Pair{"‘", "'"},   Pair{"’", "'"},     Pair{"‚", ","},      Pair{"‛", "'"},
    Pair{"“", "\""},  Pair{"”", "\""},    Pair{"„", "\""},     Pair{"‟", "\""},
    Pair{"«", "\""},  Pair{"»", "\""},    Pair{"‹", "'"},      Pair{"›", "'"},
    Pair{"′", "'"},   Pair{"″", "\""},    Pair{"‐", "-"},      Pair{"‒", "-"},
    Pair{"–", "-"},   Pair{"—", "-"},     Pair{"―", "-"},      Pair{"−", "-"},
    Pair{"•", "*"},   Pair{"·", "."},     Pair{"×", "x"},      Pair{"÷", "/"},
    Pair{"€", "EUR"}, Pair{"£", "GBP"},   Pair{"¥", "JPY"},    Pair{"©", "(c)"},
    Pair{"®", "(R)"}, Pair{"°", "o"},     Pair{"¡", "!"},      Pair{"¿", "?"},
    Pair{"⁄", "/"},   Pair{"\u200B", ""}, Pair{"\u2028", " "}, Pair{"\u2029", " "},
};

} // namespace

std::string plainer(std::string_view character) {
    const auto known = std::find_if(k_others.begin(), k_others.end(),
                                    [&](const Pair& pair) { return pair.first == character; });
    if (known != k_others.end())
        return std::string{known->second};
    std::array<utf8proc_int32_t, 32> parts{}; // the longest has 18 (U+FDFA)
    utf8proc_int32_t code = 0;
    if (utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(character.data()),
                         static_cast<utf8proc_ssize_t>(character.size()), &code) <= 0)
        return {};
    const auto count = utf8proc_decompose_char(
        code, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()),
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK),
        nullptr);
    if (count <= 0 || count > static_cast<utf8proc_ssize_t>(parts.size()))
        return {};
    std::string out;
    for (utf8proc_ssize_t i = 0; i < count; ++i) {
        std::array<utf8proc_uint8_t, 4> bytes{};
        const auto size = utf8proc_encode_char(parts[static_cast<std::size_t>(i)], bytes.data());
        out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
    }
    return out == character ? std::string{} : out;
}

} // namespace shoporder::base
