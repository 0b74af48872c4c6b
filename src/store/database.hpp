#pragma once
// Purpose: the database file: opening it safely, and the write transaction everything goes through.
// State: one SQLite connection, and the write lock, an flock on DATABASE.lock held around every
// write transaction in every process (SQLite 3.40.1 can corrupt a WAL database when one process
// commits while another checkpoints). No SQLite type appears in store's public headers, so
// that another engine can stand behind them.
// Fails: Error(io) for the disk, Error(permission), Error(not_found) for a missing database,
// Error(partly) for an older schema, Error(config) for a newer one or a foreign file.
// Threads: a Database belongs to one thread at a time; open one for each thread.
#include "base/error.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace shoporder::store {

struct Connection; // private to store/

enum class Access {
    read,    ///< read-only; never creates, never migrates
    write,   ///< refuses a missing database and an older schema
    migrate, ///< creates and migrates: `serve` at its start, and `migrate`
};

/// No space for what was to be written; nothing stored is lost and a later try may succeed.
class DiskFull : public base::Error {
public:
    explicit DiskFull(const std::string& message) : Error(base::Exit::io, message) {}
};

/// Another program keeps the database locked for longer than we wait; a later try may succeed.
class Busy : public base::Error {
public:
    explicit Busy(const std::string& message) : Error(base::Exit::unavailable, message) {}
};

/// The schema this binary writes.
[[nodiscard]] int schema_version() noexcept;

class Database {
public:
    Database(const std::filesystem::path& path, Access access);
    ~Database();
    Database(Database&&) noexcept;
    Database& operator=(Database&&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept;
    [[nodiscard]] Connection& connection() noexcept { return *m_connection; }
    /// PRAGMA quick_check, for doctor and tests: "ok", or what is broken.
    [[nodiscard]] std::string check();

private:
    std::unique_ptr<Connection> m_connection;
};

/// A write transaction under the write lock. Discarded unless commit() returned.
/// Keep it short (under 50 ms): `serve` waits for the same lock before it can answer Shopify.
class Write {
public:
    /// Waits for the lock, and for some seconds (then Busy) where another program has begun a
    /// transaction without it; begins IMMEDIATE; leaves with Error(partly) when another process has
    /// migrated the schema meanwhile.
    explicit Write(Database& database);
    ~Write();
    Write(const Write&) = delete;
    Write& operator=(const Write&) = delete;

    /// When it returns the rows are on disk (synchronous=FULL) and the lock is given back.
    void commit();
    [[nodiscard]] Connection& connection() noexcept { return m_connection; }

private:
    Connection& m_connection;
    bool m_open = false;
    bool m_locked = true;
};

/// A consistent view for several reads.
class Snapshot {
public:
    explicit Snapshot(Database& database);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Connection& m_connection;
};

} // namespace shoporder::store
