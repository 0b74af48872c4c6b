#pragma once
// Purpose: the parts that every form of answer is made of: pieces, prices, dates, numbers, words;
// each bounded, and each refused in the same words.
// State: none. Fails: Error(data) with the place and the text in it, which may quote the file:
// read_answer() catches it and hands it out as a value.
// Threads: pure.
#include "order/answer.hpp"
#include "xml/document.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace shoporder::confirm {

inline constexpr std::size_t k_longest_po = 64;      ///< bytes
inline constexpr std::size_t k_longest_id = 100;     ///< of sku, article, a supplier's number
inline constexpr std::size_t k_longest_reason = 500; ///< longer ones are cut
inline constexpr std::int64_t k_most_pieces = 1'000'000'000;

/// `where` is "line 12", "row 3": the file's own. Empty: the file as a whole.
[[noreturn]] void unreadable(std::string_view where, const std::string& what);
/// "line 12"; empty for an element that is not there.
[[nodiscard]] std::string place(const xml::Element& element);

/// One printable line; cut when it is too long.
[[nodiscard]] std::string reason(std::string_view text);
/// Several remarks as one.
void add_reason(std::string& to, std::string_view text);

/// A number or a name by which something is found again: too long is a fault, for half of it may be
/// another's. `what` names it in the fault.
[[nodiscard]] std::string identifier(std::string_view where, std::string_view what,
                                     std::string_view text, std::size_t most = k_longest_id);

/// "3", "3.000"; a fraction, a negative number and anything else is a fault.
[[nodiscard]] std::int64_t pieces(std::string_view where, std::string_view text);

/// Not negative.
[[nodiscard]] order::Decimal amount(std::string_view where, std::string_view text);
/// Three capital letters; empty stays empty.
[[nodiscard]] std::string currency(std::string_view where, std::string_view text);
/// The price of one piece, of `text` for `pack` pieces (empty: 1). One that is no decimal (10 for
/// 3) is told in the line's reason instead.
void set_price(order::LineAnswer& line, std::string_view where, std::string_view text,
               std::string_view pack, std::string_view currency);

/// A day, or a moment of it.
struct When {
    std::string day; ///< "2026-12-24", as it was written
    base::Time time; ///< without an hour: midnight UTC; without a zone: UTC
};
/// ISO 8601 to the day, minute or second; with `dotted` also 24.12.2026. 12/24/2026 is a fault: who
/// reads 04/05 cannot know the month.
[[nodiscard]] When when(std::string_view where, std::string_view text, bool dotted = false);

/// How the supplier refers to our line: a number of up to six digits is a position, a longer one
/// the shop's id. Any other text says nothing.
void refer(order::LineReference& line, std::string_view number);

/// A verdict by a standard's code; a fault when none of `codes` is `text`.
struct Code {
    std::string_view text;
    order::Verdict verdict;
};
[[nodiscard]] order::Verdict verdict_of(std::string_view where, std::string_view what,
                                        std::string_view text, std::initializer_list<Code> codes);

/// Some pieces of a line that come on a day of their own.
struct Portion {
    std::int64_t quantity = 0;
    std::string promised;
};
/// Adds the line: one answer for each portion when they make up its quantity, else one with the
/// last of their days. No pieces at all is a refusal, unless they are back-ordered.
void add_line(order::OrderAnswer& answer, order::LineAnswer line,
              const std::vector<Portion>& portions = {});

} // namespace shoporder::confirm
