#include "route/bids.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <iterator>

namespace shoporder::route {

namespace {

constexpr std::size_t place_of(std::string_view name) {
    std::size_t i = 0;
    while (order::k_rule_texts[i].name != name)
        ++i;
    return i;
}
constexpr std::size_t k_vendor = place_of("vendor");
constexpr std::size_t k_sku = place_of("sku");
constexpr std::size_t k_type = place_of("type");
constexpr std::size_t k_tag = place_of("tag");
constexpr std::size_t k_shop = place_of("shop");
constexpr std::size_t k_country = place_of("country");
constexpr std::size_t k_zip = place_of("zip");
constexpr std::size_t k_method = place_of("method");
constexpr std::size_t k_channel = place_of("channel");
constexpr std::size_t k_title = place_of("title");

Texts methods_of(const order::Order& order) {
    Texts out;
    for (const order::ShippingLine& line : order.shipping_lines)
        for (const std::string* text : {&line.title, &line.code})
            if (!text->empty())
                out.push_back(*text);
    return out;
}

/// None where it is empty: a redacted address lacks the key, and `*` asks for one that has it.
Texts ship_to(const order::Order& order, std::string order::Address::*field) {
    if (!order.shipping_address || ((*order.shipping_address).*field).empty())
        return {};
    return {(*order.shipping_address).*field};
}

std::vector<Rule> folded(const std::vector<order::MatchRule>& rules) {
    std::vector<Rule> out;
    out.reserve(rules.size());
    for (const order::MatchRule& rule : rules)
        out.emplace_back(rule);
    return out;
}

const Rule* first_matching(const std::vector<Rule>& rules, const RoutedLine& line) {
    const auto found = std::find_if(rules.begin(), rules.end(),
                                    [&](const Rule& rule) { return rule.matches(line); });
    return found == rules.end() ? nullptr : &*found;
}

} // namespace

RoutedLine::RoutedLine(const order::LineItem& line, const Facts& facts)
    : m_line(line), m_facts(facts) {
    for (std::size_t i = 0; i < m_texts.size(); ++i)
        for (const std::string& text : said(i))
            m_texts[i].push_back(base::fold(text));
    for (const order::Property& property : line.properties)
        m_properties.emplace_back(base::fold(property.name), base::fold(property.value));
}

Texts RoutedLine::said(std::size_t i) const {
    const order::Order& order = *m_facts.order;
    switch (i) {
    case k_vendor:
        return {m_line.vendor};
    case k_sku:
        return {m_line.sku};
    case k_type:
        return {m_line.product_type};
    case k_tag:
        return base::split(m_line.tags + "," + order.tags, ',');
    case k_shop:
        return {m_facts.shop};
    case k_country:
        return ship_to(order, &order::Address::country_code);
    case k_zip:
        return ship_to(order, &order::Address::zip);
    case k_method:
        return methods_of(order);
    case k_channel:
        return {order.source_name};
    case k_title:
        return {m_line.title};
    default:
        return {};
    }
}

Rule::Rule(const order::MatchRule& written) : m_written(&written) {
    const auto add = [&](Condition condition) {
        condition.written = m_written;
        m_conditions.push_back(std::move(condition));
    };
    for (std::size_t i = 0; i < order::k_rule_texts.size(); ++i)
        if (const std::string& text = written.*order::k_rule_texts[i].field; !text.empty())
            add({Condition::Kind::text, i, {}, base::fold(text)});
    if (written.price)
        add({Condition::Kind::price});
    for (std::size_t i = 0; i < written.properties.size(); ++i)
        add({Condition::Kind::property, i, base::fold(written.properties[i].name),
             base::fold(written.properties[i].value)});
    if (!written.except.empty())
        add({Condition::Kind::except, 0, {}, {}, folded(written.except)});
    if (!written.any.empty())
        add({Condition::Kind::any, 0, {}, {}, folded(written.any)});
}

const Condition* Rule::failing(const RoutedLine& line) const {
    const auto found = std::find_if_not(m_conditions.begin(), m_conditions.end(),
                                        [&](const Condition& c) { return c.holds(line); });
    return found == m_conditions.end() ? nullptr : &*found;
}

bool Rule::matches(const RoutedLine& line) const {
    return !m_conditions.empty() && failing(line) == nullptr;
}

bool Condition::holds(const RoutedLine& line) const {
    switch (kind) {
    case Kind::text: {
        const Texts& texts = line.texts(index);
        return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
            return base::glob_match(pattern, text);
        });
    }
    case Kind::price:
        return line.line().price && written->price->holds(*line.line().price);
    case Kind::property:
        return std::any_of(
            line.properties().begin(), line.properties().end(), [&](const auto& property) {
                return property.first == name && base::glob_match(pattern, property.second);
            });
    case Kind::except:
        return first_matching(rules, line) == nullptr;
    case Kind::any:
        return first_matching(rules, line) != nullptr;
    }
    return false;
}

std::vector<Asked> by_precedence(std::span<const order::Supplier> suppliers) {
    std::vector<const order::Supplier*> sorted;
    for (const order::Supplier& s : suppliers)
        sorted.push_back(&s);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
        return a->priority != b->priority ? a->priority < b->priority : a->name < b->name;
    });
    std::vector<Asked> out;
    out.reserve(sorted.size());
    for (const order::Supplier* s : sorted)
        out.push_back({s, folded(s->match), folded(s->exclude)});
    return out;
}

Bid bid_of(const Asked& asked, const RoutedLine& line) {
    if (const Rule* rule = first_matching(asked.exclude, line))
        return {Bid::Kind::excluded, rule};
    if (const Rule* rule = first_matching(asked.match, line))
        return {Bid::Kind::taken, rule};
    return {};
}

} // namespace shoporder::route
