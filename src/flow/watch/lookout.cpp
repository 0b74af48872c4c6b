#include "flow/watch/lookout.hpp"

#include "flow/intake/housekeeping.hpp"
#include "flow/watch/late.hpp"
#include "flow/watch/overdue.hpp"
#include "flow/watch/rhythm.hpp"
#include "flow/watch/shopify.hpp"
#include "store/ages.hpp"
#include "store/events.hpp"
#include "store/numbers.hpp"
#include "store/privacy_tasks.hpp"
#include "store/reserve.hpp"
#include "store/restored.hpp"
#include "verify/diagnosis.hpp"

#include <cmath>
#include <fmt/format.h>
#include <set>

namespace shoporder::flow {

namespace {

using report::Notice;

constexpr std::chrono::hours k_say_again{24};
constexpr std::chrono::days k_due_soon{10}; // of the 30 that a shop's request for privacy has
constexpr std::int64_t k_all_refused = 3;   // so many without one accepted are no slip

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + " %";
}

std::string minute(base::Time t) {
    return base::format_time(std::chrono::floor<std::chrono::minutes>(t));
}

/// When each shop's last accepted webhook came.
std::map<std::string, base::Time> last_webhooks(store::Database& database) {
    constexpr std::string_view k_prefix = "secret/"; // "secret/SHOP/LABEL"
    std::map<std::string, base::Time> out;
    for (const store::Tally& t : store::list_tallies(database, std::string{k_prefix})) {
        const std::string rest = t.name.substr(k_prefix.size());
        base::Time& last = out[rest.substr(0, rest.find('/'))];
        last = std::max(last, t.at);
    }
    return out;
}

void find_silence(const std::vector<store::Arrivals>& arrivals, const std::string& shop,
                  const std::map<std::string, base::Time>& last, base::Time now,
                  std::vector<Notice>& out) {
    const auto since = last.find(shop);
    if (since == last.end() ||
        expected_arrivals(arrivals, shop, since->second, now) < k_expected_for_alarm)
        return;
    out.push_back({"silence/" + shop,
                   "no webhook of " + shop + " since " + minute(since->second) +
                       ", longer than it is ever silent at this time: look whether Shopify has "
                       "removed the subscription, and whether nginx and serve are reached",
                   "shoporder trigger --shop " + shop});
}

/// Returns whether it said something of this shop.
bool find_refusals(const std::vector<store::Arrivals>& arrivals, const std::string& shop,
                   base::Time now, std::vector<Notice>& out) {
    const Shares s = shares(arrivals, shop, now);
    if (s.refused < k_all_refused || s.accepted > 0)
        return false;
    out.push_back({"signatures/" + shop,
                   "every signature of " + shop + " is refused (" + std::to_string(s.refused) +
                       " of late): its secret is not the one Shopify signs with",
                   std::string{verify::k_refused_next}});
    return true;
}

void find_missing(store::Database& database, std::vector<Notice>& out) {
    for (const store::MissingCount& m : store::count_missing(database)) {
        const std::string numbers = m.count == 1 ? "number " + std::to_string(m.lowest)
                                                 : "numbers " + std::to_string(m.lowest) + " to " +
                                                       std::to_string(m.highest);
        out.push_back({"missing/" + m.shop,
                       report::count_of(static_cast<std::size_t>(m.count), "order") + " of " +
                           m.shop + " never came (" + numbers + ", since " + minute(m.oldest) +
                           "): export them from Shopify and bring them in with `shoporder order "
                           "import`",
                       "shoporder order missing --shop " + m.shop});
    }
}

void find_full_disk(const config::Settings& settings, std::vector<Notice>& out) {
    const store::Reserve reserve(settings.database, settings.reserve_bytes);
    const std::size_t left = reserve.size();
    // Without the file there was no room for it, or no `serve` yet: that says nothing.
    if (left == 0 || left >= settings.reserve_bytes)
        return;
    out.push_back({"disk",
                   "the disk ran full: " + std::to_string(left >> 20U) + " of " +
                       std::to_string(settings.reserve_bytes >> 20U) +
                       " MiB of the reserve are left; free some space, the rest comes by itself",
                   "df -h " + settings.state_folder().string()});
}

void find_wrong_clock(store::Database& database, base::Time now, std::vector<Notice>& out) {
    const auto ahead = store::clock_was_ahead(database, now);
    if (!ahead)
        return;
    out.push_back({"clock",
                   "the clock says " + minute(now) + ", and something happened at " +
                       minute(*ahead) +
                       ": it is wrong now or was then; what was put off until then is tried now",
                   "timedatectl"});
}

void find_restore(store::Database& database, std::vector<Notice>& out) {
    const std::size_t paused = store::paused_since_restore(database);
    const auto at = store::restored_at(database);
    if (paused == 0 || !at)
        return;
    out.push_back({"restore",
                   "the database was restored at " + minute(*at) + ", and " +
                       report::count_of(paused, "supplier") +
                       " must be resumed: bring in the orders since the backup, look at what is "
                       "in doubt or held, then `shoporder supplier resume NAME`",
                   "shoporder supplier list"});
}

/// What privacy law gives a month for, when it comes near its end.
void find_due_tasks(store::Database& database, base::Time now, std::vector<Notice>& out) {
    for (const store::PrivacyTask& task : store::list_privacy_tasks(database, false)) {
        if (task.due_at - now > k_due_soon)
            continue;
        const std::string id = std::to_string(task.id);
        const bool asks = task.kind == "data_request";
        const std::string what =
            asks ? "a customer of " + task.shop + " asked for their data"
                 : task.shop + " asked to redact " +
                       (task.kind == "shop_redact" ? "all of its data" : "a customer's data");
        out.push_back({"privacy/" + id,
                       fmt::format("{} (task {}, received {}): it {} due by {}", what, id,
                                   minute(task.received_at), task.due_at < now ? "was" : "is",
                                   minute(task.due_at)),
                       asks ? "shoporder data-request export --task " + id
                            : "shoporder redact --task " + id});
    }
}

} // namespace

