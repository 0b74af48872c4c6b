#pragma once
// Purpose: the pattern of a supplier's purchase-order numbers, such as "{account}/{number}-{part}".
// State: none. Fails: Error(data), naming what is wrong and the remedy, for a pattern that could
// give one number to two orders or to two parts. Threads: pure.
//
// {prefix}  the shop's, with a dash behind it; nothing where the shop has none
// {number}  the order's, or its id where it has no number        {id}  the order's id
// {letter}  A, B, …: the order's suppliers, as they came in      {supplier}, {account}  as set
// {part}    nothing for the first part, then 2, 3, …; one of - . _ / right before it goes with it
// {seq}, {seq:6}  counts this supplier's numbers, filled with zeros to so many digits
//
// Rejected: the order's name ("#1001" is whatever a merchant typed); the date (a number is given
// when the order is planned, and planning again must not need a clock).
#include <cstdint>
#include <string>
#include <string_view>

namespace shoporder::order {

inline constexpr std::string_view k_usual_numbers = "{prefix}{number}-{letter}{part}";

/// Can it be read, and does it keep orders and parts apart? `supplier` and `account` are what
/// stands for these fields. The longest number it gives is 40 characters.
void check_number_pattern(std::string_view text, std::string_view supplier,
                          std::string_view account);

/// It keeps two shops' orders apart: {prefix}, {id} or {seq} is in it.
[[nodiscard]] bool tells_shops_apart(std::string_view text);

struct NumberFields {
    std::string prefix; ///< with its dash
    std::int64_t number = 0;
    std::int64_t id = 0;
    std::string letter;
    std::string supplier;
    std::string account;
    int part = 1;
};
/// A checked pattern, filled in. {seq} stays as it stands: who stores the number draws it.
[[nodiscard]] std::string number_by(std::string_view text, const NumberFields& fields);

[[nodiscard]] bool wants_sequence(std::string_view number) noexcept;
/// With the sequence's number where {seq} stood.
[[nodiscard]] std::string with_sequence(std::string_view number, std::int64_t drawn);

} // namespace shoporder::order
