// What needs a person, grouped by cause and supplier.
#include "flow/operate/views.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

/// How many of each group are listed when `limit` are in all: small groups whole, and the large
/// ones share what is left.
std::vector<std::size_t> shares(const std::vector<store::AttentionGroup>& groups,
                                std::size_t limit) {
    std::vector<std::size_t> out(groups.size());
    std::size_t left = groups.size();
    for (std::size_t i = groups.size(); i-- > 0; --left) { // the smallest first
        out[i] = std::min(groups[i].count, limit / left);
        limit -= out[i];
    }
    return out;
}

} // namespace

std::vector<report::AttentionGroup>
attention_groups(store::Database& database, const std::vector<store::AttentionGroup>& groups) {
    Names names(database);
    std::vector<report::AttentionGroup> out;
    out.reserve(groups.size());
    for (const store::AttentionGroup& group : groups)
        if (const auto example = store::find_delivery(database, group.example))
            out.push_back(
                {delivery_row(database, names, *example), group.count, group.exact, group.oldest});
    return out;
}

report::QueueView attention_view(store::Database& database, const store::DeliveryFilter& filter) {
    const store::Snapshot snapshot(database);
    const auto groups = store::attention_groups(database, filter);
    const auto share = shares(groups, filter.limit);
    report::QueueView view;
    view.attention = true;
    view.shop = filter.shop;
    view.groups = attention_groups(database, groups);
    Names names(database);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto ids = store::group_members(database, groups[i], filter.shop, share[i]);
        for (const std::int64_t id : ids)
            if (const auto d = store::find_delivery(database, id))
                view.deliveries.push_back(delivery_row(database, names, *d));
        view.more = view.more || ids.size() < groups[i].count || !groups[i].exact;
    }
    std::sort(view.deliveries.begin(), view.deliveries.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    return view;
}

} // namespace shoporder::flow
