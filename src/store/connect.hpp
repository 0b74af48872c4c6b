#pragma once
// Purpose: opening a database whatever its schema, and copying what is open. Private to store.
// State: a connection.
// Fails: as Database, but never for an older schema. Threads: as Database.
#include "store/connection.hpp"
#include "store/database.hpp"

#include <filesystem>
#include <functional>
#include <memory>

namespace shoporder::store {

/// With its locks and settings; creates the file for Access::migrate, and changes no schema.
[[nodiscard]] std::unique_ptr<Connection> connect(const std::filesystem::path& path, Access access);

/// Its schema; Error(config) for another program's or a newer one. 0: there is nothing in it.
[[nodiscard]] int version_of(Connection& connection);

/// copy_database().
[[nodiscard]] bool copy_into(Connection& connection, const std::filesystem::path& to,
                             const std::function<bool()>& go_on);

} // namespace shoporder::store
