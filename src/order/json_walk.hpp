#pragma once
// Purpose: finds the ends of JSON values without reading them, so that a part is cut out of a
// text byte for byte. Only quotes and brackets are looked at.
// State: none. Fails: by value. Threads: pure; iterative and linear, so that neither depth nor
// size of a hostile text costs more than one look at each byte.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

/// Behind the value that begins at `at`; npos when it has no end.
[[nodiscard]] std::size_t value_end(std::string_view text, std::size_t at) noexcept;

/// Without white space around it and a byte-order mark before it.
[[nodiscard]] std::string_view json_part(std::string_view text) noexcept;

/// The members of the object at the front of a text, as they are written; keys without quotes. In
/// a text that is cut short the last value is what is there of it.
class Members {
public:
    static constexpr std::size_t k_most = 256; ///< later ones are not looked at
    struct Member {
        std::string_view key;
        std::string_view value;
    };
    /// None for anything but an object.
    explicit Members(std::string_view object);

    /// The value of the first member of that name; empty where there is none.
    [[nodiscard]] std::string_view operator[](std::string_view key) const noexcept;
    [[nodiscard]] bool has(std::string_view key) const noexcept { return !(*this)[key].empty(); }
    [[nodiscard]] const std::vector<Member>& all() const noexcept { return m_all; }

private:
    std::vector<Member> m_all;
};

/// The first element of the array at the front of a text; empty where there is none.
[[nodiscard]] std::string_view first_element(std::string_view array) noexcept;
/// The element of an array that has no other; empty for anything else.
[[nodiscard]] std::string_view only_element(std::string_view array) noexcept;

/// What a JSON text in its quotes says; nullopt for anything else, an unknown escape and half a
/// surrogate pair.
[[nodiscard]] std::optional<std::string> quoted_text(std::string_view value);

/// Adds a code point as UTF-8.
void append_utf8(std::string& out, char32_t code);

} // namespace shoporder::order
