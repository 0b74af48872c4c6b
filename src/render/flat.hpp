#pragma once
// Purpose: a supplier's flat file, CSV or fixed width, as its list of columns says; the form and
// the paths are order/flat_form.hpp's. UTF-8 without a byte-order mark, LF, no control characters:
// another encoding and other line ends come behind.
// State: none. Threads: pure; a zone's rules come from tzdata. Fails: Unfit where the file would
// not tell what the supplier must know ("columns"), or a value does not fit into its column or obey
// the supplier's rules for its field. Error(bug) on a sheet or a form that breaks what their
// headers say.
//
// Rows are the lines of share/order.xsd in its order: goods, then services. A sheet without lines
// is one row. In rows for each order the lines' values are joined.
#include "order/flat_form.hpp"
#include "render/document.hpp"
#include "render/fields.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace shoporder::render {

/// `batch_number` counts the supplier's batches from 1; 0: no batch, and one sheet. `zone` is an
/// IANA name, "" is UTC. `rules` are obeyed before a column's own limit. What was altered is told
/// by its path, "ship_to.zip", "line[2].title", in a batch "order[3]/line[2].title"; by the rules,
/// by its place in the native document, "line[2]/title".
[[nodiscard]] Document render_flat(std::span<const Sheet> sheets, std::int64_t batch_number,
                                   const order::FlatForm& form, const std::string& zone,
                                   const FieldRules& rules = {});

} // namespace shoporder::render
