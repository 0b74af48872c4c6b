#include "order/left_out.hpp"

#include "base/text.hpp"
#include "order/json_fields.hpp"
#include "order/json_repair.hpp"
#include "order/left_out_keys.hpp"
#include "order/line_roles.hpp"
#include "order/order_reader.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <simdjson.h>
#include <unordered_map>

namespace shoporder::order {

namespace {

using Array = simdjson::dom::array;
using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

constexpr std::size_t k_most = 100;

bool is_zero(std::string_view text) {
    return text.find_first_not_of("0.,- ") == std::string_view::npos;
}

/// An amount object of nothing: {"amount": "0.00", "currency_code": "EUR"}.
bool is_no_money(Object object) {
    std::string_view amount;
    return object.at_key("amount").get(amount) == simdjson::SUCCESS && is_zero(amount);
}

/// Says nothing: null, false, 0, "", and what holds only such.
bool is_empty(Element value) {
    switch (value.type()) {
    case simdjson::dom::element_type::ARRAY: {
        const Array array = value.get_array().value_unsafe(); // outlives the result it came in
        for (const Element each : array)
            if (!is_empty(each))
                return false;
        return true;
    }
    case simdjson::dom::element_type::OBJECT: {
        const Object object = value.get_object().value_unsafe();
        if (is_no_money(object))
            return true;
        for (const auto& [key, each] : object)
            if (!is_empty(each))
                return false;
        return true;
    }
    case simdjson::dom::element_type::STRING:
        return is_zero(base::trim(value.get_string().value_unsafe()));
    case simdjson::dom::element_type::BOOL:
        return !value.get_bool().value_unsafe();
    case simdjson::dom::element_type::NULL_VALUE:
        return true;
    default:
        return is_zero(json_text(value));
    }
}

std::string shortened(std::string text) {
    if (text.size() <= LeftOut::k_longest)
        return text;
    std::size_t end = LeftOut::k_longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end; // never inside a character
    text.resize(end);
    return text + "…";
}

/// One place in the body: as it is listed, and as a person finds it.
struct Place {
    std::string pattern; ///< "line_items[].x"
    std::string where;   ///< "line_items[2].x"
};

class Walk {
public:
    explicit Walk(Object order) : m_order(read_order(order)), m_roles(line_roles(m_order)) {
        members(order, {});
    }

    [[nodiscard]] std::vector<LeftOut> take() { return std::move(m_found); }

private:
    void members(Object object, const Place& at) {
        for (const auto& [key, value] : object) {
            const std::string_view dot = at.pattern.empty() ? "" : ".";
            Place below = at;
            below.pattern.append(dot).append(key);
            below.where.append(dot).append(base::printable(key, 64));
            visit(key, value, below);
        }
    }

    void visit(std::string_view key, Element value, const Place& at) {
        if (is_listed(at.pattern, key) || is_empty(value))
            return;
        if (!holds_listed(at.pattern))
            return add(at, value);
        Object object;
        simdjson::dom::array array;
        if (value.get(object) == simdjson::SUCCESS)
            members(object, at);
        else if (value.get(array) == simdjson::SUCCESS)
            elements(array, at);
        else
            add(at, value);
    }

    void elements(simdjson::dom::array array, const Place& at) {
        std::size_t n = 0;
        for (const Element each : array) {
            const std::size_t index = n++;
            const Place place{at.pattern + "[]", fmt::format("{}[{}]", at.where, index)};
            Object object;
            if (each.get(object) != simdjson::SUCCESS) {
                if (!is_empty(each))
                    add(place, each);
            } else if (at.pattern == "line_items") {
                line(object, index, place);
            } else if (at.pattern == "shipping_lines") {
                method(object, place);
            } else {
                members(object, place);
            }
        }
    }

    void line(Object object, std::size_t index, const Place& at) {
        const LineItem* item = item_of(object);
        if (item != nullptr && item->current_quantity == 0)
            return; // taken off the order again
        if (item != nullptr)
            if (const RoleOfLine& role = role_of(*item); role.role == LineRole::left_out)
                return add_text(at, item->title, std::string{role.why});
        m_line = item;
        m_index = index;
        members(object, at);
        m_line = nullptr;
    }

