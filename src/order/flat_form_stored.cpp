// The text that keeps a flat file's form: stored_text() and parse_flat_form() of flat_form.hpp.
//
//     csv
//     separator ;
//     column
//     header Order
//     value po
//
// Why not the TOML it came from: the store knows no TOML, and two writings of one form would be two
// texts. Why not JSON: this is shorter than a writer of it, and no value holds a line break.
#include "base/error.hpp"
#include "base/text.hpp"
#include "order/flat_form.hpp"

#include <fmt/format.h>

namespace shoporder::order {

namespace {

class Lines {
public:
    void add(std::string_view key, std::string_view value) {
        m_text += fmt::format("{} {}\n", key, value);
    }
    void add_unless(bool preset, std::string_view key, std::string_view value) {
        if (!preset)
            add(key, value);
    }
    void mark(std::string_view key) { m_text += fmt::format("{}\n", key); }
    void mark_if(bool holds, std::string_view key) {
        if (holds)
            mark(key);
    }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

void put(Lines& lines, const FlatColumn& c) {
    lines.mark("column");
    lines.add_unless(c.header.empty(), "header", c.header);
    lines.add_unless(c.value.empty(), "value", c.value);
    lines.add_unless(c.text.empty(), "text", c.text);
    lines.add_unless(c.date.empty(), "date", c.date);
    lines.add_unless(c.decimals < 0, "decimals", std::to_string(c.decimals));
    for (const auto& [from, to] : c.words) // a tab is in neither
        lines.add("word", fmt::format("{}\t{}", from, to));
    lines.add_unless(c.max == 0, "max", std::to_string(c.max));
    lines.mark_if(c.cut, "cut");
    lines.add_unless(c.width == 0, "width", std::to_string(c.width));
    lines.mark_if(c.right, "right");
    lines.add_unless(c.pad == ' ', "pad", std::string(1, c.pad));
}

[[noreturn]] void unreadable(std::string_view line) {
    throw base::Error(
        base::Exit::data,
        fmt::format("the stored form of a flat file has `{}`, which this version does "
                    "not know; import the supplier again",
                    base::printable(line, 60)));
}

char one(std::string_view value, std::string_view line) {
    if (value.size() != 1)
        unreadable(line);
    return value[0];
}

int number(std::string_view value, std::string_view line) {
    const auto n = base::parse_int(value);
    if (!n || *n < 0 || *n > 1'000'000)
        unreadable(line);
    return static_cast<int>(*n);
}

bool read_column(FlatColumn& c, std::string_view key, std::string_view value,
                 std::string_view line) {
    if (key == "header")
        c.header = value;
    else if (key == "value")
        c.value = value;
    else if (key == "text")
        c.text = value;
    else if (key == "date")
        c.date = value;
    else if (key == "decimals")
        c.decimals = number(value, line);
    else if (const auto tab = value.find('\t'); key == "word" && tab != std::string_view::npos)
        c.words.emplace_back(value.substr(0, tab), value.substr(tab + 1));
    else if (key == "max")
        c.max = static_cast<std::size_t>(number(value, line));
    else if (key == "cut")
        c.cut = true;
    else if (key == "width")
        c.width = static_cast<std::size_t>(number(value, line));
    else if (key == "right")
        c.right = true;
    else if (key == "pad")
        c.pad = one(value, line);
    else
        return false;
    return true;
}

bool read_form(FlatForm& form, std::string_view key, std::string_view value,
               std::string_view line) {
    if (key == "rows")
        form.per_line = value != "order";
    else if (key == "join")
        form.join = value;
    else if (key == "header")
        form.header = value == "true";
    else if (key == "decimal")
        form.decimal = value;
    else if (key == "date")
        form.date = value;
    else if (key == "breaks")
        form.keep_breaks = value == "keep";
    else if (key == "separator")
        form.separator = one(value, line);
    else if (key == "mark")
        form.quote = one(value, line);
    else if (key == "quote")
        form.quoting = value == "always" ? Quoting::always : Quoting::never;
    else if (key == "formulas")
        form.quote_formulas = value == "quote";
    else
        return false;
    return true;
}

} // namespace

std::string stored_text(const FlatForm& form) {
    if (form.kind == FlatKind::none)
        return {};
    const FlatForm preset = FlatForm::preset(form.kind);
    Lines lines;
    lines.mark(name(form.kind));
    lines.add_unless(form.per_line, "rows", "order");
    lines.add_unless(form.join == preset.join, "join", form.join);
    lines.add_unless(form.header == preset.header, "header", form.header ? "true" : "false");
    lines.add_unless(form.decimal == preset.decimal, "decimal", form.decimal);
    lines.add_unless(form.date.empty(), "date", form.date);
    lines.add_unless(!form.keep_breaks, "breaks", "keep");
    lines.add_unless(form.separator == preset.separator, "separator",
                     std::string(1, form.separator));
    lines.add_unless(form.quote == preset.quote, "mark", std::string(1, form.quote));
    lines.add_unless(form.quoting == preset.quoting, "quote", name(form.quoting));
    lines.add_unless(!form.quote_formulas, "formulas", "quote");
    for (const FlatColumn& column : form.columns)
        put(lines, column);
    return lines.take();
}

FlatForm parse_flat_form(std::string_view stored) {
    FlatForm form;
    bool first = true;
    while (!stored.empty()) {
        const auto end = stored.find('\n');
        const std::string_view line = stored.substr(0, end);
        stored.remove_prefix(end == std::string_view::npos ? stored.size() : end + 1);
        const auto blank = line.find(' ');
        const std::string_view key = line.substr(0, blank);
        const std::string_view value =
            blank == std::string_view::npos ? std::string_view{} : line.substr(blank + 1);
        if (first) {
            if (line != "csv" && line != "fixed")
                unreadable(line);
            form = FlatForm::preset(line == "csv" ? FlatKind::csv : FlatKind::fixed);
            first = false;
        } else if (line == "column") {
            form.columns.emplace_back();
        } else if (form.columns.empty() ? !read_form(form, key, value, line)
                                        : !read_column(form.columns.back(), key, value, line)) {
            unreadable(line);
        }
    }
    return form;
}

} // namespace shoporder::order
