#pragma once
// Purpose: the write lock itself, an flock on DATABASE.lock, given in turn. Private to store.
// State: the connection's descriptor of that file.
// Fails: Error(io). Threads: as Database.
#include "store/connection.hpp"

namespace shoporder::store {

void lock_exclusive(Connection& connection);
void unlock(Connection& connection) noexcept;

/// Holds the write lock for a scope.
class Locked {
public:
    explicit Locked(Connection& connection) : m_connection(connection) {
        lock_exclusive(connection);
    }
    ~Locked() { unlock(m_connection); }
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;

private:
    Connection& m_connection;
};

} // namespace shoporder::store
