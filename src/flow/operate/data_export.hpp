#pragma once
// Purpose: all that is stored of a person, as JSON for whom it is handed to: orders with every
// state Shopify sent, what each supplier got when and what it answered, and the history.
// State: the database, read. Fails: Error(io). Threads: as the Database.
#include "flow/operate/redact.hpp"
#include "report/json.hpp"

namespace shoporder::flow {

[[nodiscard]] report::Value export_data(store::Database& database, const config::Settings& settings,
                                        const DataOf& data);

} // namespace shoporder::flow