std::vector<Notice> look_out(store::Database& database, const config::Settings& settings,
                             base::Time now) {
    std::vector<Notice> out;
    find_restore(database, out);
    find_full_disk(settings, out);
    find_wrong_clock(database, now, out);
    const auto arrivals = store::list_arrivals(database, store::hour_of(now - k_rhythm));
    const auto last = last_webhooks(database);
    bool said = false;
    for (const config::Shop& shop : settings.shops) {
        said = find_refusals(arrivals, shop.domain, now, out) || said;
        find_silence(arrivals, shop.domain, last, now, out);
    }
    for (const config::Shop& shop : settings.shops)
        find_overdue(database, shop, now, out);
    find_late(database, now, out);
    const Shares all = shares(arrivals, "*", now);
    if (!said && all.rising())
        out.push_back({"refused",
                       percent(all.share()) + " of the requests are refused for their signature (" +
                           percent(all.before) +
                           " in the week before): a secret is about to be "
                           "rotated, or somebody tries the door",
                       std::string{verify::k_refused_next}});
    find_missing(database, out);
    find_shopify(database, settings, now, out);
    find_due_tasks(database, now, out);
    return out;
}

void Lookout::look(store::Database& database, base::Time now) {
    std::set<std::string> seen;
    for (const Notice& notice : look_out(database, m_settings, now)) {
        seen.insert(notice.key);
        const auto [entry, fresh] = m_said.try_emplace(notice.key, Said{now, notice.text});
        if (!fresh && now - entry->second.at < k_say_again)
            continue;
        entry->second = {now, notice.text};
        m_journal.write(log::Priority::warning, "lookout", notice.text + "; next: " + notice.next);
    }
    std::erase_if(m_said, [&](const auto& entry) {
        if (seen.contains(entry.first))
            return false;
        m_journal.write(log::Priority::notice, "lookout", "over: " + entry.second.text);
        return true;
    });
}

} // namespace shoporder::flow
