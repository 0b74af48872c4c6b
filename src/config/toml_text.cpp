#include "config/toml_text.hpp"

#include "order/match_rule.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace shoporder::config {

std::string toml_list(const std::vector<std::string>& words) {
    std::vector<std::string> quoted;
    std::transform(words.begin(), words.end(), std::back_inserter(quoted), order::quoted);
    return fmt::format("[{}]", fmt::join(quoted, ", "));
}

void InlineTable::text(std::string_view key, const std::string& value) {
    m_parts.push_back(fmt::format("{} = {}", key, order::quoted(value)));
}

void InlineTable::list(std::string_view key, const std::vector<std::string>& words) {
    m_parts.push_back(fmt::format("{} = {}", key, toml_list(words)));
}

void InlineTable::flag(std::string_view key, bool value) {
    m_parts.push_back(fmt::format("{} = {}", key, value));
}

void InlineTable::number(std::string_view key, long long value) {
    m_parts.push_back(fmt::format("{} = {}", key, value));
}

void InlineTable::toml(std::string_view key, const std::string& value) {
    m_parts.push_back(fmt::format("{} = {}", key, value));
}

std::string InlineTable::text() const {
    return fmt::format("{{ {} }}", fmt::join(m_parts, ", "));
}

} // namespace shoporder::config
