#pragma once
// Purpose: reads typed fields from one JSON object and writes down, with the path of the field,
// each one that is not what it must be. Inside `order` only: it names simdjson's types.
// State: the Defects it was given. Fails: never; a defect and a neutral value instead.
// Threads: one object, one thread. Lifetime: shorter than the parser's document.
// Defect texts quote amounts, ids and times, never names, addresses or notes.
#include "base/clock.hpp"
#include "order/money.hpp"

#include <cstdint>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

/// The list in Order::defects, bounded: a hostile body must not make a list as long as itself.
class Defects {
public:
    static constexpr std::size_t k_most = 30;
    void add(std::string text);
    /// The texts, with "and N more" as the last one where some were left out.
    [[nodiscard]] std::vector<std::string> take();

private:
    std::vector<std::string> m_texts;
    std::size_t m_left_out = 0;
};

/// A JSON value as a text: strings as they are, null as "", everything else as compact JSON.
[[nodiscard]] std::string json_text(simdjson::dom::element value);

/// The number in "gid://shopify/<type>/<number>", 0 for anything else.
[[nodiscard]] std::int64_t gid_number(std::string_view gid, std::string_view type) noexcept;

/// A whole positive number, also as a decimal string; 0 for anything else. Doubles are refused:
/// they may have lost digits.
[[nodiscard]] std::int64_t id_value(simdjson::dom::element value) noexcept;

/// The amount of a `…_set` in the currency the shopper saw; nullopt where there is none.
[[nodiscard]] std::optional<Decimal> presentment_amount(simdjson::dom::element set);

class Fields {
public:
    /// More than this many of one article is taken for a mistake and held.
    static constexpr std::int64_t k_most_quantity = 1'000'000;

    Fields(simdjson::dom::object object, std::string path, Defects& defects)
        : m_object(object), m_path(std::move(path)), m_defects(defects) {}

    /// The value, nullopt where the key is absent or null.
    [[nodiscard]] std::optional<simdjson::dom::element> value(std::string_view key) const;
    [[nodiscard]] std::optional<simdjson::dom::object> object(std::string_view key);
    /// Absent and null make an empty array.
    [[nodiscard]] std::vector<simdjson::dom::element> array(std::string_view key, std::size_t most);

    [[nodiscard]] std::string text(std::string_view key);
    [[nodiscard]] bool flag(std::string_view key, bool absent);
    /// 0 where absent.
    [[nodiscard]] std::int64_t optional_id(std::string_view key);
    /// `id`, held against `admin_graphql_api_id`, which is text and survives a double: where
    /// rounding explains the difference the exact one is taken; a defect in any case.
    [[nodiscard]] std::int64_t own_id(std::string_view gid_type);
    /// 0 to k_most_quantity; nullopt where absent. Unreadable ones are 0 and a defect.
    [[nodiscard]] std::optional<std::int64_t> quantity(std::string_view key);
    [[nodiscard]] std::optional<Decimal> amount(std::string_view key);
    [[nodiscard]] std::optional<base::Time> time(std::string_view key, bool required);

    [[nodiscard]] simdjson::dom::object raw() const noexcept { return m_object; }
    void defect(std::string_view key, std::string_view what);
    [[nodiscard]] Defects& defects() noexcept { return m_defects; }
    [[nodiscard]] std::string path_of(std::string_view key) const;

private:
    simdjson::dom::object m_object;
    std::string m_path; ///< "" for the root, "line_items[0]" for a part
    Defects& m_defects;
};

} // namespace shoporder::order
