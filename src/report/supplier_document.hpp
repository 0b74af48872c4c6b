#pragma once
// Purpose: how a supplier's documents are written, for `supplier show`. Inside `report` only.
// State: none.
// Fails: not at all. Threads: pure.
#include "order/document_form.hpp"
#include "report/json.hpp"

#include <string>

namespace shoporder::report {

/// All of it.
[[nodiscard]] Value document_json(const order::DocumentForm& form);
/// What differs from the presets: "encoding ISO-8859-1, limits note=80 cut"; empty: nothing.
[[nodiscard]] std::string document_text(const order::DocumentForm& form);

} // namespace shoporder::report
