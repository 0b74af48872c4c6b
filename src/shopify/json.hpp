#pragma once
// Purpose: reading Shopify's answers without a throw for what is null or missing: both mean "not
// told".
// State: none. Fails: not at all. Private to shopify. Threads: values.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace shoporder::shopify {

using Json = nlohmann::json;

/// The member, or null: of an object without it, and of what is no object.
[[nodiscard]] const Json& member(const Json& value, std::string_view key);
/// A text, or ""; numbers and truths are none.
[[nodiscard]] std::string text_of(const Json& value, std::string_view key);
/// A number, also where it comes as text (UnsignedInt64); 0 where there is none.
[[nodiscard]] std::int64_t number_of(const Json& value, std::string_view key);
[[nodiscard]] bool truth_of(const Json& value, std::string_view key);
/// "gid://shopify/Order/820982911946154508?x=1" → 820982911946154508; 0 for anything else.
[[nodiscard]] std::int64_t number_of_gid(std::string_view gid) noexcept;
[[nodiscard]] std::string gid_of(std::string_view type, std::int64_t number);

} // namespace shoporder::shopify
