#pragma once
// Purpose: the SQLite side of a Database; included by store's .cpp files alone.
// State: the connection and its prepared statements, kept for reuse.
// Fails: every SQLite error becomes a base::Error that names the file.
// Threads: as Database.
#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/file.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <concepts>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

namespace shoporder::store {

/// Throws the base::Error for what SQLite said: full disk (DiskFull), read-only, damage, or a
/// defect of ours.
[[noreturn]] void throw_database_error(const std::filesystem::path& path,
                                       const SQLite::Exception& error);

/// What base::system_error() throws; where a file may not be opened, with what to type.
[[noreturn]] void throw_file_error(const std::filesystem::path& database, const std::string& what,
                                   int errnum);

struct Connection {
    std::filesystem::path path;
    base::UniqueFd presence; ///< DATABASE.open; first, so that it is given back last
    base::UniqueFd lock;     ///< DATABASE.lock; not set on a read-only connection
    SQLite::Database db;
    std::unordered_map<const char*, std::deque<SQLite::Statement>>
        idle; ///< by the literal's address
};

/// Bytes to be bound as a BLOB.
struct BlobView {
    std::string_view bytes;
};

/// As tables keep them: NULL for what is not told.
[[nodiscard]] inline std::optional<std::int64_t> micros(const std::optional<base::Time>& t) {
    return t ? std::optional{base::to_micros(*t)} : std::nullopt;
}
[[nodiscard]] inline std::optional<std::int64_t> or_null(std::int64_t id) {
    return id == 0 ? std::nullopt : std::optional{id};
}

/// One run of a prepared statement. `sql` must be a string literal: its address is the key under
/// which the compiled statement is kept. Parameters are bound in order.
class Query {
public:
    template <class... Args>
    Query(Connection& connection, std::string_view sql, const Args&... args)
        : m_connection(connection), m_sql(sql), m_statement(borrow(connection, sql)) {
        (bind(args), ...);
    }
    /// A text that is built has no address of its own: another one may have it next.
    template <std::same_as<std::string> Text, class... Args>
    Query(Connection& connection, const Text& sql, const Args&... args) = delete;
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    /// The next row; false at the end.
    bool step();
    /// Runs to the end; returns the number of rows changed.
    int run();

    [[nodiscard]] std::int64_t integer(int column);
    [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column);
    [[nodiscard]] std::optional<base::Time> maybe_time(int column);
    /// TEXT or BLOB bytes; empty for NULL.
    [[nodiscard]] std::string text(int column);

private:
    static SQLite::Statement borrow(Connection& connection, std::string_view sql);
    template <std::integral T>
    void bind(T value) {
        bind_integer(static_cast<std::int64_t>(value));
    }
    template <class T>
    requires std::convertible_to<const T&, std::string_view>
    void bind(const T& value) { bind_text(std::string_view{value}); }
    template <class T>
    void bind(const std::optional<T>& value) {
        if (value)
            bind(*value);
        else
            bind_null();
    }
    void bind(const BlobView& value);
    void bind_integer(std::int64_t value);
    void bind_text(std::string_view value);
    void bind_null();

    Connection& m_connection;
    std::string_view m_sql;
    SQLite::Statement m_statement;
    int m_next = 1;
};

} // namespace shoporder::store
