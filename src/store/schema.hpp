#pragma once
// Purpose: the tables, and the steps from one schema version to the next.
// State: PRAGMA user_version holds the version. Fails: SQLite::Exception to database.cpp.
// Threads: as Database. Included by store's .cpp files alone.
#include "store/connection.hpp"

namespace shoporder::store {

inline constexpr int k_schema_version = 3;
inline constexpr int k_application_id = 0x53484f50; // "SHOP": tells our file from a foreign one

/// Brings an empty or older database to k_schema_version in one transaction.
void migrate(Connection& connection, int from);

} // namespace shoporder::store
