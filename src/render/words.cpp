// What a document could not carry, in words for the order's story.
#include "render/document.hpp"

#include <array>
#include <utility>

namespace shoporder::render {

std::vector<std::string> words_of(const Document& document) {
    constexpr std::array k_words{
        std::pair{Altered::replaced, "characters XML cannot carry became U+FFFD in "},
        std::pair{Altered::left_out, "what is no code or has no currency was left out of "},
        std::pair{Altered::question_mark, "characters the encoding lacks became ? in "},
        std::pair{Altered::plainer, "characters the encoding lacks became plainer ones in "},
        std::pair{Altered::cut, "characters beyond the supplier's limit were cut from "},
        std::pair{Altered::rounded, "digits that have no room were rounded away in "},
        std::pair{Altered::spaced, "separators in a text became blanks in "},
    };
    std::vector<std::string> out;
    for (const auto& [how, words] : k_words) {
        std::string fields;
        for (const Replacement& r : document.replaced)
            if (r.how == how && r.count > 0)
                fields +=
                    (fields.empty() ? "" : ", ") + r.field + " (" + std::to_string(r.count) + ")";
        if (!fields.empty())
            out.push_back(words + fields);
    }
    if (!document.broken.empty())
        out.push_back("it breaks the supplier's schema: " + document.broken);
    return out;
}

} // namespace shoporder::render
