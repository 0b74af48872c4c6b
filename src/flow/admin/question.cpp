#include "flow/admin/question.hpp"

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

constexpr std::int64_t k_longest_page = 1000; // more would not fit into two seconds, or into a hand

base::Error usage(const std::string& message) {
    return {base::Exit::usage, message};
}

std::string listed(std::span<const std::string_view> names) {
    std::string out;
    for (const std::string_view name : names)
        out.append(out.empty() ? "" : ", ").append(name);
    return out;
}

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? base::hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? base::hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            throw usage("a parameter holds a broken percent sign");
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') ||
                           std::string_view("-._~,").find(c) != std::string_view::npos;
        out += plain ? std::string(1, c) : "%" + base::hex(std::string_view(&c, 1));
    }
    return out;
}

} // namespace

Question::Question(std::string_view path, std::vector<std::int64_t> ids, std::string_view query,
                   std::span<const std::string_view> known)
    : m_path(path), m_ids(std::move(ids)) {
    for (std::size_t at = 0; at < query.size();) {
        const std::size_t end = std::min(query.find('&', at), query.size());
        const std::string_view pair = query.substr(at, end - at);
        at = end + 1;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        std::string name = decoded(pair.substr(0, equals));
        if (std::find(known.begin(), known.end(), name) == known.end())
            throw usage("no parameter `" + base::printable(name, 40) + "` here; " +
                        (known.empty() ? "this path takes none" : "known: " + listed(known)));
        const std::size_t value = std::min(equals + 1, pair.size());
        if (!m_parameters.emplace(name, decoded(pair.substr(value))).second)
            throw usage("the parameter `" + name + "` is there twice");
    }
}

std::string Question::text(std::string_view name) const {
    const auto found = m_parameters.find(name);
    return found == m_parameters.end() ? "" : found->second;
}

std::optional<std::int64_t> Question::number(std::string_view name) const {
    const auto found = m_parameters.find(name);
    if (found == m_parameters.end())
        return std::nullopt;
    const auto number = base::parse_int(found->second);
    if (!number || *number <= 0)
        throw usage("the parameter `" + found->first + "` takes a whole number above 0");
    return number;
}

std::size_t Question::limit(std::size_t preset) const {
    const auto number = this->number("limit");
    if (number && *number > k_longest_page)
        throw usage("the parameter `limit` takes 1 to " + std::to_string(k_longest_page));
    return number ? static_cast<std::size_t>(*number) : preset;
}

std::string Question::next(std::int64_t after) const {
    std::string out = m_path + "?after=" + std::to_string(after);
    for (const auto& [name, value] : m_parameters)
        if (name != "after")
            out += "&" + name + "=" + encoded(value);
    return out;
}

} // namespace shoporder::flow
