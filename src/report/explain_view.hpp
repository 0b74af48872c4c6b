#pragma once
// Purpose: why each line of an order goes to its supplier and to no other.
// State: none; flow fills the structs. Fails: not at all. Threads: values.
// It shows values of the order, as a postcode: an answer to the operator who asked, for no log.
#include "report/json.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace shoporder::report {

struct ExplainedLine {
    std::int64_t id = 0;
    std::string sku;
    std::string title;
    std::string supplier; ///< "" when it does not ship, "-" without a route
    std::string why;
    std::vector<std::pair<std::string, std::string>> others; ///< supplier, why it does not get it
};

struct Explanation {
    std::int64_t order_id = 0;
    std::string order; ///< its name
    std::vector<ExplainedLine> lines;
};
[[nodiscard]] Value to_json(const Explanation& explanation);
[[nodiscard]] std::string to_text(const Explanation& explanation);

} // namespace shoporder::report
