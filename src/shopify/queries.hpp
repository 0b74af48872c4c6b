#pragma once
// Purpose: every text that is sent to Shopify's GraphQL Admin API: queries/*.graphql, part of the
// binary. tests/shopify/validate holds them against the schemas of all versions in use.
// State: none. Fails: Error(bug) for a name there is none of. Private to shopify. Threads: any.
#include <span>
#include <string>
#include <string_view>

namespace shoporder::shopify {

struct QueryText {
    std::string_view name; ///< of its file, without ".graphql"
    std::string_view text;
};
/// As they stand in queries/ and queries/fragments/; made by CMake.
[[nodiscard]] std::span<const QueryText> query_files() noexcept;
[[nodiscard]] std::span<const QueryText> fragment_files() noexcept;

/// The query with the fragments it names, and those they name.
[[nodiscard]] std::string query_text(std::string_view name);

} // namespace shoporder::shopify
