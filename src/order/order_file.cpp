#include "order/order_file.hpp"

#include "order/json_walk.hpp"

#include <algorithm>
#include <optional>

namespace shoporder::order {

namespace {

constexpr std::string_view k_blank = " \t\r\n";
constexpr std::string_view k_mark = "\xEF\xBB\xBF"; // what some programs put before UTF-8

/// Walks over JSON values without reading them.
class Cutter {
public:
    explicit Cutter(std::string_view text) : m_text(text) {
        if (m_text.starts_with(k_mark))
            m_at = k_mark.size();
    }

    OrderFile cut() {
        skip_blank();
        if (at('['))
            cut_array();
        else if (!cut_wrapped())
            cut_values();
        return std::move(m_out);
    }

private:
    [[nodiscard]] bool at(char c) const { return m_at < m_text.size() && m_text[m_at] == c; }
    [[nodiscard]] bool ended() const { return m_at >= m_text.size(); }
    void skip_blank() { m_at = std::min(m_text.find_first_not_of(k_blank, m_at), m_text.size()); }

    [[nodiscard]] std::size_t line_of(std::size_t place) const {
        const auto begin = m_text.begin();
        return 1 + static_cast<std::size_t>(
                       std::count(begin, begin + static_cast<std::ptrdiff_t>(place), '\n'));
    }
    void spoil(const std::string& why) {
        m_out.defect =
            "line " + std::to_string(line_of(std::min(m_at, m_text.size()))) + ": " + why;
    }

    [[nodiscard]] bool is_admins_csv() const { return m_text.starts_with("Name,Email,"); }

    /// One order; false when there is none here.
    bool cut_one() {
        if (!at('{'))
            return spoil(is_admins_csv()
                             ? "this is the CSV file that Shopify's admin exports, which "
                               "has not all of an order; see shoporder-order(1)"
                             : "an order begins with {"),
                   false;
        const std::size_t begin = m_at;
        m_at = value_end(m_text, begin);
        if (m_at == std::string_view::npos) {
            m_at = begin;
            return spoil("this order has no end: the file is cut short?"), false;
        }
        // Counting lines from the last piece on: a file may hold very many.
        m_line += static_cast<std::size_t>(
            std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_counted),
                       m_text.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
        m_counted = begin;
        m_out.pieces.push_back({m_text.substr(begin, m_at - begin), m_line});
        return true;
    }

    void cut_array() {
        ++m_at;
        for (skip_blank(); !at(']'); skip_blank()) {
            if (!cut_one())
                return;
            skip_blank();
            if (at(','))
                ++m_at;
            else if (!at(']'))
                return spoil("a comma or ] is missing");
        }
        ++m_at;
        skip_blank();
        if (m_wrapped && at('}')) {
            ++m_at;
            skip_blank();
        }
        if (!ended())
            spoil("something follows the end of the list");
    }

    /// {"orders": [ … ]}; false and nothing done for anything else.
    bool cut_wrapped() {
        const std::size_t begin = m_at;
        if (at('{')) {
            ++m_at;
            skip_blank();
            constexpr std::string_view k_key = "\"orders\"";
            if (m_text.substr(m_at).starts_with(k_key)) {
                m_at += k_key.size();
                skip_blank();
                if (at(':')) {
                    ++m_at;
                    skip_blank();
                    if (at('[')) {
                        m_wrapped = true;
                        cut_array();
                        return true;
                    }
                }
            }
        }
        m_at = begin;
        return false;
    }

    /// One after the other, with or without line ends between.
    void cut_values() {
        if (ended())
            return spoil("there is no order in it");
        for (; !ended(); skip_blank())
            if (!cut_one())
                return;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_counted = 0; ///< up to here m_line has counted
    std::size_t m_line = 1;
    bool m_wrapped = false;
    OrderFile m_out;
};

} // namespace

OrderFile cut_orders(std::string_view text) {
    return Cutter(text).cut();
}

} // namespace shoporder::order
