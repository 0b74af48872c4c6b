#include "render/fields.hpp"

#include "render/flat_text.hpp"
#include "xml/clean.hpp"

#include <algorithm>

namespace shoporder::render {

namespace {

/// "line[2]/title" of "line[2]" and "title"; without a batch's "order[3]/".
std::string place(std::string_view path, std::string_view name) {
    std::string out{path};
    if (out.starts_with("order["))
        out.erase(0, out.find('/') == std::string::npos ? out.size() : out.find('/') + 1);
    return name.empty() ? out : out + (out.empty() ? "" : "/") + std::string{name};
}

/// "line/title" of it. What is done to goods counts as a line.
std::string field_of(const std::string& where) {
    std::string out;
    bool inside = false;
    for (const char c : where) {
        inside = c == '[' || (inside && c != ']');
        if (!inside && c != ']')
            out += c;
    }
    return out.starts_with("service/") ? "line" + out.substr(7) : out;
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(),
        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

} // namespace

Fields::Fields(const FieldRules& rules)
    : m_rules(rules),
      m_encoder(rules.encoding),
      m_idle(rules.limits.empty() && rules.hidden.empty() && !rules.plain &&
             (m_encoder.is_unicode() || rules.missing == Missing::reference)) {}

bool Fields::hides(std::string_view path, std::string_view name) const {
    return is_hidden(field_of(place(path, name)));
}

bool Fields::is_hidden(std::string_view field) const {
    const auto& hidden = m_rules.hidden;
    return std::any_of(hidden.begin(), hidden.end(), [&](const std::string& each) {
        return field == each ||
               (field.size() > each.size() && field.starts_with(each) && field[each.size()] == '/');
    });
}

std::string Fields::told(std::string_view path, std::string_view name, std::string_view text) {
    if (text.empty())
        return std::string{text};
    const std::string where = place(path, name);
    const std::string field = field_of(where);
    if (is_hidden(field))
        return {};
    std::string out = carried(where, text);
    for (const FieldRules::Limit& limit : m_rules.limits)
        if (limit.field == field)
            out = within(limit, where, std::move(out));
    return out;
}

std::string Fields::within(const FieldRules::Limit& limit, const std::string& where,
                           std::string text) {
    const std::size_t length = count_characters(text);
    if (length <= limit.most)
        return text;
    if (!limit.cut)
        throw Unfit("field_limit", where + " has " + std::to_string(length) +
                                       " characters, and the supplier takes " +
                                       std::to_string(limit.most) +
                                       "; shorten it in Shopify, or let it be cut: "
                                       "document.limits, " +
                                       limit.field + "=" + std::to_string(limit.most) + " cut");
    std::size_t end = 0;
    for (std::size_t i = 0; i < limit.most; ++i)
        end += base::first_character(std::string_view{text}.substr(end));
    text.resize(end);
    m_altered.push_back({where, length - limit.most, Altered::cut});
    return text;
}

/// Remembered: a text in another script asks for the same few characters again and again.
const std::string& Fields::instead_of(std::string_view character) {
    auto known = m_instead.find(character);
    if (known == m_instead.end()) {
        std::string plain =
            m_rules.missing == Missing::transliterate ? base::plainer(character) : std::string{};
        if (plain.empty() || m_encoder.missing(plain) != std::string_view::npos)
            plain = "?";
        known = m_instead.emplace(character, std::move(plain)).first;
    }
    return known->second;
}

std::string Fields::without_controls(const std::string& where, std::string_view text) {
    if (!m_rules.plain)
        return std::string{text};
    Plain line = plain_line(text, true);
    if (line.replaced > 0)
        m_altered.push_back({where, line.replaced, Altered::replaced});
    return std::move(line.text);
}

std::string Fields::carried(const std::string& where, std::string_view text) {
    std::string tame = without_controls(where, text);
    if (m_encoder.is_unicode() || m_rules.missing == Missing::reference)
        return tame;
    // As the writer cleans it, so that its U+FFFD is asked for, too.
    const std::string whole = xml::clean(tame).text;
    std::string_view rest = whole;
    std::string out;
    std::size_t count = 0;
    for (std::size_t at = m_encoder.missing(rest); at != std::string_view::npos;
         at = m_encoder.missing(rest)) {
        const std::string_view character = rest.substr(at, base::first_character(rest.substr(at)));
        if (m_rules.missing == Missing::refuse)
            throw Unfit("encoding", where + " has the character " + std::string{character} +
                                        ", which " + m_rules.encoding +
                                        " lacks; change it in Shopify, or set document.missing to "
                                        "replace or transliterate");
        out += rest.substr(0, at);
        out += instead_of(character);
        rest.remove_prefix(at + character.size());
        ++count;
    }
    out += rest;
    if (count > 0)
        m_altered.push_back({where, count,
                             m_rules.missing == Missing::transliterate ? Altered::plainer
                                                                       : Altered::question_mark});
    return out;
}

} // namespace shoporder::render
