#include "store/checkpoint.hpp"

#include "store/connection.hpp"
#include "store/write_lock.hpp"

#include <sqlite3.h>
#include <thread>

namespace shoporder::store {

namespace {

/// What SQLite calls after each commit, instead of its automatic checkpoint.
int take_down(void* connection, sqlite3* /*handle*/, const char* /*schema*/, int pages) {
    static_cast<Connection*>(connection)->log_pages = pages;
    return SQLITE_OK;
}

/// Has SQLite wait so long for others, for as long as this lives.
class Patience {
public:
    Patience(Connection& connection, std::chrono::milliseconds most) : m_connection(connection) {
        sqlite3_busy_timeout(m_connection.db.getHandle(), static_cast<int>(most.count()));
    }
    ~Patience() { sqlite3_busy_timeout(m_connection.db.getHandle(), k_busy_timeout); }
    Patience(const Patience&) = delete;
    Patience& operator=(const Patience&) = delete;

private:
    Connection& m_connection;
};

} // namespace

void leave_log(Database& database) {
    Connection& c = database.connection();
    sqlite3_wal_hook(c.db.getHandle(), take_down, &c);
}

std::int64_t log_pages(Database& database) {
    return database.connection().log_pages;
}

Checkpointer::Checkpointer(const std::filesystem::path& database)
    : m_reader(database, Access::read), m_database(database, Access::write) {}

std::optional<Checkpointer::Progress> Checkpointer::copy() {
    // A commit begins the log anew once all of it is copied. SQLite 3.40 can take the new log for
    // the old one when that happens in the middle of a checkpoint, which damages the database;
    // the write lock keeps all other checkpoints from it. This one has a reader of its own: as long
    // as it needs pages of the log, no commit begins that anew; and where it needs none because
    // all are copied, SQLite copies nothing while it reads.
    const Snapshot snapshot(m_reader);
    Query first(m_reader.connection(), "SELECT count(*) FROM sqlite_schema");
    first.step();
    Query checkpoint(m_database.connection(), "PRAGMA wal_checkpoint(PASSIVE)");
    if (!checkpoint.step() || checkpoint.integer(1) < 0)
        return std::nullopt;
    return Progress{checkpoint.integer(1), checkpoint.integer(2)};
}

bool Checkpointer::begin_anew(std::chrono::milliseconds patience) {
    Connection& c = m_database.connection();
    const Locked lock(c);
    const Patience waits(c, patience);
    Query checkpoint(c, "PRAGMA wal_checkpoint(RESTART)");
    return checkpoint.step() && checkpoint.integer(0) == 0;
}

void Checkpointer::interrupt() noexcept {
    sqlite3_interrupt(m_database.connection().db.getHandle());
}

bool empty_log(Database& database, std::chrono::milliseconds patience) {
    constexpr std::chrono::milliseconds k_wait{
        50}; // under the lock; `serve` waits for the same one
    Connection& c = database.connection();
    const auto until = std::chrono::steady_clock::now() + patience;
    while (true) {
        {
            const Locked lock(c);
            const Patience waits(c, k_wait);
            Query checkpoint(c, "PRAGMA wal_checkpoint(TRUNCATE)");
            if (checkpoint.step() && checkpoint.integer(0) == 0)
                return true;
        }
        if (std::chrono::steady_clock::now() >= until)
            return false;
        std::this_thread::sleep_for(k_wait);
    }
}

} // namespace shoporder::store
