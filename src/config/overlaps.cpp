#include "config/suppliers_file.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace shoporder::config {

namespace {

using order::MatchRule;
using order::Supplier;

/// Is there a text that both patterns match? Row by row over `b`, as with edit distances.
bool patterns_meet(std::string_view a, std::string_view b) {
    std::vector<char> row(b.size() + 1, 0);
    row[0] = 1;
    for (std::size_t j = 0; j < b.size() && b[j] == '*'; ++j)
        row[j + 1] = 1;
    for (const char c : a) {
        std::vector<char> next(b.size() + 1, 0);
        next[0] = static_cast<char>(c == '*' && row[0] != 0);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const char d = b[j - 1];
            // A `*` stands for nothing, or for one more character of the other side.
            const bool meet =
                c == '*' || d == '*' ? row[j] != 0 || next[j - 1] != 0 : c == d && row[j - 1] != 0;
            next[j] = static_cast<char>(meet);
        }
        row = std::move(next);
    }
    return row.back() != 0;
}

using Fields = std::array<const std::string*, 4>;
Fields fields(const MatchRule& rule) {
    return {&rule.vendor, &rule.sku, &rule.type, &rule.tag};
}

/// Two rules overlap when one asks for no field the other leaves open, and every field both ask
/// for can be met. {vendor} and {sku} alone are not reported: nearly every such pair would be.
/// Tags are many to a product, so two different tags can always meet; only like ones count.
bool rules_meet(const MatchRule& a, const MatchRule& b) {
    bool a_within_b = true;
    bool b_within_a = true;
    const Fields left = fields(a);
    const Fields right = fields(b);
    for (std::size_t i = 0; i < left.size(); ++i) {
        const std::string& x = *left[i];
        const std::string& y = *right[i];
        a_within_b = a_within_b && (x.empty() || !y.empty());
        b_within_a = b_within_a && (y.empty() || !x.empty());
        if (!x.empty() && !y.empty() && !patterns_meet(base::fold(x), base::fold(y)))
            return false;
    }
    return a_within_b || b_within_a;
}

std::string shown(const MatchRule& rule) {
    constexpr std::array<std::string_view, 4> k_names = {"vendor", "sku", "type", "tag"};
    std::string out;
    const Fields values = fields(rule);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!values[i]->empty())
            out += fmt::format("{}{} \"{}\"", out.empty() ? "" : " and ", k_names[i],
                               base::printable(*values[i], 60));
    return out;
}

const Supplier& winner(const Supplier& a, const Supplier& b) {
    if (a.priority != b.priority)
        return a.priority < b.priority ? a : b;
    return a.name < b.name ? a : b;
}

/// One line for a pair however many of their rules meet: the first pair is the example.
void compare(const Supplier& a, const Supplier& b, std::vector<std::string>& out) {
    for (const MatchRule& left : a.match)
        for (const MatchRule& right : b.match)
            if (rules_meet(left, right)) {
                const Supplier& first = winner(a, b);
                out.push_back(fmt::format(
                    "{} ({}) and {} ({}) can take the same line: {} gets it (priority {}{})",
                    a.name, shown(left), b.name, shown(right), first.name, first.priority,
                    a.priority == b.priority ? " for both, then by name" : ""));
                return;
            }
}

} // namespace

std::vector<std::string> overlaps(std::span<const Supplier> suppliers) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < suppliers.size(); ++i)
        for (std::size_t j = i + 1; j < suppliers.size(); ++j) {
            const Supplier& a = suppliers[i];
            const Supplier& b = suppliers[j];
            compare(a, b, out);
            if (a.takes_unmatched && b.takes_unmatched)
                out.push_back(fmt::format("{} and {} both have default = true: {} gets what no "
                                          "rule takes",
                                          a.name, b.name, winner(a, b).name));
        }
    return out;
}

} // namespace shoporder::config
