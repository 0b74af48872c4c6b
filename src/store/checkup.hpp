#pragma once
// Purpose: what a person wants to know of the first weeks: which topics came, how late, and since
// when a supplier is in test.
// State: tables webhooks, events, read. Fails: Error from the database; TimeIsUp under a TimeLimit.
// Threads: as Database.
#include "base/clock.hpp"
#include "store/database.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::store {

/// How many of the newest `limit` webhooks had which topic, of this shop.
[[nodiscard]] std::map<std::string, std::size_t>
recent_topics(Database& database, const std::string& shop, std::size_t limit);

/// From Shopify's moment to ours, of webhooks since then; those of `trigger` left out.
[[nodiscard]] std::vector<std::chrono::microseconds>
recent_delays(Database& database, base::Time since, std::size_t limit);

/// When it was last put into test, or else when it was first heard of; nullopt: not known.
[[nodiscard]] std::optional<base::Time> in_test_since(Database& database, std::int64_t supplier_id);

} // namespace shoporder::store
