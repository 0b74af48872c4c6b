#include "report/csv_list.hpp"

#include "base/error.hpp"
#include "report/csv.hpp"
#include "report/json_writer.hpp"

#include <algorithm>
#include <vector>

namespace shoporder::report {

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

} // namespace shoporder::report
