#include "render/file_bytes.hpp"

#include "base/text.hpp"
#include "render/document.hpp"

#include <fmt/format.h>

namespace shoporder::render {

namespace {

void take_declaration(std::string& text) {
    if (!text.starts_with("<?xml "))
        return;
    std::size_t end = text.find("?>");
    end = end == std::string::npos ? text.size() : end + 2;
    if (end < text.size() && text[end] == '\n')
        ++end;
    text.erase(0, end);
}

std::string with_crlf(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 32);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))
            out += '\r';
        out += text[i];
    }
    return out;
}

/// "&#321;": the number of the first character of valid UTF-8.
std::string reference(std::string_view character) {
    const auto lead = static_cast<unsigned char>(character[0]);
    std::uint32_t code = character.size() == 1   ? lead
                         : character.size() == 2 ? lead & 0x1FU
                         : character.size() == 3 ? lead & 0x0FU
                                                 : lead & 0x07U;
    for (std::size_t i = 1; i < character.size(); ++i)
        code = (code << 6U) | (static_cast<unsigned char>(character[i]) & 0x3FU);
    return fmt::format("&#{};", code);
}

/// What the encoding lacks by its number. Only texts and attributes' values have such characters
/// here: names and markup of all our formats are ASCII.
std::string with_references(std::string_view text, const base::Encoder& encoder) {
    std::string out;
    for (std::size_t at = encoder.missing(text); at != std::string_view::npos;
         at = encoder.missing(text)) {
        const std::string_view character = text.substr(at, base::first_character(text.substr(at)));
        out += text.substr(0, at);
        out += reference(character);
        text.remove_prefix(at + character.size());
    }
    return out.append(text);
}

void refuse_missing(std::string_view text, const base::Encoder& encoder,
                    const std::string& encoding) {
    const std::size_t at = encoder.missing(text);
    if (at == std::string_view::npos)
        return;
    const std::string character{text.substr(at, base::first_character(text.substr(at)))};
    throw Unfit("encoding", "it has the character " + base::printable(character) + ", which " +
                                encoding +
                                " lacks; set document.missing to replace or transliterate");
}

} // namespace

std::string file_bytes(std::string text, bool is_xml, const FileForm& form) {
    const base::Encoder encoder{form.encoding};
    if (is_xml)
        text = with_references(text, encoder);
    else
        refuse_missing(text, encoder, form.encoding);
    if (is_xml) {
        take_declaration(text);
        if (form.declaration)
            text.insert(0, "<?xml version=\"1.0\" encoding=\"" + form.encoding + "\"?>\n");
    }
    if (form.crlf)
        text = with_crlf(text);
    if (form.bom && encoder.is_unicode())
        text.insert(0, "\xEF\xBB\xBF");
    return encoder.encode(text);
}

} // namespace shoporder::render
