#pragma once
// Purpose: the pattern of a supplier's file names, "{po}-{order_id}{-r}.xml" (rules.md 4).
// State: none. Fails: parse with Error(data) when a pattern could make the same name twice, or one
// that is no plain file name. Threads: values.
#include "base/field_pattern.hpp"

#include <string>
#include <string_view>

namespace shoporder::order {

/// Of a document with one order: {po}, {order_id}, {revision}, {-r} ("-r2" from the second on),
/// {kind}, {supplier}, {seq} or {seq:6}, {date} (YYYYMMDD, when it is made, in the supplier's
/// zone).
[[nodiscard]] base::FieldPattern file_pattern(std::string_view text);
/// Of a batch: {supplier}, {seq} or {seq:6}, {date}.
[[nodiscard]] base::FieldPattern batch_pattern(std::string_view text);

} // namespace shoporder::order
