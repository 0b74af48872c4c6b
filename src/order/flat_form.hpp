#pragma once
// Purpose: a supplier's flat file, CSV or fixed width, as a list of columns: what each holds and
// how it is written. render/flat.hpp writes it.
// State: none. Fails: Error(data) from the checks and from the parser, with the remedy.
// Threads: values.
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shoporder::order {

enum class FlatKind { none, csv, fixed };
[[nodiscard]] std::string_view name(FlatKind kind) noexcept; ///< "none", "csv", "fixed"

/// What documents of it are called: "csv columns", "fixed columns"; "" for none. `csv` alone is a
/// stylesheet's file.
[[nodiscard]] std::string_view format_name(FlatKind kind) noexcept;

enum class Quoting { needed, always, never };
[[nodiscard]] std::string_view name(Quoting quoting) noexcept;

struct FlatColumn {
    std::string header; ///< empty where the file names no columns
    std::string value;  ///< a path (flat_paths.hpp); empty: the constant `text`
    std::string text;
    std::string date;  ///< of a time: a pattern (date_pattern.hpp); empty: as the form says
    int decimals = -1; ///< digits behind the point, 0 to 9; -1: as they come
    /// What the supplier calls a value: {"new", "N"}; {"", "-"} stands for a missing one.
    std::vector<std::pair<std::string, std::string>> words;
    std::size_t max = 0; ///< characters; 0: no limit
    bool cut = false;    ///< what is longer is cut and said so; else the delivery is held
    // FlatKind::fixed
    std::size_t width = 0; ///< characters
    bool right = false;    ///< aligned to the right
    char pad = ' ';
    friend bool operator==(const FlatColumn&, const FlatColumn&) = default;
};

struct FlatForm {
    FlatKind kind = FlatKind::none;
    std::vector<FlatColumn> columns;
    bool per_line = true;      ///< a row for each line; else one for each order
    std::string join = "|";    ///< stands between the lines' values in a row for each order
    bool header = true;        ///< the first row names the columns
    std::string decimal = "."; ///< ".", "," or "": the point is implied by `decimals`
    std::string date;          ///< the pattern of times that have none; empty: ISO 8601, UTC
    bool keep_breaks = false;  ///< line breaks in a text stay, quoted; else each is a blank
    // FlatKind::csv
    char separator = ',';
    char quote = '"';
    Quoting quoting = Quoting::needed;
    bool quote_formulas = false; ///< an apostrophe before a text that begins with = + - @
    friend bool operator==(const FlatForm&, const FlatForm&) = default;

    [[nodiscard]] bool has(std::string_view path) const noexcept; ///< a column with this value
    /// Of a kind, with nothing said: a fixed-width file has no header row.
    [[nodiscard]] static FlatForm preset(FlatKind kind);
};

inline constexpr std::size_t k_most_columns = 500;
inline constexpr std::size_t k_widest_row = 32'768; ///< of fixed width, in characters

/// One column by itself.
void check_column(const FlatColumn& column, FlatKind kind);
/// What its parts have to do with each other; the columns are checked, too.
void check_form(const FlatForm& form);

/// "csv, 12 columns, a row for each line"
[[nodiscard]] std::string words_of(const FlatForm& form);

/// A text that keeps it, "" for FlatKind::none, and the way back. `KEY VALUE`, one a line; only
/// what is no preset; a column's keys stand behind its line "column".
[[nodiscard]] std::string stored_text(const FlatForm& form);
[[nodiscard]] FlatForm parse_flat_form(std::string_view stored);

} // namespace shoporder::order
