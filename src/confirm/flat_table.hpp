#pragma once
// Purpose: the rows of a flat file by the names of their fields, whatever they say: answers or
// shipments. Nothing is guessed: neither the columns, nor a thousands separator, nor the month in
// 04/05/2026. A guess would be right until it is wrong in silence.
// State: none. Fails: Error(data), with the row, as answer_parts.hpp says.
// Threads: pure.
#include "base/flat_rows.hpp"
#include "confirm/answer_parts.hpp"
#include "confirm/read_answer.hpp"

#include <functional>
#include <unordered_map>

namespace shoporder::confirm {

/// One row after the other, in the same object.
class FlatFields {
public:
    /// Where each configured field stands in a row.
    using Places = std::unordered_map<std::string, std::size_t>;
    FlatFields(const FlatForm& form, Places places)
        : m_decimal_comma(form.decimal_comma), m_places(std::move(places)) {}
    void move_to(const base::FlatRow& row);

    [[nodiscard]] const std::string& where() const { return m_where; } ///< "row 3"
    /// Trimmed; empty: not told.
    [[nodiscard]] std::string_view field(const std::string& name) const;
    [[nodiscard]] std::string identifier_of(const std::string& name,
                                            std::size_t most = k_longest_id) const;
    /// A number as Decimal reads it. A comma stays a comma, and a fault, where none is expected.
    [[nodiscard]] std::string number(const std::string& name) const;
    /// 0: not told.
    [[nodiscard]] std::int64_t whole(const std::string& name, std::int64_t most) const;

    [[nodiscard]] bool names_a_line() const;
    void read_reference(order::LineReference& line) const;

    /// Each fact of an order may stand on many of its rows, but is the same on all.
    template <typename T>
    void agree(T& known, T told, const char* name) const {
        if (told == T{} || told == known)
            return;
        if (known != T{})
            unreadable(m_where, std::string{name} + " is another than on an earlier row");
        known = std::move(told);
    }

private:
    bool m_decimal_comma;
    Places m_places;
    const base::FlatRow* m_row = nullptr;
    std::string m_where;
};

/// Calls `take` for each row but the header.
void each_row(std::string_view bytes, const FlatForm& form,
              const std::function<void(const FlatFields&)>& take);

} // namespace shoporder::confirm
