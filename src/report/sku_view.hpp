#pragma once
// Purpose: SKU tables, and what an import changes in one, as people and programs see them.
// State: none; cmd fills the structs. Fails: not at all.
// Threads: values.
#include "order/sku_entry.hpp"
#include "report/json.hpp"
#include "report/table.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::report {

/// Rows of one kind: all are counted, the first are here.
struct SkuGroup {
    std::string kind; ///< "added", "changed", "removed"
    std::int64_t count = 0;
    std::vector<order::SkuEntry> rows;
};

struct SkuImport {
    std::string supplier;
    SkuGroup added;
    SkuGroup changed;
    SkuGroup removed;
    std::int64_t unchanged = 0;
    bool dry_run = false;
    std::vector<std::string> unused; ///< columns
};

/// "3 added, 1 changed, 0 removed, 94 unchanged".
[[nodiscard]] std::string summary(const SkuImport& view);
[[nodiscard]] Value to_json(const SkuImport& view);
[[nodiscard]] std::string to_text(const SkuImport& view, const Style& style);

[[nodiscard]] Value to_json(const std::vector<order::SkuEntry>& rows);
[[nodiscard]] std::string to_text(const std::vector<order::SkuEntry>& rows, const Style& style);

} // namespace shoporder::report
