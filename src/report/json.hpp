#pragma once
// Purpose: a JSON value that is being built, and its text: what every command prints with `--json`
// and the read-only API answers. Keys keep the order they were set in.
// State: none. Fails: not at all; broken UTF-8 becomes U+FFFD. Threads: values.
#include "base/clock.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace shoporder::report {

// The documented shapes (part of the versioned interface):
// - One JSON document on standard output for each run, but for `log` and other long lists, which
//   print one entry a line (JSON Lines), so that they can be followed; after lines an error is one.
// - An error is {"error": {"code": "usage|data|not_found|…", "message": "one line"}}; an ambiguous
//   ORDER or ID adds "candidates": ["12", …] inside it.
// - A list is an object with one array named for what it holds ({"deliveries": […]}), and
//   "more": true where a limit cut it.
// - Ids are strings, Shopify's and our own: JavaScript rounds numbers beyond 2^53. Counts and sizes
//   are numbers. Amounts are strings with the digits Shopify sent. Times are strings, UTC,
//   "2026-11-22T21:50:09Z" with six more digits where they are known. What is not known is null.
// - A key means the same in every answer; null is "none", for texts as well. A supplier's settings
//   alone are named as in its file.
// - Control and invisible characters are written as \uXXXX.
// - States are the words of shoporder-queue(7). New keys may come; none changes its meaning.
class Value {
public:
    Value() noexcept = default; ///< null
    Value(std::string text) : m_value(std::move(text)) {}
    Value(std::string_view text) : m_value(std::string{text}) {}
    Value(const char* text) : m_value(std::string{text}) {}
    template <std::same_as<bool> B>
    Value(B truth) : m_value(truth) {}
    template <std::integral T>
    requires(!std::same_as<T, bool>) Value(T number) : m_value(static_cast<std::int64_t>(number)) {}
    Value(std::optional<base::Time> time);
    Value(base::Time time) : Value(std::optional{time}) {}

    [[nodiscard]] static Value object();
    [[nodiscard]] static Value array();

    /// Adds a member; the value must be an object. Returns itself, for chains.
    Value& set(std::string key, Value value);
    /// Adds an element; the value must be an array.
    Value& push(Value value);

    /// Indented by two blanks and ended by a newline, or (`one_line`) without any white space.
    [[nodiscard]] std::string text(bool one_line = false) const;

private:
    using Member = std::pair<std::string, Value>;
    using Array = std::vector<Value>;
    using Object = std::vector<Member>;
    friend struct Writer;
    std::variant<std::nullptr_t, bool, std::int64_t, std::string, Array, Object> m_value;
};

/// An id as JSON has it: a string; 0 (none) is null.
[[nodiscard]] Value json_id(std::int64_t id);

/// A text; an empty one (none) is null.
[[nodiscard]] Value json_text(std::string text);

/// A supplier's name; null for none, be it empty or the reserved row's "-".
[[nodiscard]] Value json_supplier(const std::string& name);

/// An array with one element for each of `range`, made by `make`.
template <class Range, class Make>
[[nodiscard]] Value json_array(const Range& range, Make make) {
    Value out = Value::array();
    for (const auto& element : range)
        out.push(make(element));
    return out;
}

} // namespace shoporder::report
