#include "report/json.hpp"

#include "base/display.hpp"
#include "report/json_writer.hpp"

#include <fmt/format.h>

namespace shoporder::report {

namespace {

/// JSON as it was, its invisible characters written as JSON's escapes: a terminal shows them, and
/// who parses it gets what the order said. They stand in strings alone.
std::string escaped(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    while (const auto hidden = base::find_hidden(json)) {
        out += json.substr(0, hidden->at);
        const std::uint32_t c = hidden->character;
        out += c < 0x10000 ? fmt::format("\\u{:04x}", c)
                           : fmt::format("\\u{:04x}\\u{:04x}", 0xD7C0U + (c >> 10U),
                                         0xDC00U + (c & 0x3FFU));
        json.remove_prefix(hidden->at + hidden->length);
    }
    return out.append(json);
}

} // namespace

nlohmann::ordered_json Writer::convert(const Value& value) {
    using nlohmann::ordered_json;
    struct Visitor {
        ordered_json operator()(std::nullptr_t) const { return nullptr; }
        ordered_json operator()(bool b) const { return b; }
        ordered_json operator()(std::int64_t n) const { return n; }
        ordered_json operator()(const std::string& s) const { return s; }
        ordered_json operator()(const Value::Array& array) const {
            ordered_json out = ordered_json::array();
            for (const Value& element : array)
                out.push_back(convert(element));
            return out;
        }
        ordered_json operator()(const Value::Object& object) const {
            ordered_json out = ordered_json::object();
            for (const auto& [key, member] : object)
                out[key] = convert(member);
            return out;
        }
    };
    return std::visit(Visitor{}, value.m_value);
}

Value::Value(std::optional<base::Time> time) {
    if (time)
        m_value = base::format_time(*time);
}

Value Value::object() {
    Value v;
    v.m_value = Object{};
    return v;
}

Value Value::array() {
    Value v;
    v.m_value = Array{};
    return v;
}

Value& Value::set(std::string key, Value value) {
    std::get<Object>(m_value).emplace_back(std::move(key), std::move(value));
    return *this;
}

Value& Value::push(Value value) {
    std::get<Array>(m_value).push_back(std::move(value));
    return *this;
}

std::string Value::text(bool one_line) const {
    // `replace`: dump() would throw on broken UTF-8, which an order may hold.
    return escaped(Writer::convert(*this).dump(one_line ? -1 : 2, ' ', false,
                                               nlohmann::ordered_json::error_handler_t::replace)) +
           "\n";
}

Value json_id(std::int64_t id) {
    return id == 0 ? Value{} : Value{std::to_string(id)};
}

Value json_text(std::string text) {
    return text.empty() ? Value{} : Value{std::move(text)};
}

Value json_supplier(const std::string& name) {
    return name == "-" ? Value{} : json_text(name);
}

} // namespace shoporder::report
