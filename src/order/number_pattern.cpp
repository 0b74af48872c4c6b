#include "order/number_pattern.hpp"

#include "base/error.hpp"
#include "base/field_pattern.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>
#include <vector>

namespace shoporder::order {

namespace {

using base::Error;
using base::Exit;

using base::FieldPattern;

constexpr std::size_t k_longest = 40; // a file name of 64 holds it with an order's id

constexpr std::array<std::string_view, 8> k_known = {"prefix", "number",   "id",      "letter",
                                                     "part",   "supplier", "account", "seq:"};
/// How many characters the fields take in practice.
constexpr std::array<std::pair<std::string_view, std::size_t>, 6> k_lengths = {{
    {"prefix", 9},
    {"number", 10},
    {"id", 14},
    {"letter", 1},
    {"part", 2},
    {"seq", 6},
}};

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_word(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_mark(char c) noexcept {
    return c == '-' || c == '.' || c == '_' || c == '/';
}
bool is_allowed(std::string_view text) {
    return std::all_of(
        text.begin(), text.end(), [](char c) { return is_word(c) || is_mark(c); });
}

[[noreturn]] void refuse(const std::string& what) {
    throw Error(Exit::data, what);
}

FieldPattern read_pattern(std::string_view text) {
    if (text.find("{name}") != std::string_view::npos)
        refuse("cannot hold {name}: an order's name is whatever a merchant typed; write {number}");
    FieldPattern pattern = FieldPattern::parse(text, k_known);
    if (!is_allowed(pattern.texts()))
        refuse("takes letters, digits, `-`, `.`, `_`, `/` and fields such as {number}");
    return pattern;
}

using Pieces = std::vector<FieldPattern::Piece>;

/// Supplier and account never change within one supplier's numbers: as text.
Pieces settled(const FieldPattern& pattern, std::string_view supplier, std::string_view account) {
    Pieces out;
    for (const FieldPattern::Piece& piece : pattern.pieces()) {
        if (piece.field == "account" && account.empty())
            refuse("has {account}, and this supplier has no `account`: set that, or leave "
                   "{account} out");
        if (piece.field == "account" && !is_allowed(account))
            refuse("has {account}, and the `account` holds more than letters, digits, `-`, `.`, "
                   "`_` and `/`: write it into the pattern as it is to look");
        const bool account_or_supplier = piece.field == "account" || piece.field == "supplier";
        const std::string_view text = piece.field == "account" ? account : supplier;
        out.push_back(account_or_supplier ? FieldPattern::Piece{std::string{text}, {}, 0} : piece);
    }
    return out;
}

/// "{number}{part}": 100 with part 11 is 1001 with part 1 … so digits are kept from digits.
void check_apart(const Pieces& pieces) {
    bool open = false; // digits of a field stand right before, with nothing but digits behind
    for (const FieldPattern::Piece& piece : pieces) {
        if (piece.field.empty() || piece.field == "letter") {
            open = open && piece.field.empty() &&
                   std::all_of(piece.text.begin(), piece.text.end(), is_digit);
            continue;
        }
        if (open)
            refuse(fmt::format("has digits right before {{{}}}, so that two numbers could look the "
                               "same; put `-` or a letter between them",
                               piece.field));
        open = piece.field != "prefix";
    }
}

void check_begin(const Pieces& pieces) {
    const auto first = std::find_if(pieces.begin(), pieces.end(), [](const auto& piece) {
        return piece.field != "prefix" && piece.field != "part";
    });
    if (first != pieces.end() && first->field.empty() && !is_word(first->text.front()))
        refuse("must not begin with a mark; {prefix} brings its own dash");
}

void check_length(const Pieces& pieces) {
    std::size_t length = 0;
    for (const FieldPattern::Piece& piece : pieces) {
        length += piece.text.size();
        for (const auto& [field, most] : k_lengths)
            if (field == piece.field)
                length += std::max(most, piece.width);
    }
    if (length > k_longest)
        refuse(fmt::format("gives numbers of up to {} characters; {} are the most", length,
                           k_longest));
}

} // namespace

void check_number_pattern(std::string_view text, std::string_view supplier,
                          std::string_view account) {
    const FieldPattern pattern = read_pattern(text);
    const bool seq = pattern.has("seq");
    if (!seq && !pattern.has("number") && !pattern.has("id"))
        refuse("would give every order the same number; put {number}, {id} or {seq} in it");
    if (!seq && !pattern.has("part"))
        refuse("would give a later part of an order the number of the first; put {part} or {seq} "
               "in it");
    const Pieces pieces = settled(pattern, supplier, account);
    check_begin(pieces);
    check_apart(pieces);
    check_length(pieces);
}

bool tells_shops_apart(std::string_view text) {
    const FieldPattern pattern = read_pattern(text);
    return pattern.has("prefix") || pattern.has("id") || pattern.has("seq");
}

std::string number_by(std::string_view text, const NumberFields& f) {
    const FieldPattern pattern = read_pattern(text);
    std::string out;
    for (const FieldPattern::Piece& piece : pattern.pieces()) {
        out += piece.text;
        if (piece.field == "prefix")
            out += f.prefix;
        else if (piece.field == "number")
            out += std::to_string(f.number);
        else if (piece.field == "id")
            out += std::to_string(f.id);
        else if (piece.field == "letter")
            out += f.letter;
        else if (piece.field == "supplier")
            out += f.supplier;
        else if (piece.field == "account")
            out += f.account;
        else if (piece.field == "seq")
            out += piece.width == 0 ? std::string{"{seq}"} : fmt::format("{{seq:{}}}", piece.width);
        else if (piece.field == "part" && f.part > 1)
            out += std::to_string(f.part);
        else if (piece.field == "part" && !out.empty() && is_mark(out.back()))
            out.pop_back();
    }
    return out;
}

bool wants_sequence(std::string_view number) noexcept {
    return number.find("{seq") != std::string_view::npos;
}

std::string with_sequence(std::string_view number, std::int64_t drawn) {
    constexpr std::array<std::string_view, 1> k_sequence = {"seq:"};
    return FieldPattern::parse(number, k_sequence).fill([&](std::string_view) {
        return std::to_string(drawn);
    });
}

} // namespace shoporder::order
