#pragma once
// Purpose: a reader's time is bounded: a question that takes longer is given up, so that it neither
// keeps its thread nor holds the write-ahead log back.
// State: one connection, for as long as this lives. Fails: reads then throw TimeIsUp.
// Threads: as the Database.
#include "base/error.hpp"
#include "store/database.hpp"

#include <chrono>
#include <string>

namespace shoporder::store {

class TimeIsUp : public base::Error {
public:
    explicit TimeIsUp(const std::string& message) : Error(base::Exit::unavailable, message) {}
};

class TimeLimit {
public:
    TimeLimit(Database& database, std::chrono::milliseconds most);
    ~TimeLimit();
    TimeLimit(const TimeLimit&) = delete;
    TimeLimit& operator=(const TimeLimit&) = delete;

private:
    Database& m_database;
    std::chrono::steady_clock::time_point m_until;
};

} // namespace shoporder::store
