// The columns of a supplier's flat file, as flat_format.hpp reads them.
#include "config/suppliers_write.hpp"
#include "config/toml_text.hpp"

#include <fmt/format.h>

namespace shoporder::config {

namespace {

using order::FlatColumn;
using order::FlatForm;

/// "po" or "Order=po", where that says it all.
std::string brief_text(const FlatColumn& c) {
    FlatColumn plain;
    plain.header = c.header;
    plain.value = c.value;
    if (c != plain || c.value.empty() || c.header.empty())
        return {};
    const bool same = c.header == c.value;
    if ((same ? c.value : c.header).find('=') != std::string::npos) // the first one divides
        return {};
    return order::quoted(same ? c.value : c.header + "=" + c.value);
}

std::string column_text(const FlatColumn& c) {
    if (std::string brief = brief_text(c); !brief.empty())
        return brief;
    InlineTable table;
    if (c.header != c.value)
        table.text("header", c.header);
    if (c.value.empty())
        table.text("text", c.text);
    else
        table.text("value", c.value);
    if (!c.date.empty())
        table.text("date", c.date);
    if (c.decimals >= 0)
        table.number("decimals", c.decimals);
    InlineTable words;
    for (const auto& [from, to] : c.words)
        words.text(order::quoted_key(from), to);
    if (!words.empty())
        table.toml("words", words.text());
    if (c.max > 0)
        table.number("max", static_cast<long long>(c.max));
    if (c.cut)
        table.flag("cut", true);
    if (c.width > 0)
        table.number("width", static_cast<long long>(c.width));
    if (c.right)
        table.text("align", "right");
    if (c.pad != ' ')
        table.text("pad", std::string(1, c.pad));
    return table.text();
}

} // namespace

std::string write_flat(const FlatForm& form) {
    std::string columns = "[\n";
    for (const FlatColumn& column : form.columns)
        columns += "    " + column_text(column) + ",\n";
    const FlatForm preset = FlatForm::preset(form.kind);
    InlineTable table;
    table.toml(name(form.kind), columns + "]");
    if (!form.per_line)
        table.text("rows", "order");
    if (form.join != preset.join)
        table.text("join", form.join);
    if (form.header != preset.header)
        table.flag("header", form.header);
    if (form.decimal != preset.decimal)
        table.text("decimal", form.decimal);
    if (!form.date.empty())
        table.text("date", form.date);
    if (form.keep_breaks)
        table.text("breaks", "keep");
    if (form.separator != preset.separator)
        table.text("separator", form.separator == '\t' ? "tab" : std::string(1, form.separator));
    if (form.quoting != preset.quoting)
        table.text("quote", std::string{name(form.quoting)});
    if (form.quote != preset.quote)
        table.text("quote_mark", std::string(1, form.quote));
    if (form.quote_formulas)
        table.text("formulas", "quote");
    return table.text();
}

} // namespace shoporder::config
