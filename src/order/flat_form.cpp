#include "order/flat_form.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "order/date_pattern.hpp"
#include "order/flat_paths.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::order {

namespace {

constexpr std::size_t k_longest_limit = 1'000'000;
constexpr std::size_t k_widest_column = 10'000;

[[noreturn]] void fail(const std::string& what) {
    throw base::Error(base::Exit::data, what);
}
void require(bool holds, const char* what) {
    if (!holds)
        fail(what);
}

bool is_plain(std::string_view text, std::size_t most) {
    return text.size() <= most && base::printable(text, most) == text;
}
bool is_mark(char c) noexcept {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return c > ' ' && c < 0x7f && !letter;
}
std::size_t characters(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(),
        [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }));
}

/// What a value's type allows.
void check_value(const FlatColumn& c) {
    const auto found = find_flat_path(c.value);
    if (!found)
        fail(unknown_flat_path(c.value));
    require(is_plain(c.value, 200), "a path has at most 200 bytes and no control characters");
    const FlatType type = found->path().type;
    require(c.text.empty(), "`value` and `text` exclude each other: a column holds a path or a "
                            "constant");
    require(c.date.empty() || type == FlatType::time || type == FlatType::day,
            "`date` is for times: order.created, order.updated, order.cancelled, delivery.date");
    require(c.decimals < 0 || type == FlatType::count || type == FlatType::amount,
            "`decimals` is for numbers");
    if (c.cut && type != FlatType::text)
        fail(fmt::format("`cut` would make another value of {}; leave it out, and what is too long "
                         "is held for a person",
                         c.value));
}

void check_constant(const FlatColumn& c) {
    require(c.date.empty() && c.decimals < 0 && c.words.empty() && c.max == 0 && !c.cut,
            "a constant has no `date`, `decimals`, `words`, `max` and `cut`");
    require(is_plain(c.text, 200), "`text` has at most 200 bytes and no control characters");
    if (c.width > 0 && characters(c.text) > c.width)
        fail(fmt::format("`{}` is longer than its `width` of {}", c.text, c.width));
}

void check_width(const FlatColumn& c) {
    require(c.width > 0 && c.width <= k_widest_column,
            "needs a `width` of 1 to 10000 characters, as every column of a fixed-width file");
    require(c.max == 0, "`max` is for csv; here `width` is the limit");
    require(c.pad >= ' ' && c.pad < 0x7f, "`pad` takes one character of ASCII");
    if (c.pad >= '0' && c.pad <= '9' && !c.right)
        fail(fmt::format("`pad = \"{}\"` behind a value would make another one of it; add "
                         "`align = \"right\"`",
                         c.pad));
}

void check_csv(const FlatForm& form) {
    require(is_mark(form.quote) && form.quote != form.separator,
            "`quote_mark` takes one character that is no letter, digit or blank, and is not the "
            "separator");
    require(form.separator == '\t' ||
                (is_mark(form.separator) &&
                 std::string_view{".-+"}.find(form.separator) == std::string_view::npos),
            "`separator` takes one character such as `;`, `,` or `|`, or the word tab");
    if (form.quoting != Quoting::never)
        return;
    require(!form.keep_breaks,
            "`breaks = \"keep\"` needs quotes: set `quote` to needed, or leave `breaks` out");
    require(form.decimal != std::string(1, form.separator),
            "the decimal comma is the separator, too, and `quote` is never: set another "
            "`separator`, or `quote` to needed");
    require(form.per_line || form.join.find(form.separator) == std::string::npos,
            "`join` holds the separator, and `quote` is never: set another `join`");
}

void check_fixed(const FlatForm& form) {
    const FlatForm preset;
    require(form.separator == preset.separator && form.quote == preset.quote &&
                form.quoting == preset.quoting && !form.quote_formulas && !form.keep_breaks,
            "`separator`, `quote`, `quote_mark`, `formulas` and `breaks` are for csv; leave them "
            "out");
    std::size_t width = 0;
    for (const FlatColumn& column : form.columns) {
        width += column.width;
        if (form.header && characters(column.header) > column.width)
            fail(fmt::format("the header `{}` is longer than the column's `width` of {}",
                             column.header, column.width));
    }
    if (width > k_widest_row)
        fail(fmt::format("its rows have {} characters; at most {} can be written", width,
                         k_widest_row));
}

} // namespace

