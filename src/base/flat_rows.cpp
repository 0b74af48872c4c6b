#include "base/flat_rows.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace shoporder::base {

namespace {

[[noreturn]] void unreadable(int row, const char* what) {
    throw Error(Exit::data, "row " + std::to_string(row) + ": " + what);
}

class Scanner {
public:
    Scanner(std::string_view text, char separator, char quote)
        : m_rest(text), m_separator(separator), m_quote(quote) {}

    [[nodiscard]] bool at_end() const { return m_rest.empty(); }

    FlatRow row() {
        FlatRow out{m_line, {}};
        do {
            out.fields.push_back(is_quote() ? quoted_field(out.number) : plain_field());
        } while (take(m_separator));
        line_end();
        return out;
    }

private:
    [[nodiscard]] bool is_quote() const {
        return m_quote != '\0' && !m_rest.empty() && m_rest.front() == m_quote;
    }
    bool take(char c) {
        const bool there = !m_rest.empty() && m_rest.front() == c;
        if (there)
            m_rest.remove_prefix(1);
        return there;
    }
    /// CR LF, LF, or the CR alone of an old Macintosh.
    void line_end() {
        const bool cr = take('\r');
        if (take('\n') || cr)
            ++m_line;
    }

    std::string plain_field() {
        const char stops[] = {m_separator, '\r', '\n'};
        const auto end = std::min(m_rest.find_first_of({stops, 3}), m_rest.size());
        std::string out{m_rest.substr(0, end)};
        m_rest.remove_prefix(end);
        return out;
    }

    std::string quoted_field(int row) {
        std::string out;
        while (true) {
            m_rest.remove_prefix(1); // the quote before
            const auto end = m_rest.find(m_quote);
            if (end == std::string_view::npos)
                unreadable(row, "a quoted field has no end");
            const std::string_view part = m_rest.substr(0, end);
            m_line += static_cast<int>(std::count(part.begin(), part.end(), '\n'));
            out += part;
            m_rest.remove_prefix(end + 1);
            if (!is_quote())
                break;
            out += m_quote; // it was doubled: the field goes on
        }
        const bool closed = m_rest.empty() || m_rest.front() == m_separator ||
                            m_rest.front() == '\r' || m_rest.front() == '\n';
        if (!closed)
            unreadable(row, "text after the end of a quoted field");
        return out;
    }

    std::string_view m_rest;
    char m_separator;
    char m_quote;
    int m_line = 1;
};

} // namespace

std::vector<FlatRow> flat_rows(std::string_view text, char separator, char quote,
                               std::size_t most) {
    std::vector<FlatRow> out;
    Scanner scanner{text, separator, quote};
    while (!scanner.at_end()) {
        FlatRow row = scanner.row();
        const bool blank =
            std::all_of(row.fields.begin(), row.fields.end(),
                        [](const std::string& field) { return trim(field).empty(); });
        if (blank)
            continue;
        if (out.size() == most)
            unreadable(row.number, "there are more rows than are read");
        out.push_back(std::move(row));
    }
    return out;
}

} // namespace shoporder::base
