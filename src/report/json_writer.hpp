#pragma once
// Purpose: a Value as the JSON library has it, for those who write it in one form or another.
// State: none. Fails: not at all.
// Threads: values.
#include "report/json.hpp"

#include <nlohmann/json.hpp>

namespace shoporder::report {

struct Writer {
    [[nodiscard]] static nlohmann::ordered_json convert(const Value& value);
};

} // namespace shoporder::report
