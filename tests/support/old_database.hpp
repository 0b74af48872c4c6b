#pragma once
// Purpose: databases as earlier schemas left them, built from tests/data/schema_N.sql, and the
// schema of any database as text. Fails: by throwing. Threads: one test.
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <sqlite3.h>
#include <stdexcept>
#include <string>

namespace shoporder::test {

/// All columns of all rows of the last statement, '|' between and a line each.
inline std::string run_sql(const std::filesystem::path& path, const std::string& text) {
    sqlite3* db = nullptr;
    if (sqlite3_open(path.c_str(), &db) != SQLITE_OK)
        throw std::runtime_error("cannot open " + path.string());
    std::string out;
    char* error = nullptr;
    sqlite3_exec(
        db, text.c_str(),
        [](void* to, int count, char** row, char**) {
            auto& lines = *static_cast<std::string*>(to);
            for (int i = 0; i < count; ++i)
                lines += (i == 0 ? "" : "|") + std::string{row[i] == nullptr ? "" : row[i]};
            lines += "\n";
            return 0;
        },
        &out, &error);
    const std::string why = error == nullptr ? "" : error;
    sqlite3_free(error);
    sqlite3_close(db);
    if (!why.empty())
        throw std::runtime_error(why);
    return out;
}

inline constexpr int k_oldest_schema = 1;

inline void build_old_database(const std::filesystem::path& path, int schema) {
    static_cast<void>(run_sql(path, data_file("schema_" + std::to_string(schema) + ".sql")));
    std::filesystem::permissions(path, std::filesystem::perms::owner_read |
                                           std::filesystem::perms::owner_write);
}

/// Tables, columns, indexes and what each says, whatever order they were made in. Of the text of a
/// table only what no PRAGMA tells (CHECK, STRICT) is left out.
inline std::string schema_of(const std::filesystem::path& path) {
    return run_sql(path,
                   "SELECT m.name, c.name, c.type, c.\"notnull\", coalesce(c.dflt_value, '-'), "
                   "c.pk, c.hidden FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type "
                   "= 'table' ORDER BY 1, 2;"
                   "SELECT tbl_name, name, coalesce(sql, '') FROM sqlite_master WHERE type = "
                   "'index' ORDER BY 1, 2;"
                   "SELECT m.name, f.\"table\", f.\"from\", f.\"to\" FROM sqlite_master m, "
                   "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2, 3;"
                   "SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main' ORDER BY "
                   "1; PRAGMA application_id; PRAGMA user_version; PRAGMA auto_vacuum");
}

} // namespace shoporder::test
