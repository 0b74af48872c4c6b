// How it stands: counters, ages, suppliers, shops.
#include "flow/operate/views.hpp"
#include "flow/watch/lookout.hpp"
#include "store/answers.hpp"
#include "store/skus.hpp"
#include "store/suppliers.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

using order::DeliveryState;

constexpr std::size_t k_attention_shown = 10;
constexpr std::size_t k_to_plan_most = 1000;

report::SupplierHealth
health_of(store::Database& database, const order::Supplier& s,
          const std::map<std::pair<std::int64_t, DeliveryState>, std::int64_t>& counters) {
    report::SupplierHealth out;
    out.name = s.name;
    out.mode = order::name(s.mode);
    out.mode_reason = s.mode_reason;
    out.mode_until = s.mode_until;
    for (const auto& [key, n] : counters)
        if (key.first == s.id && n != 0)
            out.counts[key.second] = n;
    const store::SupplierHealth health = store::supplier_health(database, s.id);
    out.failures = health.failures;
    out.failing_since = health.failing_since;
    out.last_success = health.last_success;
    const store::AnswersHealth answers = store::answers_health(database, s.id);
    out.answers_looked = answers.looked;
    out.answers_failing_since = answers.failing_since;
    out.answers_problem = answers.problem;
    return out;
}

void tell_unplanned(store::Database& database, report::StatusView& view) {
    for (const std::int64_t id : store::changed_orders(database, 0, k_to_plan_most)) {
        // An order that has deliveries is routed again because rules or states changed; only one
        // without any can be forgotten.
        const auto head = store::find_order(database, id);
        if (!head || !store::order_deliveries(database, id).empty())
            continue;
        ++view.to_plan;
        if (!view.oldest_to_plan || head->first_seen < *view.oldest_to_plan)
            view.oldest_to_plan = head->first_seen;
    }
}

/// Configured secrets, and others that once signed: a label that is gone may still matter.
std::vector<report::SecretUse> secret_uses(const std::string& shop,
                                           const std::vector<store::Tally>& tallies) {
    const std::string prefix = "secret/" + shop + "/";
    std::vector<report::SecretUse> out;
    for (const store::Tally& t : tallies)
        if (t.name.starts_with(prefix))
            out.push_back({t.name.substr(prefix.size()), t.at});
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.last > b.last; });
    return out;
}

std::vector<report::ShopHealth> shop_health(store::Database& database,
                                            const config::Settings& settings) {
    std::vector<report::ShopHealth> shops;
    const auto secrets = store::list_tallies(database, "secret/");
    const auto duplicates = store::list_tallies(database, "duplicates/");
    for (const config::Shop& shop : settings.shops) {
        report::ShopHealth row;
        row.domain = shop.domain;
        row.secrets = secret_uses(shop.domain, secrets);
        if (!row.secrets.empty())
            row.last_webhook = row.secrets.front().last;
        for (const store::Tally& t : duplicates)
            if (t.name == "duplicates/" + shop.domain)
                row.duplicates = t.count;
        shops.push_back(std::move(row));
    }
    return shops;
}

} // namespace

report::StatusView status_view(store::Database& database, const config::Settings& settings,
                               base::Time now) {
    const store::Snapshot snapshot(database);
    report::StatusView view;
    view.at = now;
    const auto counters = store::counters(database);
    for (const auto& [key, n] : counters)
        if (n != 0)
            view.counts[key.second] += n;
    const auto groups = store::attention_groups(database, {});
    for (const store::AttentionGroup& group : groups) {
        base::Time& oldest = view.oldest.try_emplace(group.state, group.oldest).first->second;
        oldest = std::min(oldest, group.oldest);
    }
    for (const auto& [state, n] : view.counts)
        if (!order::is_settled(state) && !order::is_attention(state))
            if (const auto since = store::oldest_in(database, state))
                view.oldest[state] = *since;
    view.groups = attention_groups(database, groups);
    const std::size_t shown = std::min(view.groups.size(), k_attention_shown);
    view.attention.reserve(shown);
    for (std::size_t i = 0; i < shown; ++i)
        view.attention.push_back(view.groups[i].example);
    for (const order::Supplier& s : store::list_suppliers(database))
        view.suppliers.push_back(health_of(database, s, counters));

    tell_unplanned(database, view);
    view.shops = shop_health(database, settings);
    view.notices = look_out(database, settings, now);
    return view;
}

std::vector<report::SupplierRow> supplier_rows(store::Database& database) {
    const store::Snapshot snapshot(database);
    const auto counters = store::counters(database);
    std::map<std::int64_t, std::int64_t> sku_rows;
    for (const store::SkuTable& table : store::sku_tables(database))
        sku_rows.emplace(table.supplier_id, table.rows);
    std::vector<report::SupplierRow> rows;
    for (order::Supplier& s : store::list_suppliers(database)) {
        report::SupplierHealth health = health_of(database, s, counters);
        const std::int64_t skus = sku_rows[s.id];
        rows.push_back({std::move(s), std::move(health), skus});
    }
    return rows;
}

} // namespace shoporder::flow
