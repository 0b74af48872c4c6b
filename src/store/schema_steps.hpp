#pragma once
// Purpose: the steps of the schema that have a file of their own. Private to store.
// State: constants.
// Fails: not at all. Threads: constants.

namespace shoporder::store {

/// From version 2 to 3. Applied whole, or not at all.
extern const char* const k_schema_3;

} // namespace shoporder::store