std::string_view name(FlatKind kind) noexcept {
    switch (kind) {
    case FlatKind::none:
        break;
    case FlatKind::csv:
        return "csv";
    case FlatKind::fixed:
        return "fixed";
    }
    return "none";
}

std::string_view format_name(FlatKind kind) noexcept {
    switch (kind) {
    case FlatKind::none:
        break;
    case FlatKind::csv:
        return "csv columns";
    case FlatKind::fixed:
        return "fixed columns";
    }
    return "";
}

std::string_view name(Quoting quoting) noexcept {
    switch (quoting) {
    case Quoting::needed:
        break;
    case Quoting::always:
        return "always";
    case Quoting::never:
        return "never";
    }
    return "needed";
}

bool FlatForm::has(std::string_view path) const noexcept {
    return std::any_of(
        columns.begin(), columns.end(), [&](const FlatColumn& c) { return c.value == path; });
}

FlatForm FlatForm::preset(FlatKind kind) {
    FlatForm form;
    form.kind = kind;
    form.header = kind != FlatKind::fixed;
    return form;
}

void check_column(const FlatColumn& column, FlatKind kind) {
    require(is_plain(column.header, 200), "a header has at most 200 bytes and no control "
                                          "characters");
    if (column.value.empty())
        check_constant(column);
    else
        check_value(column);
    require(column.words.size() <= 1000, "`words` has more than 1000 words");
    for (const auto& [from, to] : column.words)
        require(is_plain(from, 200) && is_plain(to, 200),
                "each of `words` has at most 200 bytes and no control characters");
    require(column.max <= k_longest_limit, "`max` is at most 1000000");
    if (kind == FlatKind::fixed)
        check_width(column);
    else
        require(column.width == 0 && !column.right && column.pad == ' ',
                "`width`, `align` and `pad` are for fixed-width files; `max` limits a column of "
                "csv");
    require(!column.cut || column.max > 0 || column.width > 0,
            "`cut` needs `max`, the number of characters that it cuts at");
}

void check_form(const FlatForm& form) {
    if (form.kind == FlatKind::none)
        return;
    require(!form.columns.empty(), "has no column; write one, such as \"Order=po\"");
    if (form.columns.size() > k_most_columns)
        fail(fmt::format("has more than {} columns", k_most_columns));
    for (std::size_t i = 0; i < form.columns.size(); ++i) {
        const FlatColumn& column = form.columns[i];
        try {
            check_column(column, form.kind);
            if (!column.value.empty()) {
                const FlatPath& path = find_flat_path(column.value)->path();
                require(!form.decimal.empty() || column.decimals >= 0 ||
                            path.type != FlatType::amount,
                        "needs `decimals`: `decimal` is empty, so only they say where the point "
                        "is");
                require(form.per_line || !column.cut || !path.of_line(),
                        "`cut` would lose lines, because a row holds them all; leave it out");
            }
        } catch (const base::Error& error) {
            fail(fmt::format("column {}{}: {}", i + 1,
                             column.header.empty() ? "" : " (" + column.header + ")",
                             error.what()));
        }
    }
    require(form.decimal.empty() || form.decimal == "." || form.decimal == ",",
            "`decimal` is `.`, `,` or empty");
    if (!form.date.empty())
        check_date_pattern(form.date);
    require(!form.join.empty() && is_plain(form.join, 8),
            "`join` has 1 to 8 bytes and no control characters");
    if (form.kind == FlatKind::csv)
        check_csv(form);
    else
        check_fixed(form);
}

std::string words_of(const FlatForm& form) {
    if (form.kind == FlatKind::none)
        return {};
    return fmt::format("{}, {} column{}, a row for each {}",
                       form.kind == FlatKind::csv ? "csv" : "fixed width", form.columns.size(),
                       form.columns.size() == 1 ? "" : "s", form.per_line ? "line" : "order");
}

} // namespace shoporder::order
