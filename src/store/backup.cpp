#include "store/backup.hpp"

#include "store/connect.hpp"

#include <exception>
#include <sqlite3.h>

namespace shoporder::store {

namespace {

/// Steps of SQLite's machine between two questions whether to go on: a fraction of a millisecond.
constexpr int k_steps = 1000;

std::int64_t number(Database& database, std::string_view sql) {
    Query query(database.connection(), sql);
    return query.step() ? query.integer(0) : 0;
}

/// Has SQLite ask `go_on` for as long as this lives.
class Asking {
public:
    Asking(Connection& connection, const std::function<bool()>& go_on)
        : m_handle(connection.db.getHandle()), m_go_on(go_on) {
        sqlite3_progress_handler(m_handle, k_steps, ask, this);
    }
    ~Asking() { sqlite3_progress_handler(m_handle, 0, nullptr, nullptr); }
    Asking(const Asking&) = delete;
    Asking& operator=(const Asking&) = delete;

    /// What `go_on` threw, if anything.
    void rethrow() const {
        if (m_thrown)
            std::rethrow_exception(m_thrown);
    }

private:
    static int ask(void* self) noexcept {
        auto& asking = *static_cast<Asking*>(self);
        try {
            return asking.m_go_on() ? 0 : 1;
        } catch (...) { // it must not pass through SQLite, which is C
            asking.m_thrown = std::current_exception();
            return 1;
        }
    }
    sqlite3* m_handle;
    const std::function<bool()>& m_go_on;
    std::exception_ptr m_thrown;
};

/// What SQLite says may be of the database or of the copy; the message must not accuse the wrong
/// one.
[[noreturn]] void throw_copy_error(const Connection& connection, const std::filesystem::path& to,
                                   const SQLite::Exception& error) {
    switch (error.getErrorCode() & 0xff) {
    case SQLITE_FULL:
        throw DiskFull("the disk of " + to.parent_path().string() +
                       " is full; free some space, or name a folder on another disk");
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        throw base::Error(base::Exit::permission,
                          "cannot write in the folder " + to.parent_path().string());
    case SQLITE_IOERR:
        throw base::Error(base::Exit::io, "cannot copy " + connection.path.string() + " to " +
                                              to.parent_path().string() + " (" + error.what() +
                                              "); check both disks");
    default:
        throw_database_error(connection.path, error);
    }
}

std::string compare(const char* what, std::int64_t found, std::int64_t least, std::int64_t most) {
    if (found >= least && found <= most)
        return {};
    return std::to_string(found) + " " + what + " instead of " + std::to_string(least) +
           (least == most ? "" : " to " + std::to_string(most));
}

} // namespace

std::uint64_t copy_size(Database& database) {
    const std::int64_t pages =
        number(database, "PRAGMA page_count") - number(database, "PRAGMA freelist_count");
    return static_cast<std::uint64_t>(pages * number(database, "PRAGMA page_size"));
}

bool copy_database(Database& database, const std::filesystem::path& to,
                   const std::function<bool()>& go_on) {
    return copy_into(database.connection(), to, go_on);
}

bool copy_into(Connection& connection, const std::filesystem::path& to,
               const std::function<bool()>& go_on) {
    const Asking asking(connection, go_on);
    try {
        SQLite::Statement statement(connection.db, "VACUUM INTO ?");
        statement.bind(1, to.string());
        statement.executeStep();
        return true;
    } catch (const SQLite::Exception& error) {
        asking.rethrow();
        if ((error.getErrorCode() & 0xff) == SQLITE_INTERRUPT)
            return false;
        throw_copy_error(connection, to, error);
    }
}

std::string check_thoroughly(Database& database) {
    Query query(database.connection(), "PRAGMA integrity_check(1)");
    return query.step() ? query.text(0) : "no answer";
}

Newest newest(Database& database) {
    return {number(database, "SELECT max(id) FROM webhooks"),
            number(database, "SELECT max(id) FROM deliveries"),
            number(database, "SELECT max(id) FROM events")};
}

Contents contents(Database& database, const Newest& up_to) {
    const Snapshot snapshot(database);
    // The unary + keeps SQLite in the index: by id it would walk the tables, and read the bodies.
    Query query(database.connection(),
                "SELECT (SELECT count(*) FROM orders),"
                " (SELECT count(*) FROM webhooks INDEXED BY webhooks_by_body"
                "   WHERE kind = 'order' AND +id <= ?1)"
                " + (SELECT count(*) FROM webhooks INDEXED BY webhooks_by_order"
                "   WHERE kind <> 'order' AND order_id <> 0 AND +id <= ?1),"
                " (SELECT count(*) FROM deliveries INDEXED BY deliveries_by_state"
                "   WHERE +id <= ?2),"
                " (SELECT count(*) FROM events INDEXED BY events_by_at WHERE +id <= ?3)",
                up_to.webhook, up_to.delivery, up_to.event);
    query.step();
    return {query.integer(0), query.integer(1), query.integer(2), query.integer(3)};
}

std::string mismatch(const Contents& copy, const Contents& before, const Contents& after) {
    // Orders have Shopify's ids, so that all of them are counted: they only become more.
    for (const std::string& found :
         {compare("orders", copy.orders, before.orders, after.orders),
          compare("webhooks", copy.webhooks, after.webhooks, before.webhooks),
          compare("deliveries", copy.deliveries, after.deliveries, before.deliveries),
          compare("events", copy.events, after.events, before.events)})
        if (!found.empty())
            return found;
    return {};
}

} // namespace shoporder::store
