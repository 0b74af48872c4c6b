#pragma once
// Purpose: documents beside others: those of one set of settings beside another's, and ours beside
// the files of the system that sends the orders today. Nothing is written.
// State: the database, read; a folder, read. Fails: Error(data|io|not_found).
// Threads: as the Database.
#include "flow/operate/preview.hpp"
#include "report/comparison_view.hpp"

#include <filesystem>
#include <span>
#include <vector>

namespace shoporder::flow {

/// What the orders' documents would be by the stored suppliers (left) and with these in their
/// places (right), as if nothing had been planned yet; stored ones that are not among these stay.
/// Documents belong together by supplier and number, else by supplier.
[[nodiscard]] std::vector<report::Compared>
compare_settings(store::Database& database, const config::Settings& settings,
                 std::span<const std::int64_t> orders, std::span<const order::Supplier> suppliers,
                 base::Time now);

/// Each of our documents (left) beside the file of `folder`, or of a folder in it, that has its
/// purchase-order number in its name or text, else its order's number, name or id; of several, the
/// one with the fewest differences. Files of more than 16 MiB are passed over and told of, with
/// those that belong to no document of ours.
[[nodiscard]] report::FolderComparison compare_folder(std::span<const Preview> previews,
                                                      const std::filesystem::path& folder);

} // namespace shoporder::flow
