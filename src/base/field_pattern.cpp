#include "base/field_pattern.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::base {

namespace {

constexpr std::int64_t k_widest = 18;

[[noreturn]] void unknown(std::string_view field, std::span<const std::string_view> known) {
    std::vector<std::string_view> names;
    for (std::string_view name : known) {
        name.remove_suffix(name.ends_with(':') ? 1 : 0);
        names.push_back(name);
    }
    const std::string_view near = nearest(field, names);
    throw Error(Exit::data, near.empty()
                                ? fmt::format("has the unknown field {{{}}}; there are {{{}}}",
                                              printable(field, 40), fmt::join(names, "}, {"))
                                : fmt::format("has the unknown field {{{}}}; did you mean {{{}}}?",
                                              printable(field, 40), near));
}

} // namespace

FieldPattern FieldPattern::parse(std::string_view text, std::span<const std::string_view> known) {
    FieldPattern out;
    while (!text.empty()) {
        const auto open = text.find_first_of("{}");
        if (open != 0)
            out.m_pieces.push_back({std::string{text.substr(0, open)}, {}, 0});
        if (open == std::string_view::npos)
            break;
        const auto close = text.find_first_of("{}", open + 1);
        if (text[open] == '}' || close == std::string_view::npos || text[close] == '{')
            throw Error(Exit::data, "has a brace without its partner: fields stand as {name}");
        std::string_view field = text.substr(open + 1, close - open - 1);
        text.remove_prefix(close + 1);
        Piece piece;
        if (const auto colon = field.find(':'); colon != std::string_view::npos) {
            const auto width = parse_int(field.substr(colon + 1));
            if (!width || *width < 1 || *width > k_widest)
                throw Error(Exit::data, fmt::format("{{{}}}: a width is a number from 1 to {}",
                                                    printable(field, 40), k_widest));
            piece.width = static_cast<std::size_t>(*width);
            field = field.substr(0, colon);
        }
        const auto is = [&](std::string_view name) {
            return name == field ||
                   (name.ends_with(':') && name.substr(0, name.size() - 1) == field);
        };
        const auto found = std::find_if(known.begin(), known.end(), is);
        if (found == known.end())
            unknown(field, known);
        if (piece.width != 0 && !found->ends_with(':'))
            throw Error(Exit::data, fmt::format("{{{}}} takes no width", field));
        piece.field = field;
        out.m_pieces.push_back(std::move(piece));
    }
    return out;
}

std::string
FieldPattern::fill(const std::function<std::string(std::string_view field)>& value) const {
    std::string out;
    for (const Piece& piece : m_pieces) {
        if (piece.field.empty()) {
            out += piece.text;
            continue;
        }
        const std::string text = value(piece.field);
        out.append(text.size() < piece.width ? piece.width - text.size() : 0, '0');
        out += text;
    }
    return out;
}

bool FieldPattern::has(std::string_view field) const noexcept {
    return std::any_of(
        m_pieces.begin(), m_pieces.end(), [&](const Piece& piece) { return piece.field == field; });
}

std::string FieldPattern::texts() const {
    std::string out;
    for (const Piece& piece : m_pieces)
        out += piece.text;
    return out;
}

} // namespace shoporder::base
