#include "report/json.hpp"

#include <nlohmann/json.hpp>

namespace shoporder::report {

struct Writer {
    static nlohmann::ordered_json convert(const Value& value) {
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
};

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
    return Writer::convert(*this).dump(one_line ? -1 : 2, ' ', false,
                                       nlohmann::ordered_json::error_handler_t::replace) +
           "\n";
}

Value json_id(std::int64_t id) {
    return id == 0 ? Value{} : Value{std::to_string(id)};
}

} // namespace shoporder::report
