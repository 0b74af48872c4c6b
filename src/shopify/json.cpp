#include "shopify/json.hpp"

#include "base/text.hpp"

namespace shoporder::shopify {

const Json& member(const Json& value, std::string_view key) {
    static const Json k_null;
    if (!value.is_object())
        return k_null;
    const auto found = value.find(std::string{key});
    return found == value.end() ? k_null : *found;
}

std::string text_of(const Json& value, std::string_view key) {
    const Json& found = member(value, key);
    return found.is_string() ? found.get<std::string>() : std::string{};
}

std::int64_t number_of(const Json& value, std::string_view key) {
    const Json& found = member(value, key);
    if (found.is_number_integer())
        return found.get<std::int64_t>();
    return found.is_string() ? base::parse_int(found.get<std::string>()).value_or(0) : 0;
}

bool truth_of(const Json& value, std::string_view key) {
    const Json& found = member(value, key);
    return found.is_boolean() && found.get<bool>();
}

std::int64_t number_of_gid(std::string_view gid) noexcept {
    if (!gid.starts_with("gid://"))
        return 0;
    gid = gid.substr(0, gid.find('?'));
    return base::parse_int(gid.substr(gid.rfind('/') + 1)).value_or(0);
}

std::string gid_of(std::string_view type, std::int64_t number) {
    return "gid://shopify/" + std::string{type} + "/" + std::to_string(number);
}

} // namespace shoporder::shopify
