#include "store/connection.hpp"

#include "store/database.hpp"
#include "store/denied.hpp"
#include "store/time_limit.hpp"

#include <cerrno>
#include <sqlite3.h>

namespace shoporder::store {

void throw_file_error(const std::filesystem::path& database, const std::string& what, int errnum) {
    const bool denied = errnum == EACCES || errnum == EPERM || errnum == EROFS;
    const std::string why = denied ? denied_text(database) : std::string{};
    if (why.empty())
        throw base::system_error(what, errnum);
    throw base::Error(base::Exit::permission, what + ": " + why);
}

void throw_database_error(const std::filesystem::path& path, const SQLite::Exception& error) {
    using base::Error;
    using base::Exit;
    const std::string where = "database " + path.string() + ": ";
    // The primary code: with extended ones switched on, this is SQLITE_IOERR_FSYNC and the like.
    const int code = error.getErrorCode();
    if (code == SQLITE_IOERR_SHMSIZE) // no room for the index of the write-ahead log
        throw DiskFull(where + "the disk is full; free some space, nothing stored is lost");
    switch (code & 0xff) {
    case SQLITE_FULL:
        throw DiskFull(where + "the disk is full; free some space, nothing stored is lost");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH: {
        const std::string why = denied_text(path);
        const bool written = (code & 0xff) == SQLITE_READONLY;
        throw Error(Exit::permission, where +
                                          (written ? "cannot be written: " : "cannot be opened: ") +
                                          (why.empty() ? error.what() : why));
    }
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        throw Error(Exit::io, where + "is damaged or no database (" + error.what() +
                                  "); stop the services and restore a backup");
    case SQLITE_IOERR:
        throw Error(Exit::io, where + "disk error (" + error.what() + "); check the disk");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw Busy(where + "another program keeps it locked; end that program (`fuser -v " +
                   path.string() + "` names it) or try again");
    case SQLITE_INTERRUPT:
        throw TimeIsUp(where + "the question took too long and was given up");
    default:
        throw Error(Exit::bug, where + error.what());
    }
}

SQLite::Statement Query::borrow(Connection& connection, std::string_view sql) {
    auto& waiting = connection.idle[sql.data()];
    if (!waiting.empty()) {
        SQLite::Statement statement = std::move(waiting.back());
        waiting.pop_back();
        return statement;
    }
    try {
        return SQLite::Statement(connection.db, std::string{sql});
    } catch (const SQLite::Exception& error) {
        throw_database_error(connection.path, error);
    }
}

Query::~Query() {
    m_statement.tryReset();
    try {
        m_statement.clearBindings(); // personal data does not linger in idle statements
        m_connection.idle[m_sql.data()].push_back(std::move(m_statement));
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): it is compiled anew next time
    }
}

bool Query::step() {
    try {
        return m_statement.executeStep();
    } catch (const SQLite::Exception& error) {
        throw_database_error(m_connection.path, error);
    }
}

int Query::run() {
    while (step()) {
    }
    return m_connection.db.getChanges();
}

std::int64_t Query::integer(int column) {
    return m_statement.getColumn(column).getInt64();
}

std::optional<std::int64_t> Query::maybe_integer(int column) {
    const SQLite::Column value = m_statement.getColumn(column);
    return value.isNull() ? std::nullopt : std::optional<std::int64_t>{value.getInt64()};
}

std::optional<base::Time> Query::maybe_time(int column) {
    const auto at = maybe_integer(column);
    return at ? std::optional{base::from_micros(*at)} : std::nullopt;
}

std::string Query::text(int column) {
    return m_statement.getColumn(column).getString();
}

void Query::bind(const BlobView& value) {
    // An empty BLOB must not become NULL, so the pointer is never null.
    m_statement.bind(m_next++, value.bytes.empty() ? "" : value.bytes.data(),
                     static_cast<int>(value.bytes.size()));
}

void Query::bind_integer(std::int64_t value) {
    m_statement.bind(m_next++, value);
}
void Query::bind_text(std::string_view value) {
    m_statement.bind(m_next++, std::string{value});
}
void Query::bind_null() {
    m_statement.bind(m_next++);
}

} // namespace shoporder::store
