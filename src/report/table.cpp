#include "report/table.hpp"

#include "base/local_time.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace shoporder::report {

namespace {

constexpr std::size_t k_least_last_column = 20;
constexpr std::size_t k_further_in = 4; ///< each further line of a row

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

} // namespace

std::string toned(std::string_view text, Tone tone, const Style& style) {
    if (!style.colour || tone == Tone::plain)
        return std::string{text};
    return std::string{code(tone)} + std::string{text} + "\x1b[0m";
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

std::string stamp(base::Time time, const Style& style) {
    return base::format_time(time, style.offset == nullptr ? std::chrono::seconds{0}
                                                           : style.offset(time));
}

std::string when(std::optional<base::Time> time, const Style& style) {
    if (!time)
        return "-";
    return stamp(*time, style) + ", " + age(time, style);
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

/// Columns that stand beside each other.
struct Table::Band {
    std::size_t first = 0;
    std::size_t end = 0; ///< one behind the last
    std::size_t indent = 0;
};

struct Table::Layout {
    std::vector<std::string> headings;
    std::vector<bool> right;
    std::vector<std::size_t> width;
    std::vector<Band> bands;

    /// One line of this band, and those that its last cell needs further.
    [[nodiscard]] std::string line(const Band& band, const std::vector<Cell>& row,
                                   const Style& style) const {
        std::string text(band.indent, ' ');
        std::size_t at = band.indent;
        for (std::size_t i = band.first; i + 1 < band.end; ++i) {
            const std::string blanks(width[i] - display_width(row[i].text), ' ');
            text += right[i] ? blanks : "";
            text += toned(row[i].text, row[i].tone, style);
            text += (right[i] ? "" : blanks) + "  ";
            at += width[i] + 2;
        }
        const std::size_t last = band.end - 1;
        const auto pieces = style.width == 0 ? std::vector<std::string>{row[last].text}
                                             : broken(row[last].text, width[last], width[last]);
        std::string out;
        for (const std::string& piece : pieces) {
            const std::size_t used = display_width(piece);
            if (right[last] && used < width[last])
                text += std::string(width[last] - used, ' ');
            text += toned(piece, row[last].tone, style);
            out += text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
            text.assign(at, ' ');
        }
        return out;
    }
};

Table::Layout Table::layout(const Style& style, std::size_t indent) const {
    const std::size_t columns = m_headings.size();
    Layout out;
    out.headings.resize(columns);
    out.right.resize(columns);
    out.width.resize(columns);
    for (std::size_t i = 0; i < columns; ++i) {
        out.right[i] = m_headings[i].starts_with('>');
        out.headings[i] = m_headings[i].substr(out.right[i] ? 1 : 0);
        out.width[i] = display_width(out.headings[i]);
        for (const auto& row : m_rows)
            out.width[i] = std::max(out.width[i], display_width(row[i].text));
    }
    Band band{0, 0, indent};
    std::size_t at = indent;
    for (std::size_t i = 0; i < columns; ++i) {
        const std::size_t needed =
            i + 1 < columns ? out.width[i] : std::min(out.width[i], k_least_last_column);
        if (style.width > 0 && i > band.first && at + needed > style.width) {
            out.bands.push_back(band);
            band = {i, i, indent + k_further_in};
            at = band.indent;
        }
        band.end = i + 1;
        if (style.width > 0) // less than all of it only where it is the last one of its band
            out.width[i] = std::min(out.width[i], std::max(style.width - std::min(at, style.width),
                                                           k_least_last_column));
        at += out.width[i] + 2;
    }
    out.bands.push_back(band);
    return out;
}

std::string Table::text(const Style& style, std::size_t indent) const {
    if (m_headings.empty())
        return {};
    Layout all = layout(style, indent);
    const bool headed = std::any_of(all.headings.begin(), all.headings.end(),
                                    [](const std::string& heading) { return !heading.empty(); });
    std::vector<Cell> head;
    head.reserve(all.headings.size());
    for (std::string& heading : all.headings)
        head.emplace_back(std::move(heading), Tone::faint);
    std::string out;
    for (const Band& band : all.bands)
        out += headed ? all.line(band, head, style) : std::string{};
    for (const auto& row : m_rows)
        for (const Band& band : all.bands)
            out += all.line(band, row, style);
    return out;
}

} // namespace shoporder::report
