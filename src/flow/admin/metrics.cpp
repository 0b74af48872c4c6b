#include "flow/admin/metrics.hpp"

#include "base/file.hpp"
#include "flow/operate/views.hpp"
#include "log/metrics.hpp"
#include "report/status_view.hpp"
#include "store/attention.hpp"
#include "store/suppliers.hpp"
#include "store/syncs.hpp"
#include "store/uploads.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace shoporder::flow {

namespace {

using log::MetricsText;
using Type = MetricsText::Type;

constexpr std::array<std::string_view, 4> k_failures = {"temporary", "permanent", "operator",
                                                        "uncertain"};
constexpr std::array<std::string_view, 5> k_modes = {"test", "observe", "live", "paused", "parked"};

struct Line {
    std::string supplier;
    std::int64_t id = 0;
};

/// The suppliers, and the reserved one of lines without a route.
std::vector<Line> supplier_lines(store::Database& database) {
    std::vector<Line> out;
    for (const order::Supplier& supplier : store::list_suppliers(database))
        out.push_back({supplier.name, supplier.id});
    out.push_back({std::string{order::k_unrouted}, store::k_unrouted_id});
    return out;
}

void tell_deliveries(MetricsText& out, store::Database& database, const std::vector<Line>& lines,
                     base::Time now) {
    const auto counters = store::counters(database);
    out.family("shoporder_deliveries", Type::gauge, "Deliveries by supplier and state.");
    for (const Line& line : lines)
        for (const order::DeliveryState state : order::k_delivery_states) {
            const auto found = counters.find({line.id, state});
            out.sample({{"supplier", line.supplier}, {"state", std::string{order::name(state)}}},
                       found == counters.end() ? 0 : found->second);
        }
    const auto oldest = store::oldest_unsent(database);
    out.family("shoporder_oldest_unsent_seconds", Type::gauge,
               "Age of the oldest delivery that is not with its supplier for certain, since it "
               "could first have gone; 0: there is none.");
    for (const Line& line : lines) {
        const auto found = oldest.find(line.id);
        const auto age = found == oldest.end() ? base::Duration{0}
                                               : std::max(now - found->second, base::Duration{0});
        out.seconds({{"supplier", line.supplier}}, age.count());
    }
}

void tell_uploads(MetricsText& out, store::Database& database, const std::vector<Line>& lines) {
    const auto all = store::upload_figures(database);
    const auto figures = [&](const Line& line) {
        const auto found = all.find(line.id);
        return found == all.end() ? store::UploadFigures{} : found->second;
    };
    out.family("shoporder_documents_sent_total", Type::counter,
               "Documents that are with their supplier, by its server's word or after a look.");
    for (const Line& line : lines)
        if (line.id != store::k_unrouted_id)
            out.sample({{"supplier", line.supplier}}, figures(line).sent);
    out.family("shoporder_upload_failures_total", Type::counter,
               "Attempts at a document that did not succeed, by what is known then.");
    for (const Line& line : lines)
        if (line.id != store::k_unrouted_id)
            for (const std::string_view outcome : k_failures) {
                const auto failed = figures(line).failed;
                const auto found = failed.find(std::string{outcome});
                out.sample({{"supplier", line.supplier}, {"outcome", std::string{outcome}}},
                           found == failed.end() ? 0 : found->second);
            }
    out.family("shoporder_upload_duration_seconds", Type::histogram,
               "Time of an attempt that succeeded, from its claim to the rename's answer.");
    for (const Line& line : lines) {
        if (line.id == store::k_unrouted_id)
            continue;
        const store::UploadFigures each = figures(line);
        std::array<MetricsText::Bucket, store::k_upload_bounds_ms.size()> buckets{};
        for (std::size_t i = 0; i < buckets.size(); ++i)
            buckets[i] = {store::k_upload_bounds_ms[i], each.took[i]};
        out.histogram({{"supplier", line.supplier}}, buckets, each.beyond, each.micros);
    }
}

void tell_suppliers(MetricsText& out, const report::StatusView& view) {
    out.family("shoporder_supplier_mode", Type::gauge, "1 for the mode a supplier is in.");
    for (const report::SupplierHealth& s : view.suppliers)
        for (const std::string_view mode : k_modes)
            out.sample({{"supplier", s.name}, {"mode", std::string{mode}}}, mode == s.mode ? 1 : 0);
    out.family("shoporder_supplier_connection_failures", Type::gauge,
               "Connections to a supplier that failed in a row; 0: the last one worked.");
    for (const report::SupplierHealth& s : view.suppliers)
        out.sample({{"supplier", s.name}}, s.failures);
    out.family("shoporder_supplier_last_upload_timestamp_seconds", Type::gauge,
               "When a supplier last took a document; absent before the first.");
    for (const report::SupplierHealth& s : view.suppliers)
        if (s.last_success)
            out.seconds({{"supplier", s.name}}, base::to_micros(*s.last_success));
}

void tell_shops(MetricsText& out, store::Database& database, const report::StatusView& view) {
    const auto signed_by = store::list_tallies(database, "secret/");
    out.family("shoporder_webhooks_accepted_total", Type::counter,
               "Authentic webhooks of a shop, duplicates included.");
    for (const report::ShopHealth& shop : view.shops) {
        std::int64_t accepted = 0;
        for (const store::Tally& tally : signed_by)
            if (tally.name.starts_with("secret/" + shop.domain + "/"))
                accepted += tally.count;
        out.sample({{"shop", shop.domain}}, accepted);
    }
    out.family("shoporder_webhooks_duplicate_total", Type::counter,
               "Webhooks of a shop that were known already.");
    for (const report::ShopHealth& shop : view.shops)
        out.sample({{"shop", shop.domain}}, shop.duplicates);
    out.family("shoporder_webhook_last_timestamp_seconds", Type::gauge,
               "When a shop last sent an authentic webhook; absent before the first.");
    for (const report::ShopHealth& shop : view.shops)
        if (shop.last_webhook)
            out.seconds({{"shop", shop.domain}}, base::to_micros(*shop.last_webhook));
    out.family("shoporder_requests_refused_total", Type::counter,
               "Requests to the webhook listener that were refused, by status.");
    constexpr std::string_view k_refused = "refused/";
    // A counter that begins at its first refusal would hide that one from increase().
    std::map<std::string, std::int64_t> refused{{"401", 0}, {"503", 0}};
    for (const store::Tally& tally : store::list_tallies(database, std::string{k_refused}))
        refused[tally.name.substr(k_refused.size())] = tally.count;
    for (const auto& [status, count] : refused)
        out.sample({{"status", status}}, count);
}

/// Of shops that were ever compared with Shopify.
void tell_syncs(MetricsText& out, store::Database& database) {
    const auto syncs = store::list_syncs(database);
    out.family("shoporder_shopify_sync_last_timestamp_seconds", Type::gauge,
               "When all changes of a shop's orders were last fetched; absent before the first.");
    for (const store::ShopSync& sync : syncs)
        if (sync.complete_to)
            out.seconds({{"shop", sync.shop}}, base::to_micros(*sync.complete_to));
    out.family("shoporder_shopify_failing", Type::gauge,
               "1 when a shop's last comparison with Shopify did not go well, else 0.");
    for (const store::ShopSync& sync : syncs)
        out.sample({{"shop", sync.shop}}, sync.problem.empty() ? 0 : 1);
}

} // namespace

std::string metrics_text(store::Database& database, const config::Settings& settings,
                         base::Time now) {
    const report::StatusView view = status_view(database, settings, now);
    const store::Snapshot snapshot(database);
    const std::vector<Line> lines = supplier_lines(database);
    MetricsText out;
    out.family("shoporder_build_info", Type::gauge, "The version of shoporder; always 1.");
    out.sample({{"version", SHOPORDER_VERSION}}, 1);
    out.family("shoporder_healthy", Type::gauge,
               "1 when `shoporder status` has no complaint, else 0.");
    out.sample({}, report::complaints(view).empty() ? 1 : 0);
    out.family("shoporder_orders_unplanned", Type::gauge,
               "Orders received and not routed yet; counted up to 1000.");
    out.sample({}, static_cast<std::int64_t>(view.to_plan));
    tell_deliveries(out, database, lines, now);
    tell_uploads(out, database, lines);
    tell_suppliers(out, view);
    tell_shops(out, database, view);
    tell_syncs(out, database);
    return out.text();
}

void write_metrics(const std::filesystem::path& file, store::Database& database,
                   const config::Settings& settings, base::Time now) {
    base::write_file(file, metrics_text(database, settings, now), 0644);
}

} // namespace shoporder::flow
