#include "order/json_fields.hpp"

#include "base/text.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>

namespace shoporder::order {

namespace {

using Element = simdjson::dom::element;

/// For defect texts: what a field holds, short and harmless.
std::string quoted(Element value) {
    if (value.is_object())
        return "an object";
    if (value.is_array())
        return "a list";
    const std::string text = base::printable(json_text(value), 40);
    return value.is_string() ? fmt::format("\"{}\"", text) : text;
}

/// A JSON number as digits: whole ones exactly, others as the shortest text that reads back as
/// the same double, which is the text that was sent for up to 15 digits.
std::string number_text(Element value) {
    std::int64_t whole = 0;
    if (value.get(whole) == simdjson::SUCCESS)
        return std::to_string(whole);
    double real = 0;
    if (value.get(real) != simdjson::SUCCESS)
        return {};
    std::array<char, 400> digits{}; // the longest fixed double has 309 digits before the point
    const auto [end, error] =
        std::to_chars(digits.data(), digits.data() + digits.size(), real, std::chars_format::fixed);
    return error == std::errc{} ? std::string{digits.data(), end} : std::string{};
}

std::optional<std::int64_t> whole_value(Element value) noexcept {
    std::int64_t number = 0;
    if (value.get(number) == simdjson::SUCCESS)
        return number;
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS)
        return base::parse_int(text);
    return std::nullopt;
}

} // namespace

void Defects::add(std::string text) {
    if (m_texts.size() < k_most)
        m_texts.push_back(std::move(text));
    else
        ++m_left_out;
}

std::vector<std::string> Defects::take() {
    if (m_left_out > 0)
        m_texts.push_back(fmt::format("and {} more", m_left_out));
    m_left_out = 0;
    return std::move(m_texts);
}

std::string json_text(Element value) {
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS)
        return std::string{text};
    if (value.is_null())
        return {};
    return simdjson::minify(value);
}

std::int64_t gid_number(std::string_view gid, std::string_view type) noexcept {
    constexpr std::string_view k_prefix = "gid://shopify/";
    if (!gid.starts_with(k_prefix))
        return 0;
    gid.remove_prefix(k_prefix.size());
    if (!gid.starts_with(type) || gid.substr(type.size(), 1) != "/")
        return 0;
    gid.remove_prefix(type.size() + 1);
    gid = gid.substr(0, gid.find('?'));
    const auto number = base::parse_int(gid);
    return number && *number > 0 ? *number : 0;
}

std::int64_t id_value(Element value) noexcept {
    const auto number = whole_value(value);
    return number && *number > 0 ? *number : 0;
}

std::optional<Decimal> presentment_amount(Element set) {
    Defects unused; // the shop's own amount stands beside it and is checked
    simdjson::dom::object money;
    return set["presentment_money"].get(money) == simdjson::SUCCESS
               ? Fields{money, "", unused}.amount("amount")
               : std::nullopt;
}

std::string Fields::path_of(std::string_view key) const {
    return m_path.empty() ? std::string{key} : fmt::format("{}.{}", m_path, key);
}

void Fields::defect(std::string_view key, std::string_view what) {
    m_defects.add(fmt::format("{} {}", path_of(key), what));
}

std::optional<Element> Fields::value(std::string_view key) const {
    Element found;
    if (m_object.at_key(key).get(found) != simdjson::SUCCESS || found.is_null())
        return std::nullopt;
    return found;
}

std::optional<simdjson::dom::object> Fields::object(std::string_view key) {
    const auto found = value(key);
    if (!found)
        return std::nullopt;
    simdjson::dom::object out;
    if (found->get(out) == simdjson::SUCCESS)
        return out;
    defect(key, "is no object");
    return std::nullopt;
}

std::vector<Element> Fields::array(std::string_view key, std::size_t most) {
    std::vector<Element> out;
    const auto found = value(key);
    if (!found)
        return out;
    simdjson::dom::array list;
    if (found->get(list) != simdjson::SUCCESS) {
        defect(key, "is no list");
        return out;
    }
    for (const Element element : list) {
        if (out.size() == most) {
            defect(key, fmt::format("has more than {} entries; the rest was not read", most));
            break;
        }
        out.push_back(element);
    }
    return out;
}

std::string Fields::text(std::string_view key) {
    const auto found = value(key);
    if (!found)
        return {};
    if (found->is_object() || found->is_array()) {
        defect(key, "is no text");
        return {};
    }
    return json_text(*found);
}

bool Fields::flag(std::string_view key, bool absent) {
    const auto found = value(key);
    if (!found)
        return absent;
    bool out = absent;
    if (found->get(out) == simdjson::SUCCESS)
        return out;
    const std::string word = base::lower(json_text(*found));
    if (word == "true" || word == "false")
        return word == "true";
    defect(key, fmt::format("{} is neither true nor false", quoted(*found)));
    return absent;
}

std::int64_t Fields::optional_id(std::string_view key) {
    const auto found = value(key);
    if (!found)
        return 0;
    const std::int64_t id = id_value(*found);
    if (id == 0)
        defect(key, fmt::format("{} is no id", quoted(*found)));
    return id;
}

std::int64_t Fields::own_id(std::string_view gid_type) {
    const auto found = value("id");
    const auto gid_found = value("admin_graphql_api_id");
    const std::int64_t gid = gid_found ? gid_number(json_text(*gid_found), gid_type) : 0;
    const std::int64_t id = found ? id_value(*found) : 0;
    if (id == 0 && gid == 0) {
        defect("id", found ? fmt::format("{} is no id", quoted(*found)) : "is missing");
        return 0;
    }
    if (gid == 0 || id == gid)
        return id;
    // What JavaScript makes of an id: the nearest double, printed with the fewest digits.
    if (id == 0 || static_cast<double>(id) == static_cast<double>(gid)) {
        defect("id", fmt::format("was rounded on its way: {}, but admin_graphql_api_id says {}; "
                                 "something between Shopify and here reads ids as doubles",
                                 found ? quoted(*found) : "absent", gid));
        return gid;
    }
    defect("id", fmt::format("{} and admin_graphql_api_id {} disagree", id, gid));
    return id;
}

std::optional<std::int64_t> Fields::quantity(std::string_view key) {
    const auto found = value(key);
    if (!found)
        return std::nullopt;
    const auto number = whole_value(*found);
    if (number && *number >= 0 && *number <= k_most_quantity)
        return *number;
    defect(key, fmt::format("{} is no quantity", quoted(*found)));
    return 0;
}

std::optional<Decimal> Fields::amount(std::string_view key) {
    const auto found = value(key);
    if (!found)
        return std::nullopt;
    std::string_view text;
    const auto out = found->get(text) == simdjson::SUCCESS ? Decimal::parse(text)
                                                           : Decimal::parse(number_text(*found));
    if (!out)
        defect(key, fmt::format("{} is no amount", quoted(*found)));
    return out;
}

std::optional<base::Time> Fields::time(std::string_view key, bool required) {
    const auto found = value(key);
    if (!found) {
        if (required)
            defect(key, "is missing");
        return std::nullopt;
    }
    std::string_view text;
    if (found->get(text) == simdjson::SUCCESS)
        if (const auto out = base::parse_time(text))
            return out;
    defect(key, fmt::format("{} is no time", quoted(*found)));
    return std::nullopt;
}

} // namespace shoporder::order
