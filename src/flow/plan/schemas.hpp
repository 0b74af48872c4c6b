#pragma once
// Purpose: the schema that a supplier's documents must obey. It is read once, when it is set, and
// kept; documents are checked by what is kept. So a file that changes, breaks or vanishes later
// holds no order, and the same document is judged alike for ever.
// State: the schema's files, the database. Fails: Error(data|config|io) naming the supplier, the
// setting and the file with its line. Threads: any.
#include "config/settings.hpp"
#include "order/supplier.hpp"
#include "store/supplier_schemas.hpp"
#include "xml/schema.hpp"

#include <optional>
#include <string>

namespace shoporder::flow {

/// Reads what document.schema names, and puts its digest into the settings. nullopt: it names none.
std::optional<store::SchemaSet> take_schema(order::Supplier& supplier);

/// The one that is kept; the file itself for settings that no database holds.
[[nodiscard]] xml::SchemaFiles schema_files_of(const config::Settings& settings,
                                               const std::string& supplier,
                                               const order::DocumentForm& form);
/// The same, compiled.
[[nodiscard]] xml::Schema schema_of(const config::Settings& settings, const std::string& supplier,
                                    const order::DocumentForm& form);

/// Whether the file still says what is kept; a file that cannot be read does not.
[[nodiscard]] bool is_schema_current(const order::Supplier& supplier);

} // namespace shoporder::flow
