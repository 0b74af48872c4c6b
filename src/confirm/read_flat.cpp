// A flat answer: a row for each line, or for some pieces of it, with what is true of the whole
// order on each of its rows or on one of them. A row that names no line speaks of the whole order.
//
// Nothing is guessed: neither the columns, nor a thousands separator, nor the month in 04/05/2026.
// A guess would be right until it is wrong in silence.
#include "base/encoding.hpp"
#include "base/flat_rows.hpp"
#include "base/text.hpp"
#include "confirm/answer_parts.hpp"
#include "confirm/readers.hpp"

#include <algorithm>
#include <unordered_map>

namespace shoporder::confirm {

namespace {

using Row = base::FlatRow;
using V = order::Verdict;

/// The words of our own forms, and those that suppliers' files have in their place. Folded.
V flat_verdict(std::string_view where, std::string_view text) {
    return verdict_of(where, "verdict", base::fold(text),
                      {{"accepted", V::accepted},
                       {"accept", V::accepted},
                       {"confirmed", V::accepted},
                       {"ok", V::accepted},
                       {"yes", V::accepted},
                       {"changed", V::changed},
                       {"change", V::changed},
                       {"modified", V::changed},
                       {"backordered", V::backordered},
                       {"backorder", V::backordered},
                       {"back-ordered", V::backordered},
                       {"delayed", V::backordered},
                       {"refused", V::refused},
                       {"rejected", V::refused},
                       {"reject", V::refused},
                       {"cancelled", V::refused},
                       {"canceled", V::refused},
                       {"no", V::refused}});
}

/// Where each configured field stands in a row.
using Places = std::unordered_map<std::string, std::size_t>;

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

class FlatReader {
public:
    FlatReader(const FlatForm& form, Places places) : m_form(form), m_places(std::move(places)) {}

    void add(const Row& row) {
        m_row = &row;
        m_where = "row " + std::to_string(row.number);
        order::OrderAnswer& answer = order_of_row();
        read_order(answer);
        if (names_a_line())
            read_line(answer);
        else
            read_whole(answer);
    }

    std::vector<order::OrderAnswer> finish() { return std::move(m_orders); }

private:
    [[nodiscard]] std::string_view field(const std::string& name) const {
        const auto found = m_places.find(name);
        if (found == m_places.end() || found->second >= m_row->fields.size())
            return {};
        return base::trim(m_row->fields[found->second]);
    }
    [[nodiscard]] std::string identifier_of(const std::string& name,
                                            std::size_t most = k_longest_id) const {
        return identifier(m_where, name, field(name), most);
    }
    /// A number as Decimal reads it. A comma stays a comma, and a fault, where none is expected.
    [[nodiscard]] std::string number(const std::string& name) const {
        std::string out{field(name)};
        if (!m_form.decimal_comma)
            return out;
        if (out.find('.') != std::string::npos)
            unreadable(m_where, name + " " + shown(out) + " has a point, where commas are used");
        std::replace(out.begin(), out.end(), ',', '.');
        return out;
    }
    [[nodiscard]] std::int64_t whole(const std::string& name, std::int64_t most) const {
        const std::string_view text = field(name);
        if (text.empty())
            return 0;
        const auto value = base::parse_int(text);
        if (!value || *value < 1 || *value > most)
            unreadable(m_where, name + " " + shown(text) + " is no number from 1 on");
        return *value;
    }

    order::OrderAnswer& order_of_row() {
        std::string po = identifier_of("purchase_order", k_longest_po);
        const auto [found, fresh] = m_by_po.try_emplace(po, m_orders.size());
        if (fresh) {
            if (m_orders.size() == k_most_orders)
                unreadable(m_where, "there are more orders than are read");
            m_orders.emplace_back().po_number = std::move(po);
        }
        return m_orders[found->second];
    }

    /// Each fact of an order may stand on many of its rows, but is the same on all.
    template <typename T>
    void agree(T& known, T told, const char* name) const {
        if (told == T{} || told == known)
            return;
        if (known != T{})
            unreadable(m_where, std::string{name} + " is another than on an earlier row");
        known = std::move(told);
    }

    void read_order(order::OrderAnswer& answer) const {
        agree(answer.revision, static_cast<int>(whole("revision", 999'999)), "revision");
        agree(answer.supplier_number, identifier_of("number"), "number");
        if (const auto text = field("dated"); !text.empty())
            agree(answer.dated, std::optional{when(m_where, text, true).time}, "dated");
        if (const auto text = field("promised"); !text.empty())
            agree(answer.promised, when(m_where, text, true).day, "promised");
        if (const auto text = field("order_verdict"); !text.empty())
            agree(answer.verdict, std::optional{flat_verdict(m_where, text)}, "order_verdict");
        agree(answer.reason, reason(field("order_reason")), "order_reason");
    }

    [[nodiscard]] bool names_a_line() const {
        for (const char* name : {"line_id", "position", "sku", "article"})
            if (!field(name).empty())
                return true;
        return false;
    }

    void read_line(order::OrderAnswer& answer) const {
        order::LineAnswer line;
        line.line_id = whole("line_id", INT64_MAX);
        line.position = static_cast<int>(whole("position", 999'999));
        line.sku = identifier_of("sku");
        line.article = identifier_of("article");
        if (const std::string text = number("quantity"); !text.empty())
            line.quantity = pieces(m_where, text);
        const std::string_view said = field("verdict");
        if (!said.empty())
            line.verdict = flat_verdict(m_where, said);
        else if (!line.quantity)
            unreadable(m_where, "neither a verdict nor a quantity");
        if (const auto text = field("line_promised"); !text.empty())
            line.promised = when(m_where, text, true).day;
        line.reason = reason(field("reason"));
        set_price(line, m_where, number("price"), {}, field("currency"));
        line.substitute = identifier_of("substitute");
        add_line(answer, std::move(line));
    }

    /// What would be a line's has no line to belong to.
    void read_whole(order::OrderAnswer& answer) const {
        for (const char* name : {"quantity", "price", "substitute", "line_promised"})
            if (!field(name).empty())
                unreadable(m_where, std::string{name} + " of no line");
        if (const auto text = field("verdict"); !text.empty())
            agree(answer.verdict, std::optional{flat_verdict(m_where, text)}, "verdict");
        else if (field("order_verdict").empty())
            unreadable(m_where, "neither a line nor a verdict");
        agree(answer.reason, reason(field("reason")), "reason");
    }

    const FlatForm& m_form;
    Places m_places;
    const Row* m_row = nullptr;
    std::string m_where;
    std::vector<order::OrderAnswer> m_orders;
    std::unordered_map<std::string, std::size_t> m_by_po;
};

} // namespace

std::vector<order::OrderAnswer> read_flat(std::string_view bytes, const FlatForm& form) {
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
    FlatReader reader{form,
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
        reader.add(row);
    }
    return reader.finish();
}

} // namespace shoporder::confirm
