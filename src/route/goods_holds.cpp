#include "route/goods_holds.hpp"

#include "base/text.hpp"
#include "order/amounts.hpp"
#include "order/line_roles.hpp"
#include "route/sku_facts.hpp"

#include <optional>
#include <vector>

namespace shoporder::route {

namespace {

using order::Supplier;

/// A line of the document to be, with its row of the table.
struct Article {
    const order::LineItem* item = nullptr;
    std::int64_t quantity = 0;
    const order::SkuEntry* row = nullptr; ///< null: the table lacks it
};

std::vector<Article> articles(const Facts& facts, const Supplier& supplier, const Load& load) {
    std::vector<Article> out;
    const auto roles = order::line_roles(*facts.order);
    for (std::size_t i = 0; i < roles.size(); ++i) {
        const order::LineItem& item = facts.order->lines[i];
        const auto found = load.quantities.find(item.id);
        const bool nameless =
            roles[i].role == order::LineRole::service && base::trim(item.sku).empty();
        if (found == load.quantities.end() || found->second <= 0 || nameless)
            continue;
        out.push_back(
            {&item, found->second,
             facts.skus == nullptr ? nullptr : sku_of(*facts.skus, supplier.id, item.id)});
    }
    return out;
}

/// "ACME-1", or the line that has none.
std::string name_of(const order::LineItem& item) {
    return base::trim(item.sku).empty() ? "line " + std::to_string(item.id) + " (no SKU)"
                                        : "\"" + base::printable(item.sku, 60) + "\"";
}

/// The first three of them.
std::string names_of(const std::vector<const order::LineItem*>& items) {
    constexpr std::size_t k_most = 3;
    std::string out;
    for (std::size_t i = 0; i < items.size() && i < k_most; ++i)
        out += (i == 0 ? "" : ", ") + name_of(*items[i]);
    if (items.size() > k_most)
        out += " and " + std::to_string(items.size() - k_most) + " more";
    return out;
}

std::string import_words(const Supplier& supplier) {
    return "; `shoporder supplier skus " + supplier.name + " --import FILE`, or release it";
}

/// What is known of it; lines without a cost count nothing. nullopt: beyond counting.
std::optional<order::Decimal> cost_of(const std::vector<Article>& all,
                                      const std::string& currency) {
    order::Decimal total;
    for (const Article& article : all) {
        if (article.row == nullptr || !article.row->cost || article.row->cost->currency != currency)
            continue;
        const auto cost = order::times(article.row->cost->amount, article.quantity);
        const auto more = cost ? order::sum(total, *cost) : std::nullopt;
        if (!more)
            return std::nullopt;
        total = *more;
    }
    return total;
}

Check below_cost(const std::vector<Article>& all, const Supplier& supplier) {
    const order::Money& least = *supplier.goods.minimum_cost;
    const std::string setting = " (supplier " + supplier.name + "'s `minimum.cost`)";
    for (const Article& article : all)
        if (article.row != nullptr && article.row->cost &&
            article.row->cost->currency != least.currency)
            return held("minimum_order", name_of(*article.item) + " costs " +
                                             article.row->cost->currency +
                                             ", and the minimum is in " + least.currency + setting +
                                             "; correct one of them, or release it");
    const auto total = cost_of(all, least.currency);
    if (!total || std::is_gteq(order::compare_amounts(*total, least.amount)))
        return std::nullopt;
    return held("minimum_order", "its goods cost " + total->text() + " " + least.currency +
                                     ", and the least is " + least.amount.text() + setting +
                                     "; release it, or `shoporder queue cancel`");
}

} // namespace

Check unknown_sku(const Facts& facts, const Supplier* supplier, const Load& load) {
    if (supplier == nullptr || !supplier->goods.holds_unknown)
        return std::nullopt;
    std::vector<const order::LineItem*> unknown;
    for (const Article& article : articles(facts, *supplier, load))
        if (article.row == nullptr)
            unknown.push_back(article.item);
    if (unknown.empty())
        return std::nullopt;
    return held("unknown_sku", "the SKU table of supplier " + supplier->name + " lacks " +
                                   names_of(unknown) + import_words(*supplier));
}

Check cost_missing(const Facts& facts, const Supplier* supplier, const Load& load) {
    if (supplier == nullptr ||
        (supplier->prices != order::Prices::cost && !supplier->goods.minimum_cost))
        return std::nullopt;
    std::vector<const order::LineItem*> without;
    for (const Article& article : articles(facts, *supplier, load))
        if (article.row == nullptr || !article.row->cost)
            without.push_back(article.item);
    if (without.empty())
        return std::nullopt;
    return held("cost_missing", "the SKU table of supplier " + supplier->name +
                                    " tells no cost of " + names_of(without) +
                                    import_words(*supplier));
}

Check pack_size(const Facts& facts, const Supplier* supplier, const Load& load) {
    if (supplier == nullptr || !supplier->goods.holds_broken)
        return std::nullopt;
    for (const Article& article : articles(facts, *supplier, load))
        if (article.row != nullptr && article.row->pack > 1 &&
            article.quantity % article.row->pack != 0)
            return held("pack_size", std::to_string(article.quantity) + " of " +
                                         name_of(*article.item) + ", which supplier " +
                                         supplier->name + " sells in packs of " +
                                         std::to_string(article.row->pack) +
                                         "; change the order, or release it");
    return std::nullopt;
}

Check minimum_order(const Facts& facts, const Supplier* supplier, const Load& load) {
    if (supplier == nullptr || load.service_only)
        return std::nullopt;
    const order::GoodsRules& rules = supplier->goods;
    if (rules.minimum_quantity <= 0 && !rules.minimum_cost)
        return std::nullopt;
    const auto all = articles(facts, *supplier, load);
    std::int64_t pieces = 0;
    for (const Article& article : all)
        if (__builtin_add_overflow(pieces, article.quantity, &pieces))
            return std::nullopt;
    if (pieces < rules.minimum_quantity)
        return held("minimum_order",
                    std::to_string(pieces) + " pieces, and the least is " +
                        std::to_string(rules.minimum_quantity) + " (supplier " + supplier->name +
                        "'s `minimum.quantity`); release it, or `shoporder queue cancel`");
    return rules.minimum_cost ? below_cost(all, *supplier) : std::nullopt;
}

} // namespace shoporder::route
