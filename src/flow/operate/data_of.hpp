#pragma once
// Purpose: what belongs to whom, found by reading every body; the parts of it that a redaction
// which is repeated asks for as well. Private to flow/operate. State: the database, read. Fails:
// Error from the database. Threads: as the Database.
#include "flow/operate/redact.hpp"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::flow {

/// Purchase-order numbers, as suppliers write them in answers.
[[nodiscard]] std::set<std::string> numbers_of(store::Database& database,
                                               const std::vector<std::int64_t>& orders);
/// Does one of these stand in the text as a word?
[[nodiscard]] bool names_one(std::string_view text, const std::set<std::string>& numbers);
/// Ids of answers that are matched to nothing and whose text `is_theirs` takes.
[[nodiscard]] std::vector<std::int64_t>
find_answers(store::Database& database, const std::function<bool(const std::string&)>& is_theirs);
/// All orders of a shop that were known by then.
[[nodiscard]] std::vector<std::int64_t> shop_orders(store::Database& database,
                                                    const std::string& shop, base::Time until);

} // namespace shoporder::flow
