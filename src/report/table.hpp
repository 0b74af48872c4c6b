#pragma once
// Purpose: text for people: aligned columns that fit the terminal, colours, times with their age.
// State: none. Fails: not at all. Threads: values.
// Every text goes through base::printable here: an order's name cannot move the cursor.
#include "base/clock.hpp"
#include "report/lines.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::report {

/// How to print; filled by cmd, which alone knows the terminal.
struct Style {
    bool colour = false;
    std::size_t width = 0; ///< columns of the terminal; 0: not a terminal, break no line
    base::Time now;        ///< for ages
    /// How far the reader's clock is ahead of UTC at an instant; null: not at all.
    std::chrono::seconds (*offset)(base::Time) noexcept = nullptr;
};

enum class Tone { plain, good, warn, bad, faint, strong };

/// With the escape codes of its tone where colours are on.
[[nodiscard]] std::string toned(std::string_view text, Tone tone, const Style& style);

/// "2026-11-22T22:50:09+01:00" by the reader's clock, to the second.
[[nodiscard]] std::string stamp(base::Time time, const Style& style);
/// "2026-11-22T22:50:09+01:00, 5 min ago"; "-" for none. The future is "in 5 min".
[[nodiscard]] std::string when(std::optional<base::Time> time, const Style& style);
/// The age alone: "5 min ago", "in 2 h", "now".
[[nodiscard]] std::string age(std::optional<base::Time> time, const Style& style);
/// "2 lines", "1 line".
[[nodiscard]] std::string count_of(std::size_t count, std::string_view noun);

class Table {
public:
    struct Cell {
        std::string text;
        Tone tone = Tone::plain;
        Cell(std::string t, Tone c = Tone::plain) : text(std::move(t)), tone(c) {}
        Cell(const char* t) : text(t) {}
    };

    /// An empty heading for every column: no heading line. A heading that starts with '>' aligns
    /// its column to the right.
    explicit Table(std::vector<std::string> headings) : m_headings(std::move(headings)) {}
    /// As many cells as headings.
    void add(std::vector<Cell> row);
    [[nodiscard]] bool empty() const noexcept { return m_rows.empty(); }

    /// Two blanks between columns. Where the terminal is too narrow the last column is broken at
    /// words, to not less than 20 characters, and what does not fit beside the others goes on in a
    /// further line of the row, 4 blanks further in, with headings of its own.
    [[nodiscard]] std::string text(const Style& style, std::size_t indent = 0) const;

private:
    struct Band;
    struct Layout;
    [[nodiscard]] Layout layout(const Style& style, std::size_t indent) const;

    std::vector<std::string> m_headings;
    std::vector<std::vector<Cell>> m_rows;
};

} // namespace shoporder::report
