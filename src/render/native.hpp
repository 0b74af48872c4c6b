#pragma once
// Purpose: the native document with a supplier's rules for its fields. Inside `render` only;
// document.hpp has it without any.
// State: none. Fails: as render_native(), and Unfit by the rules. Threads: pure.
#include "render/document.hpp"
#include "render/fields.hpp"

namespace shoporder::render {

[[nodiscard]] Document write_native(const Sheet& sheet, const FieldRules& rules, bool indent);
[[nodiscard]] Document write_native_batch(std::int64_t number, std::span<const Sheet> sheets,
                                          const FieldRules& rules, bool indent);

} // namespace shoporder::render
