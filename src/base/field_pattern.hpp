#pragma once
// Purpose: patterns such as "{po}-{seq:6}.xml": texts with fields that are filled in later.
// State: the pieces. Fails: parse() with Error(data), naming what is wrong; fill() not at all.
// Threads: values.
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::base {

class FieldPattern {
public:
    struct Piece {
        std::string text;
        std::string field; ///< empty: a text
        std::size_t width = 0;
    };

    /// `known`: the fields it may have; those that end in ':' take a width from 1 to 18.
    /// Error(data) names the nearest known one.
    [[nodiscard]] static FieldPattern parse(std::string_view text,
                                            std::span<const std::string_view> known);

    /// Its texts, with what `value` says of each field. A width fills with zeros from the left.
    [[nodiscard]] std::string
    fill(const std::function<std::string(std::string_view field)>& value) const;

    [[nodiscard]] bool has(std::string_view field) const noexcept;
    /// Its texts alone, one after the other: for a look at their characters.
    [[nodiscard]] std::string texts() const;
    [[nodiscard]] std::span<const Piece> pieces() const noexcept { return m_pieces; }

private:
    std::vector<Piece> m_pieces;
};

} // namespace shoporder::base
