#include "base/text.hpp"
#include "route/route.hpp"

#include <algorithm>

namespace shoporder::route {

namespace {

using order::LineItem;
using order::MatchRule;
using order::Supplier;

bool has_tag(std::string_view tags, const std::string& pattern) {
    for (const std::string& tag : base::split(tags, ','))
        if (base::glob_match(pattern, base::fold(tag)))
            return true;
    return false;
}

/// The rule in words where it takes the line, else empty.
std::string takes(const MatchRule& rule, const LineItem& line, const order::Order& order) {
    std::string why;
    const auto field = [&](const char* what, const std::string& pattern, bool matched) {
        if (pattern.empty())
            return true;
        why += (why.empty() ? "" : " and ") + std::string{what} + " \"" + pattern + "\"";
        return matched;
    };
    const auto glob = [](const std::string& pattern, const std::string& text) {
        return base::glob_match(base::fold(pattern), base::fold(text));
    };
    const std::string tag = base::fold(rule.tag);
    const bool all = field("vendor", rule.vendor, glob(rule.vendor, line.vendor)) &&
                     field("sku", rule.sku, glob(rule.sku, line.sku)) &&
                     field("type", rule.type, glob(rule.type, line.product_type)) &&
                     field("tag", rule.tag, has_tag(line.tags, tag) || has_tag(order.tags, tag));
    return all ? why : std::string{};
}

/// Suppliers in the order in which they are asked.
std::vector<const Supplier*> by_precedence(std::span<const Supplier> suppliers) {
    std::vector<const Supplier*> sorted;
    for (const Supplier& s : suppliers)
        sorted.push_back(&s);
    std::sort(sorted.begin(), sorted.end(), [](const Supplier* a, const Supplier* b) {
        return a->priority != b->priority ? a->priority < b->priority : a->name < b->name;
    });
    return sorted;
}

const Supplier* with_id(const std::vector<const Supplier*>& suppliers, std::int64_t id) {
    const auto found = std::find_if(suppliers.begin(), suppliers.end(),
                                    [&](const Supplier* s) { return s->id == id; });
    return found == suppliers.end() ? nullptr : *found;
}

/// Who ships this line, and why.
LineRoute choose(const LineItem& line, const Facts& facts,
                 const std::vector<const Supplier*>& suppliers, std::int64_t unrouted_id) {
    if (const auto word = facts.assigned.find(line.id); word != facts.assigned.end())
        if (const Supplier* s = with_id(suppliers, word->second))
            return {line.id, s->id, s->name + ": assigned by a person"};
    for (const Supplier* s : suppliers)
        for (const MatchRule& rule : s->match)
            if (const std::string why = takes(rule, line, *facts.order); !why.empty())
                return {line.id, s->id, s->name + ": " + why};
    for (const Supplier* s : suppliers)
        if (s->takes_unmatched)
            return {line.id, s->id, s->name + ": default supplier"};
    return {line.id, unrouted_id, "no rule takes it"};
}

std::string not_shipped(const LineItem& line, const PartLine& part) {
    if (line.gift_card)
        return "gift card: nothing to ship";
    if (!line.requires_shipping)
        return "needs no shipping";
    if (part.quantity <= 0 && part.current <= 0)
        return "nothing left to ship";
    return {};
}

} // namespace

std::int64_t Part::to_ship() const noexcept {
    std::int64_t total = 0;
    for (const PartLine& line : lines)
        total += line.quantity;
    return total;
}

Split split(const Facts& facts, std::span<const Supplier> suppliers, std::int64_t unrouted_id) {
    const auto asked = by_precedence(suppliers);
    Split out;
    std::map<std::int64_t, Part> parts;
    for (const LineItem& line : facts.order->lines) {
        // What came back after it shipped was ordered and delivered: no change for the supplier.
        const PartLine part{line.id, std::max<std::int64_t>(line.fulfillable_quantity, 0),
                            std::max<std::int64_t>(line.current_quantity, 0) +
                                line.returned_quantity};
        if (std::string why = not_shipped(line, part); !why.empty()) {
            out.lines.push_back({line.id, 0, std::move(why)});
            continue;
        }
        out.lines.push_back(choose(line, facts, asked, unrouted_id));
        Part& p = parts[out.lines.back().supplier_id];
        p.supplier_id = out.lines.back().supplier_id;
        p.lines.push_back(part);
    }
    for (auto& [id, part] : parts)
        out.parts.push_back(std::move(part));
    return out;
}

} // namespace shoporder::route
