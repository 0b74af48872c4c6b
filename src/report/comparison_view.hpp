#pragma once
// Purpose: documents beside others, as people and programs read it: `export-xml --diff`,
// `--compare`.
// State: none. Fails: not at all. Threads: pure.
#include "report/json.hpp"
#include "xml/difference.hpp"

#include <string>
#include <vector>

namespace shoporder::report {

/// No document shows more differences than this.
inline constexpr std::size_t k_most_differences = 200;

/// Two documents that belong together, or one that has none beside it.
struct Compared {
    std::string order;       ///< its name
    std::string supplier;    ///< "" or "-": none
    std::string left;        ///< a file's name; empty: there is no document
    std::string right;       ///< likewise
    std::string left_unfit;  ///< why there is none
    std::string right_unfit; ///< likewise
    std::vector<xml::Difference> differences;

    /// Both are there, or neither can be made for the same reason, and they say the same.
    [[nodiscard]] bool same() const;
};

struct FolderComparison {
    std::vector<Compared> documents;
    std::vector<std::string> others;  ///< files of the folder that belong to none
    std::vector<std::string> skipped; ///< files that were not read, with the reason
};

/// What the two sides are called: "before" and "after", "ours" and "theirs".
struct Sides {
    const char* left;
    const char* right;
};

[[nodiscard]] std::string to_text(const Compared& compared, const Sides& sides);
[[nodiscard]] Value to_json(const Compared& compared);
/// "20 documents: 17 the same, 3 differ".
[[nodiscard]] std::string count_text(const std::vector<Compared>& documents);

} // namespace shoporder::report
