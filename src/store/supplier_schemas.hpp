#pragma once
// Purpose: the XML Schemas and DTDs that suppliers' documents must obey, as they were when they
// were set: a file that changes or vanishes later changes nothing. State: table supplier_schemas.
// Fails: from the database. Threads: as Database.
#include "store/database.hpp"
#include "xml/schema.hpp"

#include <string>

namespace shoporder::store {

struct SchemaSet {
    std::string digest; ///< hexadecimal; the key
    xml::SchemaFiles schema;
};

/// Keeps it; the same digest again is the same set.
void put_schema(Write& write, const SchemaSet& set);
/// Drops those that no supplier's settings name. Cheap: there are few.
void drop_unused_schemas(Write& write);
/// Error(not_found) naming the digest.
[[nodiscard]] xml::SchemaFiles find_schema(Database& database, const std::string& digest);

} // namespace shoporder::store
