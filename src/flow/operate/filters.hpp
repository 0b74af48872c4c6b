#pragma once
// Purpose: what a person or a program narrows a list to, by name: the commands' options and the
// API's parameters.
// State: the database, read. Fails: Error(usage) for a state that there is not, Error(not_found)
// for a supplier. Threads: as the Database.
#include "order/delivery.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::flow {

/// The states of these names; of "all" all, without a name those that are open. `option` is how the
/// reader calls it, for the error.
[[nodiscard]] std::vector<order::DeliveryState>
delivery_states(const std::vector<std::string>& names, std::string_view option);

/// Those of which `wanted` says yes.
[[nodiscard]] std::vector<order::DeliveryState> states_where(bool (*wanted)(order::DeliveryState));

/// Its id; that of the reserved row for "-".
[[nodiscard]] std::int64_t supplier_named(store::Database& database, const std::string& name);

/// "" for none, else an answer's state.
[[nodiscard]] std::string answer_state(const std::string& name, std::string_view option);

} // namespace shoporder::flow