    [[nodiscard]] const LineItem* item_of(Object object) const {
        Element value;
        const std::int64_t id =
            object.at_key("id").get(value) == simdjson::SUCCESS ? id_value(value) : 0;
        const auto found = std::find_if(m_order.lines.begin(), m_order.lines.end(),
                                        [&](const LineItem& item) { return item.id == id; });
        return id == 0 || found == m_order.lines.end() ? nullptr : &*found;
    }
    [[nodiscard]] const RoleOfLine& role_of(const LineItem& item) const {
        return m_roles[static_cast<std::size_t>(&item - m_order.lines.data())];
    }

    /// The document names the first method that was not taken off; others hold the order, and once
    /// a person has released it, the document still names one.
    void method(Object object, const Place& at) {
        bool removed = false;
        if (object.at_key("is_removed").get(removed) == simdjson::SUCCESS && removed)
            return;
        const std::string title = text_of(object, "title");
        const std::string code = text_of(object, "code");
        if (title != m_order.shipping_title || code != m_order.shipping_code)
            add_text(at, title.empty() ? code : title, "the document names the first method alone");
        members(object, at);
    }
    [[nodiscard]] static std::string text_of(Object object, std::string_view key) {
        Element value;
        return object.at_key(key).get(value) == simdjson::SUCCESS ? json_text(value) : "";
    }

    void add(const Place& at, Element value) { add_text(at, json_text(value), {}); }

    void add_text(const Place& at, std::string_view text, std::string why) {
        LeftOut found{at.where, shortened(std::string{text}), std::move(why), {}};
        if (m_line != nullptr) {
            found.lines.push_back(m_line->id);
            const auto same = m_same.find(at.pattern + '\0' + found.value);
            if (same != m_same.end())
                return join(m_found[same->second]);
            m_same.emplace(at.pattern + '\0' + found.value, m_found.size());
        }
        if (m_found.size() < k_most)
            m_found.push_back(std::move(found));
    }

    /// "line_items[0].x" becomes "line_items[0,2].x".
    void join(LeftOut& found) const {
        found.lines.push_back(m_line->id);
        found.where.insert(found.where.find(']'), fmt::format(",{}", m_index));
    }

    Order m_order;
    std::vector<RoleOfLine> m_roles; ///< of its lines
    std::vector<LeftOut> m_found;
    std::unordered_map<std::string, std::size_t> m_same; ///< pattern and value → in m_found
    const LineItem* m_line = nullptr;                    ///< where the walk is
    std::size_t m_index = 0;                             ///< of that line
};

} // namespace

std::vector<LeftOut> left_out(std::string_view body) {
    simdjson::dom::parser parser;
    Object object;
    if (parser.parse(body.data(), body.size()).get(object) != simdjson::SUCCESS) {
        const MendedJson mended = mend_json(body);
        if (parser.parse(mended.text.data(), mended.text.size()).get(object) != simdjson::SUCCESS)
            return {};
    }
    Object inner; // a file saved from the API: {"order": {…}}
    if (object.size() == 1 && object.at_key("order").get(inner) == simdjson::SUCCESS)
        object = inner;
    simdjson::dom::array lines;
    if (object.at_key("line_items").get(lines) != simdjson::SUCCESS)
        return {};
    return Walk{object}.take();
}

std::vector<LeftOut> left_out_of(const std::vector<LeftOut>& all,
                                 std::span<const std::int64_t> lines) {
    std::vector<LeftOut> out;
    std::copy_if(all.begin(), all.end(), std::back_inserter(out), [&](const LeftOut& each) {
        return each.lines.empty() ||
               std::any_of(each.lines.begin(), each.lines.end(), [&](std::int64_t id) {
                   return std::find(lines.begin(), lines.end(), id) != lines.end();
               });
    });
    return out;
}

std::string words_of(const LeftOut& left_out, bool values) {
    std::string out = left_out.where;
    if (values && !left_out.value.empty())
        out += " = " + base::printable(left_out.value, LeftOut::k_longest + 8);
    return left_out.why.empty() ? out : out + " (" + left_out.why + ")";
}

} // namespace shoporder::order
