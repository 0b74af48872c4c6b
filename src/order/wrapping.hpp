#pragma once
// Purpose: what gateways, event buses, editors and shells wrap around a body before it is saved or
// passed on, taken off without a byte lost; and damage that nothing can undo, by name and place.
// State: none. Fails: by returning nothing where a wrapping does not apply.
// Threads: pure. Each step is linear in the text, and their number is limited.
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

struct Wrapping {
    std::string_view code;   ///< stable: body_base64, body_utf16, body_utf8_twice, …
    std::string_view text;   ///< what it is, one sentence
    std::string_view remedy; ///< what to do about it, one sentence
    std::optional<std::string> (*undo)(std::string_view);
};
[[nodiscard]] std::span<const Wrapping> wrappings();

/// What is inside, after every layer: an event bus may carry base64 of a body.
struct Unwrapped {
    std::string bytes;
    std::vector<const Wrapping*> layers; ///< the outermost first; empty: nothing was around it
};
[[nodiscard]] Unwrapped unwrap(std::string_view text);

/// What the form alone shows, and what keeps a body from ever matching its signature or from being
/// read as an order: cut short, characters lost (U+FFFD), another API's order (GraphQL).
struct Damage {
    std::string code;   ///< body_truncated, body_damaged, body_graphql
    std::string text;   ///< with the place
    std::string remedy; ///< what to do
};
[[nodiscard]] std::optional<Damage> find_damage(std::string_view text);

} // namespace shoporder::order
