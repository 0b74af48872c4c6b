#include "store/time_limit.hpp"

#include "store/connection.hpp"

#include <sqlite3.h>

namespace shoporder::store {

namespace {

// SQLite's own steps: a look at the clock every some ten microseconds.
constexpr int k_steps = 1000;

int is_over(void* until) {
    return std::chrono::steady_clock::now() >
                   *static_cast<const std::chrono::steady_clock::time_point*>(until)
               ? 1
               : 0;
}

} // namespace

TimeLimit::TimeLimit(Database& database, std::chrono::milliseconds most)
    : m_database(database), m_until(std::chrono::steady_clock::now() + most) {
    sqlite3_progress_handler(m_database.connection().db.getHandle(), k_steps, is_over, &m_until);
}

TimeLimit::~TimeLimit() {
    sqlite3_progress_handler(m_database.connection().db.getHandle(), 0, nullptr, nullptr);
}

} // namespace shoporder::store
