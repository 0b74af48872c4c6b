#include "report/json.hpp"

#include "base/display.hpp"
#include "base/error.hpp"
#include "report/csv.hpp"
#include "report/csv_list.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

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
    return escaped(Writer::convert(*this).dump(one_line ? -1 : 2, ' ', false,
                                               nlohmann::ordered_json::error_handler_t::replace)) +
           "\n";
}

namespace {

using Json = nlohmann::ordered_json;

std::string plain(const Json& value) { // NOLINT(misc-no-recursion): as deep as a row of ours
    if (value.is_null())
        return "";
    if (value.is_string())
        return value.get<std::string>();
    if (!value.is_structured())
        return value.dump();
    std::string out;
    const auto add = [&out](std::string_view between, const std::string& text) {
        if (!text.empty())
            out.append(out.empty() ? "" : between).append(text);
    };
    for (const auto& [key, inner] : value.items())
        if (value.is_array())
            add("; ", plain(inner));
        else if (const std::string text = plain(inner); !text.empty())
            add(", ", std::string{key}.append("=").append(text));
    return out;
}

bool is_number(std::string_view text) {
    if (text.starts_with('-'))
        text.remove_prefix(1);
    return !text.empty() && text.front() != '.' && text.back() != '.' &&
           std::count(text.begin(), text.end(), '.') <= 1 &&
           text.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string cell(const Json& value) {
    const std::string text = plain(value);
    return is_number(text) ? text : csv_cell(text);
}

} // namespace

std::string csv_of(const Value& list, std::string_view member, const Value& example) {
    const Json all = Writer::convert(list);
    const auto rows = all.find(std::string{member});
    if (rows == all.end())
        throw base::Error(base::Exit::bug, "no list " + std::string{member} + " to print");
    std::vector<std::string> columns;
    const Json named = Writer::convert(example); // items() only refers to it
    for (const auto& [key, value] : named.items())
        columns.push_back(key);
    std::string out = csv_line(columns);
    for (const Json& row : *rows) {
        std::vector<std::string> cells;
        cells.reserve(columns.size());
        for (const std::string& column : columns)
            cells.push_back(row.contains(column) ? cell(row.at(column)) : "");
        out += csv_line(cells);
    }
    return out;
}

Value json_id(std::int64_t id) {
    return id == 0 ? Value{} : Value{std::to_string(id)};
}

} // namespace shoporder::report
