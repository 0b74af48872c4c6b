#pragma once
// Purpose: every member of a body, however deep, and the two of them that tell a customer.
// State: none. Fails: by value; a body that is no JSON, and cannot be mended, has no members.
// Threads: pure.
#include "order/json_repair.hpp"

#include <cstddef>
#include <cstdint>
#include <simdjson.h>
#include <string>
#include <string_view>

namespace shoporder::order {

using Member = simdjson::dom::element;

inline constexpr std::size_t k_least_phone = 8; ///< digits; fewer may be a coincidence

/// Of what stands for a phone number; the leading zeros of a trunk or a country code do not count.
[[nodiscard]] std::string phone_digits(std::string_view text);

/// The number of `customer.id` or of a `customer_id`; 0: the member is neither.
[[nodiscard]] std::int64_t customer_id(std::string_view key, const Member& value);

/// Calls `visit(key, value)` for each member, however deep, until it says true. The parser bounds
/// the depth.
template <class Visit>
bool any_member(const Member& value, std::string_view key, // NOLINT(misc-no-recursion)
                const Visit& visit) {
    if (value.type() == simdjson::dom::element_type::OBJECT) {
        for (const auto& [name, inner] : simdjson::dom::object(value))
            if (visit(name, inner) || any_member(inner, name, visit))
                return true;
    } else if (value.type() == simdjson::dom::element_type::ARRAY) {
        for (const Member inner : simdjson::dom::array(value))
            if (visit(key, inner) || any_member(inner, key, visit))
                return true;
    }
    return false;
}

template <class Visit>
bool any_member(std::string_view body, const Visit& visit) {
    simdjson::dom::parser parser;
    Member root;
    if (parser.parse(body.data(), body.size()).get(root) == simdjson::SUCCESS)
        return any_member(root, "", visit);
    const MendedJson mended = mend_json(body);
    return parser.parse(mended.text.data(), mended.text.size()).get(root) == simdjson::SUCCESS &&
           any_member(root, "", visit);
}

} // namespace shoporder::order
