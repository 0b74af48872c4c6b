#include "config/flat_format.hpp"

#include "base/text.hpp"
#include "config/supplier_table.hpp"
#include "order/date_pattern.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::config {

namespace {

using order::FlatColumn;
using order::FlatForm;
using order::FlatKind;

constexpr const char* k_column = "a column is \"po\", \"Order=po\", or a table such as "
                                 "{ header = \"Order\", value = \"po\" }";

/// One of two words; `second` makes it true.
bool choice(const std::string& text, std::string_view first, std::string_view second) {
    if (text != first && text != second)
        throw Unusable(fmt::format("must be {} or {}", first, second));
    return text == second;
}

char character(const std::string& text) {
    if (text == "tab")
        return '\t';
    if (text.size() != 1)
        throw Unusable("takes one character of ASCII");
    return text[0];
}

std::size_t size_value(const std::string& text, std::int64_t most) {
    return static_cast<std::size_t>(count_value(text, 1, most));
}

template <typename Target>
constexpr Entry<Target> entry(std::string_view key, Form form, void (*set)(Target&, const Texts&)) {
    return {{key, "", "", "", ""}, form, set};
}

using C = FlatColumn;
constexpr std::array k_column_keys = {
    entry<C>("header", Form::text, [](C& c, const Texts& t) { c.header = plain_text(single(t)); }),
    entry<C>("value", Form::text, [](C& c, const Texts& t) { c.value = plain_text(single(t)); }),
    entry<C>("text", Form::text, [](C& c, const Texts& t) { c.text = plain_text(single(t)); }),
    entry<C>("date", Form::text,
             [](C& c, const Texts& t) {
                 order::check_date_pattern(single(t));
                 c.date = single(t);
             }),
    entry<C>(
        "decimals", Form::count,
        [](C& c, const Texts& t) { c.decimals = static_cast<int>(count_value(single(t), 0, 9)); }),
    entry<C>("words", Form::tables, [](C&, const Texts&) {}),
    entry<C>("max", Form::count,
             [](C& c, const Texts& t) { c.max = size_value(single(t), 1'000'000); }),
    entry<C>("cut", Form::flag, [](C& c, const Texts& t) { c.cut = flag_value(single(t)); }),
    entry<C>("width", Form::count,
             [](C& c, const Texts& t) { c.width = size_value(single(t), 10'000); }),
    entry<C>("align", Form::text,
             [](C& c, const Texts& t) { c.right = choice(single(t), "left", "right"); }),
    entry<C>("pad", Form::text, [](C& c, const Texts& t) { c.pad = character(single(t)); }),
};

using F = FlatForm;
constexpr std::array k_form_keys = {
    entry<F>("csv", Form::tables, [](F&, const Texts&) {}),
    entry<F>("fixed", Form::tables, [](F&, const Texts&) {}),
    entry<F>("rows", Form::text,
             [](F& f, const Texts& t) { f.per_line = !choice(single(t), "line", "order"); }),
    entry<F>("join", Form::text, [](F& f, const Texts& t) { f.join = plain_text(single(t), 8); }),
    entry<F>("header", Form::flag, [](F& f, const Texts& t) { f.header = flag_value(single(t)); }),
    entry<F>("decimal", Form::text,
             [](F& f, const Texts& t) { f.decimal = plain_text(single(t), 1); }),
    entry<F>("date", Form::text,
             [](F& f, const Texts& t) {
                 order::check_date_pattern(single(t));
                 f.date = single(t);
             }),
    entry<F>("breaks", Form::text,
             [](F& f, const Texts& t) { f.keep_breaks = choice(single(t), "blank", "keep"); }),
    entry<F>("separator", Form::text,
             [](F& f, const Texts& t) { f.separator = character(single(t)); }),
    entry<F>("quote", Form::text,
             [](F& f, const Texts& t) {
                 check_word(single(t), {"needed", "always", "never"}, {});
                 f.quoting = single(t) == "always"  ? order::Quoting::always
                             : single(t) == "never" ? order::Quoting::never
                                                    : order::Quoting::needed;
             }),
    entry<F>("quote_mark", Form::text,
             [](F& f, const Texts& t) { f.quote = character(single(t)); }),
    entry<F>("formulas", Form::text,
             [](F& f, const Texts& t) { f.quote_formulas = choice(single(t), "keep", "quote"); }),
};

void read_words(FlatColumn& column, const toml::node& node, const std::string& file,
                const std::string& place) {
    const toml::table* const table = node.as_table();
    if (table == nullptr)
        fail(place, "`words` must be a table: words = { new = \"N\", cancel = \"S\" }");
    for (const auto& [key, word] : *table) {
        try {
            column.words.emplace_back(plain_text(key.str()),
                                      plain_text(single(node_texts(word, Form::text))));
        } catch (const Unusable& error) {
            fail(place_of(file, key.source()), fmt::format("a word of `words` {}", error.what()));
        }
    }
}

/// "po", or "Order=po": a path has no `=` but in a name of the shop's, so the first one counts.
FlatColumn short_column(const std::string& text) {
    FlatColumn column;
    const auto equals = text.find('=');
    column.header = plain_text(base::trim(std::string_view{text}.substr(0, equals)));
    column.value = plain_text(
        base::trim(std::string_view{text}.substr(equals == std::string::npos ? 0 : equals + 1)));
    if (column.header.empty() || column.value.empty())
        throw Unusable(k_column);
    return column;
}

FlatColumn long_column(const toml::table& table, const std::string& file) {
    FlatColumn column;
    bool headed = false;
    bool constant = false;
    read_table<FlatColumn>(
        table, file, "", k_column_keys, column,
        [&](const std::string&, const toml::node& node, const std::string& place) {
            read_words(column, node, file, place);
        },
        [&](std::string_view key, const Texts&, const std::string&) {
            headed = headed || key == "header";
            constant = constant || key == "text";
        });
    if (column.value.empty() && !constant)
        throw Unusable("has neither `value` nor `text`; write value = \"po\", or a constant, "
                       "text = \"DROPSHIP\"");
    if (!headed)
        column.header = column.value;
    return column;
}

std::vector<FlatColumn> read_columns(const toml::node& node, FlatKind kind, const std::string& file,
                                     const std::string& place) {
    const toml::array* const list = node.as_array();
    if (list == nullptr)
        fail(place,
             fmt::format("`format`: `{}` must be a list of columns; {}", name(kind), k_column));
    if (list->size() > order::k_most_columns)
        fail(place, fmt::format("`format` has more than {} columns", order::k_most_columns));
    std::vector<FlatColumn> out;
    for (const toml::node& element : *list) {
        try {
            if (const toml::table* const table = element.as_table())
                out.push_back(long_column(*table, file));
            else if (const auto* const text = element.as_string())
                out.push_back(short_column(text->get()));
            else
                throw Unusable(k_column);
            order::check_column(out.back(), kind);
        } catch (const Unusable& error) {
            fail(place_of(file, element.source()),
                 fmt::format("`format`: column {}: {}", out.size() + 1, error.what()));
        } catch (const base::Error& error) {
            if (error.code() == base::Exit::config) // of a key, with its place
                throw;
            fail(place_of(file, element.source()),
                 fmt::format("`format`: column {}: {}", out.size(), error.what()));
        }
    }
    return out;
}

} // namespace

FlatForm read_flat_format(const toml::table& table, const std::string& file,
                          const std::string& place) {
    FlatForm form = FlatForm::preset(table.contains("fixed") ? FlatKind::fixed : FlatKind::csv);
    if (table.contains("csv") == table.contains("fixed"))
        fail(place, "`format` needs one of `csv` and `fixed`: a list of columns, such as "
                    "{ csv = [ \"Order=po\", \"line.sku\", \"line.quantity\" ] }");
    read_table<FlatForm>(
        table, file, "", k_form_keys, form,
        [&](const std::string&, const toml::node& node, const std::string& where) {
            form.columns = read_columns(node, form.kind, file, where);
        },
        [](std::string_view, const Texts&, const std::string&) {});
    try {
        order::check_form(form);
    } catch (const base::Error& error) {
        fail(place, fmt::format("`format`: {}", error.what()));
    }
    return form;
}

FlatForm flat_format_from_text(std::string_view text) {
    const std::string file = "format";
    try {
        const toml::table document = parse_toml(fmt::format("format = {}", text), file);
        const toml::table* const table = document["format"].as_table();
        if (document.size() != 1 || table == nullptr)
            throw Unusable("must be one table: { csv = [ \"Order=po\", \"line.sku\" ] }");
        return read_flat_format(*table, file, file);
    } catch (const base::Error& error) {
        // Its caller names the key, and there is but one line.
        std::string_view words = error.what();
        for (const std::string_view place : {"format:1: ", "`format`: "})
            if (words.starts_with(place))
                words.remove_prefix(place.size());
        throw Unusable(std::string{words});
    }
}

} // namespace shoporder::config
