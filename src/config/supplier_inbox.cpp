#include "config/supplier_inbox.hpp"

namespace shoporder::config {

std::string name_word(std::string_view text) {
    const bool good = text.size() <= 64 && (text.empty() || text[0] != '-') &&
                      text.find("..") == std::string_view::npos &&
                      std::all_of(text.begin(), text.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                 (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
                      });
    if (!good)
        throw Unusable("takes up to 64 of letters, digits, `.`, `_` and `-`, the first no `-`");
    return std::string{text};
}

std::string one_character(const std::string& text, bool may_be_empty) {
    if ((text.empty() && may_be_empty) || text == "tab" ||
        (text.size() == 1 && static_cast<unsigned char>(text[0]) > 0x20 &&
         static_cast<unsigned char>(text[0]) < 0x7f))
        return text;
    throw Unusable(may_be_empty ? "takes one character, or nothing"
                                : "takes one character, or `tab`");
}

std::vector<std::string> column_list(const Texts& texts) {
    std::vector<std::string> out;
    for (const std::string& text : texts) {
        const std::string column = plain_text(text, 100);
        const auto equals = column.find('=');
        if (equals == 0 || equals == std::string::npos || equals + 1 == column.size())
            throw Unusable("takes FIELD=HEADER, or FIELD=NUMBER for a file without headers");
        out.push_back(column);
    }
    return out;
}

} // namespace shoporder::config
