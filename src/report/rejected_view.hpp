#pragma once
// Purpose: refused requests for a person who looks for the reason.
// State: none; cmd fills the structs.
// Fails: not at all. Threads: values.
#include "report/json.hpp"
#include "report/table.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::report {

struct RejectedRow {
    std::int64_t id = 0; ///< printed as "r12": webhooks have ids of their own
    base::Time at;
    int status = 0;
    std::string reason, path, headers;
    std::size_t size = 0;
    bool body_kept = true;
    std::string topic{};           ///< "": the headers name none
    std::int64_t order_id = 0;     ///< Shopify's; 0: the body tells none
    std::int64_t order_number = 0; ///< 1001; 0: the body tells none
};
[[nodiscard]] Value to_json(const RejectedRow& row);
[[nodiscard]] std::string to_text(const RejectedRow& row, const Style& style);
[[nodiscard]] std::string to_text(const std::vector<RejectedRow>& rows, const Style& style);

} // namespace shoporder::report
