#include "report/table.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace shoporder::report {

namespace {

constexpr std::size_t k_least_last_column = 20;

std::string_view code(Tone tone) noexcept {
    switch (tone) {
    case Tone::good:
        return "\x1b[32m";
    case Tone::warn:
        return "\x1b[33m";
    case Tone::bad:
        return "\x1b[1;31m";
    case Tone::faint:
        return "\x1b[2m";
    case Tone::strong:
        return "\x1b[1m";
    case Tone::plain:
        break;
    }
    return {};
}

bool starts_character(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::string cut(const std::string& text, std::size_t most) {
    if (display_width(text) <= most)
        return text;
    std::size_t end = 0;
    for (std::size_t seen = 0; end < text.size(); ++end)
        if (starts_character(text[end]) && ++seen == most)
            break;
    return text.substr(0, end) + "…";
}

} // namespace

std::string toned(std::string_view text, Tone tone, const Style& style) {
    if (!style.colour || tone == Tone::plain)
        return std::string{text};
    return std::string{code(tone)} + std::string{text} + "\x1b[0m";
}

std::size_t display_width(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string age(std::optional<base::Time> time, const Style& style) {
    if (!time)
        return "-";
    const base::Duration span = style.now - *time;
    const std::string words = base::format_span(span < base::Duration{0} ? -span : span);
    if (words == "now")
        return words;
    return span < base::Duration{0} ? "in " + words : words + " ago";
}

std::string when(std::optional<base::Time> time, const Style& style) {
    if (!time)
        return "-";
    return base::format_time(std::chrono::floor<std::chrono::seconds>(*time)) + ", " +
           age(time, style);
}

std::string count_of(std::size_t count, std::string_view noun) {
    if (count == 1)
        return "1 " + std::string{noun};
    std::string plural{noun};
    if (plural.ends_with('y'))
        plural.replace(plural.size() - 1, 1, "ies");
    else
        plural += 's';
    return std::to_string(count) + " " + plural;
}

void Table::add(std::vector<Cell> row) {
    for (Cell& cell : row)
        cell.text = base::printable(cell.text, 400);
    row.resize(m_headings.size(), Cell{""});
    m_rows.push_back(std::move(row));
}

std::string Table::text(const Style& style, std::size_t indent) const {
    const std::size_t columns = m_headings.size();
    std::vector<std::string> headings(columns);
    std::vector<bool> right(columns);
    std::vector<std::size_t> width(columns);
    bool headed = false;
    for (std::size_t i = 0; i < columns; ++i) {
        right[i] = m_headings[i].starts_with('>');
        headings[i] = m_headings[i].substr(right[i] ? 1 : 0);
        headed = headed || !headings[i].empty();
        width[i] = display_width(headings[i]);
        for (const auto& row : m_rows)
            width[i] = std::max(width[i], display_width(row[i].text));
    }
    if (style.width > 0 && columns > 0) {
        std::size_t before = indent;
        for (std::size_t i = 0; i + 1 < columns; ++i)
            before += width[i] + 2;
        const std::size_t left = style.width > before ? style.width - before : 0;
        width.back() = std::min(width.back(), std::max(left, k_least_last_column));
    }
    std::string out;
    const auto line = [&](const std::vector<Cell>& row) {
        std::string text(indent, ' ');
        for (std::size_t i = 0; i < columns; ++i) {
            const std::string shown = cut(row[i].text, width[i]);
            const std::string blanks(width[i] - display_width(shown), ' ');
            if (right[i])
                text += blanks;
            text += toned(shown, row[i].tone, style);
            if (i + 1 < columns)
                text += (right[i] ? "" : blanks) + "  ";
        }
        out += text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
    };
    if (headed) {
        std::vector<Cell> head;
        for (std::string& heading : headings)
            head.emplace_back(std::move(heading), Tone::faint);
        line(head);
    }
    for (const auto& row : m_rows)
        line(row);
    return out;
}

} // namespace shoporder::report
