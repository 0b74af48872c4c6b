#include "render/flat_fields.hpp"

#include "base/error.hpp"
#include "order/date_pattern.hpp"
#include "render/flat_text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::render {

namespace {

using order::FlatColumn;
using order::FlatKind;
using order::FlatType;

template <typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>; // clang 14 does not find it by itself

const std::string& worded(const FlatColumn& column, const std::string& text) {
    for (const auto& [from, to] : column.words)
        if (from == text)
            return to;
    return text;
}

} // namespace

FlatFields::FlatFields(const order::FlatForm& form, const std::string& zone,
                       const FieldRules& rules)
    : m_form(form), m_rules(rules), m_zone(zone) {
    for (const FlatColumn& column : form.columns) {
        Column& added = m_columns.emplace_back(Column{&column, {}});
        if (column.value.empty())
            continue;
        added.path = order::find_flat_path(column.value);
        if (!added.path)
            throw base::Error(base::Exit::data, order::unknown_flat_path(column.value));
    }
}

bool FlatFields::is_hidden(const Column& column) const {
    return !m_rules.is_idle() && column.path && !column.path->path().field.empty() &&
           m_rules.hides({}, column.path->path().field);
}

bool FlatFields::tells_any(std::string_view beginning) const {
    return std::any_of(
        m_columns.begin(), m_columns.end(),
        [&](const Column& column) {
            return column.form->value.starts_with(beginning) && !is_hidden(column);
        });
}

void FlatFields::alter(const std::string& place, std::size_t count, Altered how) {
    if (count == 0)
        return;
    if (!m_altered.empty() && m_altered.back().field == place && m_altered.back().how == how)
        m_altered.back().count += count;
    else
        m_altered.push_back({place, count, how});
}

std::vector<Replacement> FlatFields::take() {
    for (Replacement& each : m_rules.take())
        m_altered.push_back(std::move(each));
    return std::move(m_altered);
}

std::string FlatFields::place_of(std::size_t index, std::int64_t position,
                                 const std::string& prefix) const {
    const std::string& value = m_columns[index].form->value;
    constexpr std::string_view k_line = "line.";
    if (!of_line(index) || position == 0)
        return prefix + value;
    return fmt::format("{}line[{}].{}", prefix, position, value.substr(k_line.size()));
}

std::string FlatFields::told(std::size_t index, FlatPlace place, const std::string& prefix) {
    const Column& column = m_columns[index];
    if (!column.path)
        return m_rules.carried("a constant", column.form->text);
    place.rest = column.path->rest;
    const std::int64_t line = place.line == nullptr ? 0 : place.line->position;
    return form_of(column, is_hidden(column) ? FlatValue{} : flat_value(column.path->index, place),
                   {place_of(index, line, prefix), line});
}

std::string FlatFields::untold(std::size_t index) {
    return m_rules.carried("words", worded(*m_columns[index].form, {}));
}

std::string FlatFields::form_of(const Column& column, const FlatValue& value, const Where& where) {
    const auto word = [&](const std::string& text) {
        return m_rules.carried(where.place, worded(*column.form, text));
    };
    return std::visit(
        Overloaded{
            [&](const std::string& text) { return text_of(column, text, where); },
            [&](std::int64_t count) {
                return word(count_text(count, column.form->decimals, m_form.decimal));
            },
            [&](const order::Decimal& amount) {
                bool rounded = false;
                const std::string text =
                    decimal_text(amount, column.form->decimals, m_form.decimal, rounded);
                alter(where.place, rounded ? 1 : 0, Altered::rounded);
                return word(text);
            },
            [&](base::Time time) { return word(date_of(column, time)); },
            [&](Unusable unusable) {
                alter(where.place, unusable.bytes, Altered::left_out);
                return word({});
            },
            [&](const std::vector<FlatPart>& parts) { return parts_of(column, parts, where); }},
        value);
}

std::string FlatFields::date_of(const Column& column, base::Time time) const {
    const std::string& pattern = column.form->date.empty() ? m_form.date : column.form->date;
    if (pattern.empty())
        return base::format_time(time);
    return order::format_date(pattern, m_zone.to_local(time));
}

std::string FlatFields::text_of(const Column& column, const std::string& text, const Where& where) {
    if (const std::string& word = worded(*column.form, text); &word != &text)
        return m_rules.carried(where.place, word);
    const std::string& pattern = column.form->date.empty() ? m_form.date : column.form->date;
    if (column.path->path().type == FlatType::day && !pattern.empty())
        if (const auto day = order::parse_day(text))
            return m_rules.carried(where.place, order::format_date(pattern, *day));
    return guarded(obeying(column, plain(text, where), where));
}

