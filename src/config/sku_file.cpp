#include "config/sku_file.hpp"

#include "base/encoding.hpp"
#include "base/error.hpp"
#include "base/flat_rows.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <stdexcept>
#include <unordered_map>

namespace shoporder::config {

namespace {

using base::Error;
using base::Exit;
using base::FlatRow;
using order::SkuEntry;

constexpr std::size_t k_most_rows = 1'000'000;
constexpr std::size_t k_longest_sku = 255; // Shopify's longest
constexpr std::int64_t k_largest_pack = 1'000'000;

enum Column : std::size_t { k_sku, k_supplier_sku, k_pack, k_cost, k_currency, k_title, k_columns };
constexpr std::array<std::string_view, k_columns> k_names = {"sku",  "supplier_sku", "pack",
                                                             "cost", "currency",     "title"};

/// What is wrong with one row.
class Fault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

std::string shown(std::string_view text) {
    return fmt::format("\"{}\"", base::printable(base::trim(text), 40));
}

[[noreturn]] void refuse(const std::string& file, int line, const std::string& what) {
    throw Error(Exit::data, fmt::format("{}:{}: {}", file, line, what));
}

/// "Supplier SKU" is supplier_sku.
std::string column_name(std::string_view header) {
    std::string name = base::fold(header);
    std::replace(name.begin(), name.end(), ' ', '_');
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

std::string decoded(std::string_view bytes, const std::string& file, const SkuForm& form) {
    auto out = base::decode(bytes, form.encoding);
    if (!out)
        throw Error(Exit::data,
                    fmt::format("the encoding {} is unknown; `iconv -l` lists those that are known",
                                shown(form.encoding)));
    if (out->replaced == 0)
        return std::move(out->text);
    const std::string_view before =
        std::string_view{out->text}.substr(0, out->text.find("\xEF\xBF\xBD"));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    refuse(file, static_cast<int>(line),
           fmt::format("bytes that mean nothing in {}; say what the file is written in, such as "
                       "--encoding windows-1252",
                       base::printable(form.encoding, 40)));
}

std::vector<FlatRow> rows_of(std::string_view text, char separator, const std::string& file) {
    try {
        return base::flat_rows(text, separator, '"', k_most_rows + 2);
    } catch (const Error& error) {
        throw Error(Exit::data, fmt::format("{}: {}", file, error.what()));
    }
}

/// Excel's own first line, which tells Excel the separator.
void drop_excel_line(std::string_view& text, int& lines) {
    if (!base::lower(text.substr(0, 4)).starts_with("sep="))
        return;
    const auto end = text.find('\n');
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++lines;
}

/// By the first line alone: a name in quotes over several lines is none of ours.
char separator_of(std::string_view text) {
    const std::string_view first = text.substr(0, text.find_first_of("\r\n"));
    for (const char separator : {',', ';', '\t'}) {
        std::size_t known = 0;
        for (const std::string& field : base::split(first, separator)) {
            std::string name{field};
            name.erase(std::remove(name.begin(), name.end(), '"'), name.end());
            known += std::find(k_names.begin(), k_names.end(), column_name(name)) != k_names.end();
        }
        if (known > 1)
            return separator;
    }
    return first.find(';') != std::string_view::npos    ? ';'
           : first.find('\t') != std::string_view::npos ? '\t'
                                                        : ',';
}

/// Where each known column stands.
class Header {
public:
    Header(const FlatRow& row, const std::string& file, int line) : m_width(row.fields.size()) {
        m_at.fill(m_width);
        for (std::size_t i = 0; i < m_width; ++i)
            take(row.fields[i], i, file, line);
        if (m_at[k_sku] == m_width)
            refuse(file, line,
                   "no column is called sku; the first row names the columns: sku, "
                   "supplier_sku, pack, cost, currency, title");
    }
    [[nodiscard]] std::string_view field(const FlatRow& row, Column column) const {
        const std::size_t at = m_at[column];
        return at < row.fields.size() ? base::trim(row.fields[at]) : std::string_view{};
    }
    [[nodiscard]] std::size_t width() const { return m_width; }
    [[nodiscard]] const std::vector<std::string>& unused() const { return m_unused; }

private:
    void take(const std::string& header, std::size_t at, const std::string& file, int line) {
        const std::string name = column_name(header);
        const auto known = std::find(k_names.begin(), k_names.end(), name);
        if (known == k_names.end()) {
            const std::string_view near = base::nearest(name.substr(0, 100), k_names);
            if (!near.empty())
                refuse(file, line, fmt::format("column {}: did you mean {}?", shown(header), near));
            if (!name.empty())
                m_unused.push_back(base::printable(header, 60));
            return;
        }
        std::size_t& place = m_at[static_cast<std::size_t>(known - k_names.begin())];
        if (place != m_width)
            refuse(file, line, fmt::format("two columns are called {}", name));
        place = at;
    }

    std::size_t m_width;
    std::array<std::size_t, k_columns> m_at{}; ///< the width: it is not there
    std::vector<std::string> m_unused;
};

std::string plain(std::string_view text, std::string_view what, std::size_t most) {
    if (text.size() > most)
        throw Fault(fmt::format("{} {} is longer than {} bytes", what, shown(text), most));
    const bool control = std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
    if (control)
        throw Fault(
            fmt::format("{} {} holds a line break, tab or control character", what, shown(text)));
    return std::string{text};
}

std::optional<order::Money> read_cost(std::string text, std::string currency, const SkuForm& form) {
    if (text.empty())
        return std::nullopt;
    const std::string told = text;
    if (form.decimal_comma) {
        if (text.find('.') != std::string::npos)
            throw Fault(fmt::format("cost {} has a point, where commas are used", shown(told)));
        std::replace(text.begin(), text.end(), ',', '.');
    }
    const auto amount = order::Decimal::parse(text);
    if (!amount && text.find(',') != std::string::npos && !form.decimal_comma)
        throw Fault(fmt::format("cost {} has a comma; --decimal , reads 12,50, and no thousands "
                                "are marked",
                                shown(told)));
    if (!amount || amount->negative())
        throw Fault(fmt::format("cost {} is no amount such as 12.50", shown(told)));
    if (currency.empty())
        currency = form.currency;
    if (currency.empty())
        throw Fault("a cost without its currency; add a column `currency`, or say --currency EUR");
    check_currency(currency);
    return order::Money{*amount, currency};
}

SkuEntry read_row(const Header& header, const FlatRow& row, const SkuForm& form) {
    // A separator inside a text that is not quoted has moved all that follows it.
    for (std::size_t i = header.width(); i < row.fields.size(); ++i)
        if (!base::trim(row.fields[i]).empty())
            throw Fault("more fields than the header has");
    SkuEntry entry;
    entry.sku = plain(header.field(row, k_sku), "sku", k_longest_sku);
    if (entry.sku.empty())
        throw Fault("no sku");
    entry.supplier_sku = plain(header.field(row, k_supplier_sku), "supplier_sku", k_longest_sku);
    entry.title = plain(header.field(row, k_title), "title", k_longest_sku);
    if (const std::string_view text = header.field(row, k_pack); !text.empty()) {
        const auto pack = base::parse_int(text);
        if (!pack || *pack < 1 || *pack > k_largest_pack)
            throw Fault(fmt::format("pack {} is no whole number from 1 to {}", shown(text),
                                    k_largest_pack));
        entry.pack = *pack;
    }
    try {
        entry.cost = read_cost(std::string{header.field(row, k_cost)},
                               std::string{header.field(row, k_currency)}, form);
    } catch (const Error& error) {
        throw Fault(error.what());
    }
    return entry;
}

/// Reads the rows behind the header, keeping the first fault and counting the others.
class Reader {
public:
    Reader(const Header& header, const SkuForm& form) : m_header(header), m_form(form) {}

    void read(const FlatRow& row, int line) {
        try {
            SkuEntry entry = read_row(m_header, row, m_form);
            const auto [at, fresh] = m_lines.try_emplace(base::fold(entry.sku), line);
            if (!fresh)
                throw Fault(fmt::format("the sku {} stands in line {} already{}", shown(entry.sku),
                                        at->second, "; case and blanks do not count"));
            m_rows.push_back({&at->first, std::move(entry)});
        } catch (const Fault& fault) {
            if (m_faults++ == 0) {
                m_line = line;
                m_words = fault.what();
            }
        }
    }
    std::vector<SkuEntry> finish(const std::string& file) {
        if (m_faults > 0)
            refuse(file, m_line,
                   m_words + (m_faults == 1 ? std::string{}
                              : m_faults == 2
                                  ? "; one more line is at fault"
                                  : fmt::format("; {} more lines are at fault", m_faults - 1)));
        std::sort(m_rows.begin(), m_rows.end(),
                  [](const Keyed& a, const Keyed& b) { return *a.key < *b.key; });
        std::vector<SkuEntry> out;
        out.reserve(m_rows.size());
        for (Keyed& row : m_rows)
            out.push_back(std::move(row.entry));
        return out;
    }

private:
    struct Keyed {
        const std::string* key; ///< in m_lines
        SkuEntry entry;
    };
    const Header& m_header;
    const SkuForm& m_form;
    std::unordered_map<std::string, int> m_lines; ///< folded SKU → its line
    std::vector<Keyed> m_rows;
    std::size_t m_faults = 0;
    int m_line = 0;
    std::string m_words;
};

} // namespace

SkuFile read_skus(std::string_view bytes, const std::string& file, const SkuForm& form) {
    const std::string whole = decoded(bytes, file, form);
    std::string_view text = whole;
    int dropped = 0;
    drop_excel_line(text, dropped);
    const auto rows = rows_of(text, separator_of(text), file);
    if (rows.empty())
        throw Error(Exit::data, fmt::format("{}: the file has no row", file));
    const Header header{rows.front(), file, rows.front().number + dropped};
    if (rows.size() > k_most_rows + 1)
        throw Error(Exit::data, fmt::format("{}: more than {} rows", file, k_most_rows));
    Reader reader{header, form};
    for (std::size_t i = 1; i < rows.size(); ++i)
        reader.read(rows[i], rows[i].number + dropped);
    SkuFile out{reader.finish(file), header.unused()};
    if (out.rows.empty())
        throw Error(Exit::data, fmt::format("{}: no row but the header; `shoporder supplier skus "
                                            "NAME --clear` takes a table away",
                                            file));
    return out;
}

void check_currency(const std::string& text) {
    const bool good = text.size() == 3 && std::all_of(text.begin(), text.end(),
                                                      [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!good)
        throw Error(Exit::data, fmt::format("currency {} is no code such as EUR", shown(text)));
}

} // namespace shoporder::config
