#pragma once
// Purpose: what can be read over HTTP: one table of paths, their parameters and who answers.
// share/openapi.yaml describes the same, and a test holds the two together.
// State: the table is constant; answers read the database. Fails: answers throw Error: usage,
// not_found, unavailable for what the reader can mend, anything else is ours.
// Threads: pure; a Database belongs to one thread at a time.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "flow/admin/question.hpp"
#include "receive/message.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::flow {

/// What an answer is made from.
struct Sources {
    const config::Settings& settings;
    store::Database& database;
    base::Time now;
};

struct Route {
    std::string_view path; ///< "/orders/{id}": {…} stands for a whole number above 0
    std::span<const std::string_view> parameters;
    receive::Response (*answer)(const Sources& sources, const Question& question);
};
/// All but /healthz and /readyz, which need neither a token nor the database.
[[nodiscard]] std::span<const Route> routes() noexcept;

struct FoundRoute {
    const Route* route = nullptr; ///< nullptr: there is nothing of that path
    std::vector<std::int64_t> ids;
};
/// Error(usage) where a number is awaited and something else is there.
[[nodiscard]] FoundRoute find_route(std::string_view path);

} // namespace shoporder::flow
