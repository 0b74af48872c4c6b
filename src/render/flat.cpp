// A flat file: its header, and the rows of each sheet.
#include "render/flat.hpp"

#include "base/error.hpp"
#include "order/handover.hpp"
#include "render/flat_fields.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::render {

namespace {

using order::FlatForm;
using order::FlatKind;

/// A note of a megabyte in the row of each of 300 lines would be more than any importer takes.
constexpr std::size_t k_most_bytes = std::size_t{32} << 20U;

[[noreturn]] void bug(const std::string& what) {
    throw base::Error(base::Exit::bug, "a document cannot be made: " + what);
}
[[noreturn]] void hold(const std::string& what) {
    throw Unfit("columns", what);
}

void check(std::span<const Sheet> sheets, std::int64_t batch_number, const FlatForm& form) {
    if (form.kind == FlatKind::none || form.columns.empty())
        bug("a flat file has columns");
    if (batch_number < 0 || sheets.empty() || (batch_number == 0 && sheets.size() > 1))
        bug("a batch has a number and an order");
    for (const Sheet& sheet : sheets)
        if (sheet.order == nullptr || sheet.po_number.empty() || sheet.revision < 1)
            bug("a sheet has an order, a purchase-order number and a revision");
}

/// What a supplier must not miss holds the delivery where the columns cannot tell it.
void check_told(const Sheet& sheet, const FlatForm& form, const FlatFields& fields) {
    if (sheet.kind != DocumentKind::new_order && !form.has("kind") && !form.has("revision"))
        hold(fmt::format("a {} of {} would look like a new order: no column of `format` holds "
                         "`kind` or `revision`; add {{ header = \"Kind\", value = \"kind\" }}, or "
                         "tell the supplier yourself",
                         name(sheet.kind), sheet.po_number));
    if (sheet.collect && sheet.kind != DocumentKind::cancel) {
        if (!form.has("collect"))
            hold("there is money to collect at delivery, and no column of `format` holds "
                 "`collect`; add one");
        if (sheet.collect->currency != sheet.order->currency && !form.has("collect.currency"))
            hold("the money to collect at delivery is in another currency than the order's, and no "
                 "column of `format` holds `collect.currency`; add one");
    }
    if (order::handover(*sheet.order) == order::Handover::pick_up && !fields.tells_any("method."))
        hold("the shopper fetches the goods, and no column of `format` tells the shipping method; "
             "add { header = \"Pick-up\", value = \"method.pick_up\" }");
    const auto foreign = [&](const Line& line) {
        return line.cost && line.cost->currency != sheet.order->currency;
    };
    if (form.has("line.cost") && form.has("currency") && !form.has("line.cost_currency") &&
        std::any_of(sheet.lines.begin(), sheet.lines.end(), foreign))
        hold("a line's cost is in another currency than the order's, which a column tells; add one "
             "with `line.cost_currency`, or leave that with `currency` out of `format`");
}

class FlatFile {
public:
    FlatFile(const FlatForm& form, const std::string& zone, const FieldRules& rules)
        : m_form(form), m_fields(form, zone, rules) {}

    void header() {
        if (!m_form.header)
            return;
        for (std::size_t i = 0; i < m_form.columns.size(); ++i)
            field(i, m_fields.header(i));
        end_row();
    }

    void sheet(const Sheet& sheet, std::int64_t batch, const std::string& prefix) {
        check_told(sheet, m_form, m_fields);
        const std::vector<PlacedLine> lines = placed_lines(sheet);
        // Of the order once, whatever the number of its lines.
        std::vector<std::string> fields(m_form.columns.size());
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (m_fields.of_line(i) && m_form.per_line && !lines.empty())
                continue;
            fields[i] =
                m_fields.written(i,
                                 m_fields.of_line(i) ? joined(i, sheet, batch, lines, prefix)
                                                     : m_fields.told(i, {sheet, batch}, prefix),
                                 m_fields.place_of(i, 0, prefix));
        }
        if (!m_form.per_line || lines.empty())
            row(fields);
        else
            for (const PlacedLine& line : lines)
                row_of_line(fields, {sheet, batch, &line}, prefix);
    }

    Document take() { return {std::move(m_bytes), m_fields.take(), {}}; }

private:
    void row(const std::vector<std::string>& fields) {
        for (std::size_t i = 0; i < fields.size(); ++i)
            field(i, fields[i]);
        end_row();
    }

    void row_of_line(const std::vector<std::string>& of_order, const FlatPlace& place,
                     const std::string& prefix) {
        for (std::size_t i = 0; i < of_order.size(); ++i)
            field(i, m_fields.of_line(i)
                         ? m_fields.written(i, m_fields.told(i, place, prefix),
                                            m_fields.place_of(i, place.line->position, prefix))
                         : of_order[i]);
        end_row();
    }

    /// The values of all lines, in a row for each order.
    std::string joined(std::size_t column, const Sheet& sheet, std::int64_t batch,
                       const std::vector<PlacedLine>& lines, const std::string& prefix) {
        if (lines.empty())
            return m_fields.untold(column);
        std::string out;
        for (const PlacedLine& line : lines) {
            const std::string text = m_fields.told(column, {sheet, batch, &line}, prefix);
            if (lines.size() > 1 && text.find(m_form.join) != std::string::npos)
                hold(fmt::format("{} holds `{}`, which stands between the lines of a row; set "
                                 "another `join` in `format`",
                                 m_fields.place_of(column, line.position, prefix), m_form.join));
            out += (line.position > 1 ? m_form.join : "") + text;
            check_room(out.size());
        }
        return out;
    }

    void field(std::size_t column, const std::string& text) {
        check_room(text.size());
        if (column > 0 && m_form.kind == FlatKind::csv)
            m_bytes += m_form.separator;
        m_bytes += text;
    }
    void end_row() { m_bytes += '\n'; }

    void check_room(std::size_t more) const {
        if (m_bytes.size() + more > k_most_bytes)
            hold(fmt::format("the file would have more than {} MiB; shorten the order's texts, or "
                             "leave columns out of `format`",
                             k_most_bytes >> 20U));
    }

    const FlatForm& m_form;
    FlatFields m_fields;
    std::string m_bytes;
};

} // namespace

Document render_flat(std::span<const Sheet> sheets, std::int64_t batch_number, const FlatForm& form,
                     const std::string& zone, const FieldRules& rules) {
    check(sheets, batch_number, form);
    FlatFile file{form, zone, rules};
    file.header();
    std::size_t number = 0;
    for (const Sheet& sheet : sheets) {
        ++number;
        file.sheet(sheet, batch_number,
                   batch_number == 0 ? std::string{} : fmt::format("order[{}]/", number));
    }
    return file.take();
}

} // namespace shoporder::render
