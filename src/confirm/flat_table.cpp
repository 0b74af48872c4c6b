#include "confirm/flat_table.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace shoporder::confirm {

namespace {

using Places = FlatFields::Places;
using Row = base::FlatRow;

std::string shown(std::string_view text) {
    return "\"" + base::printable(base::trim(text), 40) + "\"";
}

Places places_by_header(const FlatForm& form, const Row& header) {
    Places out;
    for (const FlatForm::Column& column : form.columns) {
        std::size_t found = header.fields.size();
        for (std::size_t i = 0; i < header.fields.size(); ++i) {
            if (base::fold(header.fields[i]) != base::fold(column.at))
                continue;
            if (found != header.fields.size())
                unreadable("row " + std::to_string(header.number),
                           "two columns are called " + shown(column.at));
            found = i;
        }
        if (found == header.fields.size())
            unreadable("row " + std::to_string(header.number),
                       "no column is called " + shown(column.at));
        out[column.field] = found;
    }
    return out;
}

Places places_by_number(const FlatForm& form) {
    Places out;
    for (const FlatForm::Column& column : form.columns) {
        const auto number = base::parse_int(column.at);
        if (!number || *number < 1 || *number > 10'000)
            unreadable({}, "without a header, a column is a number: " + shown(column.at));
        out[column.field] = static_cast<std::size_t>(*number - 1);
    }
    return out;
}

} // namespace

void FlatFields::move_to(const base::FlatRow& row) {
    m_row = &row;
    m_where = "row " + std::to_string(row.number);
}

std::string_view FlatFields::field(const std::string& name) const {
    const auto found = m_places.find(name);
    if (found == m_places.end() || found->second >= m_row->fields.size())
        return {};
    return base::trim(m_row->fields[found->second]);
}

std::string FlatFields::identifier_of(const std::string& name, std::size_t most) const {
    return identifier(m_where, name, field(name), most);
}

std::string FlatFields::number(const std::string& name) const {
    std::string out{field(name)};
    if (!m_decimal_comma)
        return out;
    if (out.find('.') != std::string::npos)
        unreadable(m_where, name + " " + shown(out) + " has a point, where commas are used");
    std::replace(out.begin(), out.end(), ',', '.');
    return out;
}

std::int64_t FlatFields::whole(const std::string& name, std::int64_t most) const {
    const std::string_view text = field(name);
    if (text.empty())
        return 0;
    const auto value = base::parse_int(text);
    if (!value || *value < 1 || *value > most)
        unreadable(m_where, name + " " + shown(text) + " is no number from 1 on");
    return *value;
}

bool FlatFields::names_a_line() const {
    for (const char* name : {"line_id", "position", "sku", "article"})
        if (!field(name).empty())
            return true;
    return false;
}

void FlatFields::read_reference(order::LineReference& line) const {
    line.line_id = whole("line_id", INT64_MAX);
    line.position = static_cast<int>(whole("position", 999'999));
    line.sku = identifier_of("sku");
    line.article = identifier_of("article");
}

void each_row(std::string_view bytes, const FlatForm& form,
              const std::function<void(const FlatFields&)>& take) {
    const auto decoded = base::decode(bytes, form.encoding);
    if (!decoded)
        unreadable({}, "the encoding " + shown(form.encoding) + " is unknown");
    std::vector<Row> rows =
        base::flat_rows(decoded->text, form.separator, form.quote, k_most_lines + 2);
    // Excel's own first line, which tells Excel the separator.
    if (!rows.empty() && base::lower(rows.front().fields.front()).starts_with("sep="))
        rows.erase(rows.begin());
    if (rows.empty())
        unreadable({}, "the file has no row");
    const std::size_t width = form.header ? rows.front().fields.size() : 0;
    FlatFields fields{form,
                      form.header ? places_by_header(form, rows.front()) : places_by_number(form)};
    if (form.header)
        rows.erase(rows.begin());
    for (const Row& row : rows) {
        // A separator inside a text that is not quoted has moved all that follows it.
        const auto beyond =
            row.fields.begin() + static_cast<std::ptrdiff_t>(std::min(width, row.fields.size()));
        if (form.header && std::any_of(beyond, row.fields.end(), [](const std::string& field) {
                return !base::trim(field).empty();
            }))
            unreadable("row " + std::to_string(row.number), "more fields than the header has");
        fields.move_to(row);
        take(fields);
    }
}

} // namespace shoporder::confirm
