#include "store/database.hpp"

#include "store/connect.hpp"
#include "store/presence.hpp"
#include "store/redaction.hpp"
#include "store/schema.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace shoporder::store {

namespace {

using base::Error;
using base::Exit;

constexpr int k_busy_timeout = 5000; // ms

bool gate(Connection& c, int command, short type) noexcept {
    struct flock range {};
    range.l_type = type;
    range.l_whence = SEEK_SET;
    range.l_len = 1;
    while (::fcntl(c.lock.get(), command, &range) != 0)
        if (errno != EINTR)
            return false;
    return true;
}

// flock(2) is not fair: who gives it back and asks again at once gets it before those who wait, and
// `dispatch` planning a backlog kept `serve` waiting for a second. So everybody goes through a
// gate, a lock on a byte of the same file, and holds it while waiting: who comes back finds the
// gate shut.
void lock_exclusive(Connection& c) {
    const bool in_the_gate = gate(c, F_OFD_SETLKW, F_WRLCK);
    int reason = 0;
    while (reason == 0 && ::flock(c.lock.get(), LOCK_EX) != 0)
        reason = errno == EINTR ? 0 : errno;
    if (in_the_gate)
        gate(c, F_OFD_SETLK, F_UNLCK);
    if (reason != 0)
        throw base::system_error("cannot lock " + c.path.string() + ".lock", reason);
}
void unlock(Connection& c) noexcept {
    ::flock(c.lock.get(), LOCK_UN);
}

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

int pragma(Connection& connection, const char* name) {
    return connection.db.execAndGet(std::string{"PRAGMA "} + name).getInt();
}

/// Makes the file with mode 0600 before SQLite can make it with the umask's.
void create_private(const std::filesystem::path& path) {
    const base::UniqueFd fd{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (!fd)
        throw_file_error(path, "cannot create the database " + path.string(), errno);
}

base::UniqueFd open_write_lock(const std::filesystem::path& path) {
    const std::string name = path.string() + ".lock";
    base::UniqueFd fd{::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!fd)
        throw_file_error(path, "cannot open the write lock " + name, errno);
    return fd;
}

/// Settings of every connection; none of them but auto_vacuum and WAL is kept in the file.
void configure(Connection& c, Access access) {
    c.db.exec("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
              "PRAGMA mmap_size = 0; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
              "PRAGMA cache_size = -8192;");
    // A close must not checkpoint: that would happen outside the write lock.
    sqlite3_db_config(c.db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (access == Access::read)
        return;
    c.db.exec("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864; PRAGMA "
              "wal_autocheckpoint = 2000;");
    if (pragma(c, "synchronous") != 2)
        throw Error(Exit::io,
                    "database " + c.path.string() + ": SQLite did not accept synchronous=FULL");
}

void check_owner(Connection& c, int version) {
    if (version != 0 && pragma(c, "application_id") != k_application_id)
        throw Error(Exit::config,
                    c.path.string() + " is a database of another program; set `database`");
    if (version > k_schema_version)
        throw Error(Exit::config, "database " + c.path.string() + " has schema " +
                                      std::to_string(version) + ", this shoporder knows " +
                                      std::to_string(k_schema_version) +
                                      "; install the newer version again");
}

void create_or_migrate(Connection& c) {
    const Locked lock(c);
    const int version = version_of(c);
    if (version == 0) // only possible before the first table, and before WAL
        c.db.exec("PRAGMA auto_vacuum = INCREMENTAL;");
    if (c.db.execAndGet("PRAGMA journal_mode = WAL").getString() != "wal")
        throw Error(Exit::io, "database " + c.path.string() + ": this file system cannot do WAL");
    if (version == k_schema_version)
        return;
    SQLite::Transaction transaction(c.db, SQLite::TransactionBehavior::IMMEDIATE);
    c.db.exec("PRAGMA application_id = " + std::to_string(k_application_id));
    migrate(c, version);
    transaction.commit();
}

/// Before SQLite's first use in this process: without its memory statistics, which nobody reads, it
/// takes no process-wide lock at every allocation.
void start_sqlite() {
    static const int started = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(started); // too late (somebody opened one before) costs speed alone
}

std::unique_ptr<Connection> open(const std::filesystem::path& path, Access access) {
    auto c = connect(path, access);
    try {
        if (access == Access::migrate)
            create_or_migrate(*c);
        const int version = version_of(*c);
        if (version < k_schema_version)
            throw Error(Exit::partly, "database " + path.string() + " has the older schema " +
                                          std::to_string(version) +
                                          "; start `serve` or run `shoporder migrate`");
        return c;
    } catch (const SQLite::Exception& error) {
        throw_database_error(path, error);
    }
}

} // namespace

std::unique_ptr<Connection> connect(const std::filesystem::path& path, Access access) {
    start_sqlite();
    struct stat info {};
    const bool missing = ::stat(path.c_str(), &info) != 0;
    if (missing && errno != ENOENT)
        throw base::system_error("cannot look at the database " + path.string(), errno);
    if (missing && access != Access::migrate)
        throw Error(Exit::not_found, "no database at " + path.string() +
                                         "; `shoporder migrate` makes one, or set `database`");
    if (!missing && S_ISDIR(info.st_mode))
        throw Error(Exit::config,
                    "the database " + path.string() + " is a folder; name a file in it");
    if (missing &&
        !std::filesystem::is_directory(path.has_parent_path() ? path.parent_path() : "."))
        throw Error(Exit::io,
                    "the folder " + path.parent_path().string() +
                        " of the database does not exist; make it (mode 0700, owned by the "
                        "service's user) or set `database`");
    base::UniqueFd presence = share_presence(path, access);
    if (missing)
        create_private(path);
    base::UniqueFd lock;
    if (access != Access::read)
        lock = open_write_lock(path);
    try {
        const int flags =
            (access == Access::read ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE) |
            SQLite::OPEN_NOMUTEX;
        // Not make_unique: an aggregate in parentheses is beyond clang 14.
        auto c = std::unique_ptr<Connection>( // NOLINT(modernize-make-unique)
            new Connection{path,
                           std::move(presence),
                           std::move(lock),
                           SQLite::Database(path.string(), flags, k_busy_timeout),
                           {}});
        sqlite3_extended_result_codes(c->db.getHandle(), 1);
        configure(*c, access);
        return c;
    } catch (const SQLite::Exception& error) {
        throw_database_error(path, error);
    }
}

int version_of(Connection& connection) {
    try {
        const int version = pragma(connection, "user_version");
        check_owner(connection, version);
        if (version == 0 && pragma(connection, "schema_version") != 0 &&
            pragma(connection, "application_id") == 0)
            throw Error(Exit::config, connection.path.string() +
                                          " is a database of another program; set `database`");
        return version;
    } catch (const SQLite::Exception& error) {
        throw_database_error(connection.path, error);
    }
}

int schema_version() noexcept {
    return k_schema_version;
}

Database::Database(const std::filesystem::path& path, Access access)
    : m_connection(open(path, access)) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;

const std::filesystem::path& Database::path() const noexcept {
    return m_connection->path;
}

std::string Database::check() {
    Query query(*m_connection, "PRAGMA quick_check(1)");
    return query.step() ? query.text(0) : "no answer";
}

Write::Write(Database& database) : m_connection(database.connection()) {
    if (!m_connection.lock)
        throw Error(Exit::bug, "a write on a read-only connection");
    lock_exclusive(m_connection);
    try {
        m_connection.db.exec("BEGIN IMMEDIATE");
        m_open = true;
        Query version(m_connection, "PRAGMA user_version");
        if (!version.step() || version.integer(0) != k_schema_version)
            throw Error(Exit::partly, "the schema of " + m_connection.path.string() +
                                          " changed meanwhile; run the command again");
    } catch (const SQLite::Exception& error) {
        unlock(m_connection);
        throw_database_error(m_connection.path, error);
    } catch (...) {
        if (m_open)
            sqlite3_exec(m_connection.db.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
        unlock(m_connection);
        throw;
    }
}

Write::~Write() {
    if (m_open)
        sqlite3_exec(m_connection.db.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
    if (m_locked)
        unlock(m_connection);
}

void Write::commit() {
    try {
        m_connection.db.exec("COMMIT");
        m_open = false;
        unlock(m_connection);
        m_locked = false;
    } catch (const SQLite::Exception& error) {
        throw_database_error(m_connection.path, error);
    }
}

Snapshot::Snapshot(Database& database) : m_connection(database.connection()) {
    m_connection.db.exec("BEGIN");
}
Snapshot::~Snapshot() {
    sqlite3_exec(m_connection.db.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

bool empty_log(Database& database, std::chrono::milliseconds patience) {
    constexpr int k_wait = 50; // ms under the lock; `serve` waits for the same one
    Connection& c = database.connection();
    const auto until = std::chrono::steady_clock::now() + patience;
    try {
        while (true) {
            {
                const Locked lock(c);
                sqlite3_busy_timeout(c.db.getHandle(), k_wait);
                Query checkpoint(c, "PRAGMA wal_checkpoint(TRUNCATE)");
                const bool done = checkpoint.step() && checkpoint.integer(0) == 0;
                sqlite3_busy_timeout(c.db.getHandle(), k_busy_timeout);
                if (done)
                    return true;
            }
            if (std::chrono::steady_clock::now() >= until)
                return false;
            std::this_thread::sleep_for(std::chrono::milliseconds{k_wait});
        }
    } catch (const base::Error&) {
        sqlite3_busy_timeout(c.db.getHandle(), k_busy_timeout);
        throw;
    }
}

} // namespace shoporder::store