/// Joined by "; ".
std::string FlatFields::parts_of(const Column& column, const std::vector<FlatPart>& parts,
                                 const Where& where) {
    const auto joined = [&](const auto& written) {
        std::string out;
        for (const FlatPart& part : parts)
            out += (out.empty() ? "" : "; ") + written(part);
        return out;
    };
    if (parts.empty() || !column.form->words.empty()) {
        const std::string text =
            joined([](const FlatPart& part) { return part.before + part.text; });
        if (const std::string& word = worded(*column.form, text); &word != &text)
            return m_rules.carried(where.place, word);
    }
    return guarded(joined([&](const FlatPart& part) {
        return m_rules.carried(where.place, plain(part.before, where)) +
               obeying(column, plain(part.text, where), where);
    }));
}

std::string FlatFields::plain(const std::string& text, const Where& where) {
    Plain out = plain_line(text, m_form.keep_breaks);
    alter(where.place, out.replaced, Altered::replaced);
    return std::move(out.text);
}

/// By the supplier's rules for the field of the path.
std::string FlatFields::obeying(const Column& column, const std::string& text, const Where& where) {
    if (m_rules.is_idle())
        return text;
    std::string_view field = column.path->path().field;
    if (field.empty())
        return m_rules.carried(where.place, text);
    if (where.line == 0)
        return m_rules.told({}, field, text);
    field.remove_prefix(field.find('/') + 1); // "line/title"
    return m_rules.told(fmt::format("line[{}]", where.line), field, text);
}

/// Behind the rules, which may make an = of another character.
std::string FlatFields::guarded(std::string text) const {
    constexpr std::string_view k_formulas = "=+-@";
    if (m_form.quote_formulas && !text.empty() &&
        k_formulas.find(text[0]) != std::string_view::npos)
        text.insert(0, 1, '\'');
    return text;
}

std::string FlatFields::written(std::size_t index, std::string text, const std::string& place) {
    const Column& column = m_columns[index];
    text = within(column, std::move(text), place);
    if (m_form.kind == FlatKind::csv)
        return csv(std::move(text), place);
    return padded(std::move(text), column.form->width, column.form->right, column.form->pad);
}

std::string FlatFields::header(std::size_t index) {
    const FlatColumn& column = *m_columns[index].form;
    std::string text = m_rules.carried("header", column.header);
    if (m_form.kind == FlatKind::csv)
        return csv(std::move(text), "header");
    text.resize(first_characters(text, column.width));
    return padded(std::move(text), column.width, column.right, ' ');
}

/// Never a silent cut: what is too long holds the delivery, or is told as altered.
std::string FlatFields::within(const Column& column, std::string text, const std::string& place) {
    const bool fixed = m_form.kind == FlatKind::fixed;
    const std::size_t most = fixed ? column.form->width : column.form->max;
    if (!fixed && most == 0)
        return text;
    const std::size_t end = first_characters(text, most);
    if (end == text.size())
        return text;
    const std::size_t over = characters(std::string_view{text}.substr(end));
    if (!column.form->cut) {
        const bool may_cut = column.path && column.path->path().type == FlatType::text;
        throw Unfit("field_limit",
                    fmt::format("{} has {} characters, and its column takes {}; shorten it "
                                "in the shop, raise `{}`{}",
                                place.empty() ? "a constant" : place, most + over, most,
                                fixed ? "width" : "max",
                                may_cut ? ", or add `cut = true` to the column" : ""));
    }
    text.resize(end);
    alter(place, over, Altered::cut);
    return text;
}

std::string FlatFields::csv(std::string text, const std::string& place) {
    if (m_form.quoting == order::Quoting::never) {
        const auto count = std::count(text.begin(), text.end(), m_form.separator);
        std::replace(text.begin(), text.end(), m_form.separator, ' ');
        alter(place, static_cast<std::size_t>(count), Altered::spaced);
        return text;
    }
    // A blank at an end is part of the text, and many readers drop it without quotes. A lone empty
    // field would be an empty line.
    const bool needed = text.find_first_of(std::string{m_form.separator, m_form.quote, '\n'}) !=
                            std::string::npos ||
                        text.starts_with(' ') || text.ends_with(' ') ||
                        (text.empty() && m_columns.size() == 1);
    if (!needed && m_form.quoting == order::Quoting::needed)
        return text;
    return in_quotes(text, m_form.quote);
}

} // namespace shoporder::render
