#include "flow/sync/sync.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "flow/intake/take_order.hpp"
#include "flow/sync/connect_shop.hpp"
#include "flow/sync/subscriptions.hpp"
#include "order/body.hpp"
#include "shopify/admin_api.hpp"
#include "store/redaction.hpp"
#include "store/syncs.hpp"
#include "store/webhooks.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace shoporder::flow {

using What = SyncedOrder::What;

namespace {

// A cursor of yesterday is not asked for again: the pass begins anew, which costs points alone.
constexpr std::chrono::hours k_cursor_lives{24};
constexpr std::chrono::hours k_every{1};
constexpr std::chrono::minutes k_again_after_problem{15};
constexpr int k_most_in_a_row = 3; // orders that cannot be had before it is nobody's own fault
// So many orders with goods that wait for a release are asked about in one run.
constexpr std::size_t k_most_not_released = 500;

std::string joined(const std::set<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : ",") + word;
    return out;
}

/// The fulfilment orders that a webhook's body names.
std::vector<std::int64_t> groups_in(std::string_view body) {
    constexpr std::string_view k_gid = "FulfillmentOrder/";
    std::vector<std::int64_t> out;
    for (std::size_t at = body.find(k_gid); at != std::string_view::npos;
         at = body.find(k_gid, at + 1)) {
        const std::string_view rest = body.substr(at + k_gid.size());
        const auto id = base::parse_int(rest.substr(0, rest.find_first_not_of("0123456789")));
        if (id && *id > 0 && out.size() < 100)
            out.push_back(*id);
    }
    return out;
}

/// What may move without updated_at, line by line.
std::map<std::int64_t, std::array<std::int64_t, 4>> movable(const order::Order& order) {
    std::map<std::int64_t, std::array<std::int64_t, 4>> out;
    for (const order::LineItem& line : order.lines)
        out[line.id] = {line.current_quantity, line.fulfillable_quantity, line.fulfilled_quantity,
                        line.returned_quantity};
    return out;
}

} // namespace

std::size_t SyncedShop::count(What what) const {
    return static_cast<std::size_t>(std::count_if(
        orders.begin(), orders.end(), [what](const SyncedOrder& o) { return o.what == what; }));
}

/// One shop's, from the first page to the last.
class ShopSyncer::Pass {
public:
    Pass(ShopSyncer& owner, store::Database& database, const config::Shop& shop,
         const SyncOptions& options)
        : m_owner(owner), m_database(database), m_shop(shop), m_options(options) {
        m_out.shop = shop.domain;
    }

    SyncedShop run() {
        const auto known = store::find_sync(m_database, m_shop.domain);
        const auto releases =
            store::releases_after(m_database, m_shop.domain, known ? known->heard : 0);
        store::ShopSync row = known.value_or(store::ShopSync{});
        row.shop = m_shop.domain;
        const bool whole = !m_options.due_only || is_due(row);
        if (!whole && releases.webhooks.empty()) {
            m_out.not_due = true;
            return std::move(m_out);
        }
        m_api.emplace(api_settings(m_owner.m_settings, m_shop, m_owner.m_clock, m_owner.m_stop));
        row.tried_at = now();
        try {
            if (known) // the first pass asks about all that waits
                ask_released(releases.webhooks);
            row.heard = releases.newest;
            if (whole)
                ask_all(row);
            row.problem = row.problem_text = "";
            row.problem_since.reset();
        } catch (const shopify::Fault& fault) {
            note(fault, row);
        }
        m_out.withheld.assign(m_api->withheld().begin(), m_api->withheld().end());
        m_out.version = m_api->answered_version();
        if (!m_out.version.empty())
            row.version = m_out.version;
        if (m_out.complete)
            row.withheld = joined(m_api->withheld());
        save(row);
        return std::move(m_out);
    }

private:
    [[nodiscard]] base::Time now() const { return m_owner.m_clock.now(); }

    void note(const shopify::Fault& fault, store::ShopSync& row) {
        m_out.problem = shopify::name(fault.kind());
        m_out.problem_text = fault.what();
        m_out.passes = shopify::passes(fault.kind());
        if (fault.kind() == shopify::FaultKind::cancelled)
            return;
        row.problem = m_out.problem;
        row.problem_text = base::printable(m_out.problem_text, 500);
        if (!row.problem_since)
            row.problem_since = now();
    }

    [[nodiscard]] bool is_due(const store::ShopSync& row) const {
        // What passes is tried again sooner; a clock that was set back makes all of it due.
        const auto since_try = now() - row.tried_at;
        if (!row.problem.empty())
            return since_try >= k_again_after_problem || since_try.count() < 0;
        return !row.complete_to || now() - *row.complete_to >= k_every || now() < *row.complete_to;
    }

    void begin(store::ShopSync& row) const {
        if (m_options.since) // beside what a pass of the timer has under way
            return;
        const bool goes_on = row.begun_at && row.since && !row.cursor.empty() &&
                             now() - *row.begun_at < k_cursor_lives && *row.begun_at <= now();
        if (goes_on)
            return;
        row.begun_at = now();
        row.since = row.complete_to ? *row.complete_to - k_sync_overlap : m_shop.start;
        row.cursor.clear();
    }

    void ask_all(store::ShopSync& row) {
        begin(row);
        ask_pages(row);
        ask_not_released();
        look_at_webhooks(row);
        if (!m_options.since) {
            // What could not be taken in is asked for again, and told until it can be.
            if (m_refused.empty())
                row.complete_to = row.begun_at;
            row.begun_at.reset();
            row.since.reset();
            row.cursor.clear();
        }
        if (!m_refused.empty())
            throw shopify::Fault(shopify::FaultKind::refused, m_refused);
        m_out.complete = true;
    }

    void save(const store::ShopSync& row) {
        if (m_options.dry_run)
            return;
        store::Write write(m_database);
        store::put_sync(write, row);
        write.commit();
    }

    void ask_pages(store::ShopSync& row) {
        const base::Time since = m_options.since ? *m_options.since : *row.since;
        std::string cursor = m_options.since ? std::string{} : row.cursor;
        do {
            const shopify::ChangedPage page = m_api->changed_orders(since, cursor);
            // By a clock of ours that is ahead the next pass would begin too late.
            if (const auto told = m_api->first_answer_at();
                cursor.empty() && row.begun_at && told && *told < *row.begun_at)
                row.begun_at = told;
            for (const shopify::ChangedOrder& order : page.orders) {
                if (m_owner.m_stop)
                    throw shopify::Fault(shopify::FaultKind::cancelled,
                                         "ended by a signal; the next run goes on");
                look_at(order);
            }
            cursor = page.cursor;
            if (m_options.since || cursor.empty())
                continue;
            row.cursor = cursor;
            save(row);
        } while (!cursor.empty());
    }

    void look_at(const shopify::ChangedOrder& order) {
        ++m_out.changed;
        const auto head = store::find_order(m_database, order.id);
        if (!head && order.created_at < m_shop.start) {
            ++m_out.too_old;
            return;
        }
        if ((head && is_newest(*head, order)) || store::redacted_at(m_database, order.id)) {
            ++m_out.known;
            return;
        }
        fetch(order.id, head ? What::newer : What::lost);
    }

    /// Within one second, the resolution of updated_at, more than one thing can happen.
    static bool is_newest(const store::OrderHead& head, const shopify::ChangedOrder& told) {
        using std::chrono::seconds;
        if (!head.updated_at)
            return false;
        const auto ours = std::chrono::floor<seconds>(*head.updated_at);
        const auto theirs = std::chrono::floor<seconds>(told.updated_at);
        return ours > theirs || (ours == theirs && head.cancelled == told.cancelled &&
                                 base::lower(head.financial) == told.financial);
    }

    /// No webhook need tell of a release, and updated_at need not move.
    void ask_not_released() {
        for (const std::int64_t id :
             store::not_released_orders(m_database, m_shop.domain, k_most_not_released)) {
            if (m_owner.m_stop)
                throw shopify::Fault(shopify::FaultKind::cancelled,
                                     "ended by a signal; the next run goes on");
            if (!m_fetched.contains(id))
                fetch(id, What::released);
        }
    }

    /// Holds and schedules: their webhooks name a fulfilment order alone.
    void ask_released(const std::vector<std::int64_t>& webhooks) {
        std::set<std::int64_t> groups;
        for (const std::int64_t webhook : webhooks)
            for (const std::int64_t group : groups_in(store::webhook_body(m_database, webhook)))
                groups.insert(group);
        for (const std::int64_t group : groups) {
            const std::int64_t order = m_api->order_of(group);
            if (order > 0 && store::find_order(m_database, order) && !m_fetched.contains(order))
                fetch(order, What::released);
        }
    }

    /// One order that cannot be had stops no other: it is refused, and there is no body.
    std::optional<std::string> body_of(std::int64_t id) {
        try {
            auto bytes = m_api->order_body(id);
            m_answered = true;
            if (!bytes)
                ++m_out.not_shown;
            return bytes;
        } catch (const shopify::Fault& fault) {
            const bool its_own = fault.kind() == shopify::FaultKind::strange ||
                                 fault.kind() == shopify::FaultKind::query;
            // Where none can be had it is the API, not the order.
            if (!its_own || (!m_answered && ++m_in_a_row > k_most_in_a_row))
                throw;
            refuse({What::unusable, id, "", fault.what()});
            return std::nullopt;
        }
    }

    void refuse(SyncedOrder order) {
        if (m_refused.empty()) // by its id: a name can be anything, and this goes into the journal
            m_refused = "the order " + std::to_string(order.id) + " of " + m_shop.domain +
                        " cannot be taken in: " + base::printable(order.reason, 300);
        order.what = What::unusable;
        m_out.orders.push_back(std::move(order));
    }

    void fetch(std::int64_t id, What what) {
        m_fetched.insert(id);
        const auto bytes = body_of(id);
        if (!bytes)
            return;
        order::Body body = order::read_body(*bytes, order::Detail::summary);
        SyncedOrder found{what, id, body.summary ? body.summary->name : "", ""};
        if (body.kind != order::BodyKind::order) {
            found.reason = body.reason;
            refuse(std::move(found));
            return;
        }
        if (what == What::released && nothing_moved(*bytes, id))
            return;
        if (m_options.dry_run) {
            m_out.orders.push_back(std::move(found));
            return;
        }
        store::Write write(m_database);
        const TakenOrder taken = take_order(
            write,
            {*bytes, std::move(body), m_shop.domain, "sync", now(), m_options.actor, words(what)},
            now());
        write.commit();
        if (taken.fate == Fate::known || taken.fate == Fate::older) {
            ++m_out.known;
            return;
        }
        if (taken.fate == Fate::redacted)
            return;
        if (taken.fate == Fate::unusable) {
            found.reason = taken.reason;
            refuse(std::move(found));
            return;
        }
        m_out.orders.push_back(std::move(found));
    }

    /// The same goods are open and shipped as in the state that is known: else each run would store
    /// what Shopify says in other words than a webhook.
    bool nothing_moved(const std::string& fetched, std::int64_t id) {
        const auto head = store::find_order(m_database, id);
        if (!head || store::gone_body(m_database, id))
            return false;
        const order::Body known = order::read_body(store::webhook_body(m_database, head->webhook));
        const order::Body now_told = order::read_body(fetched);
        return known.order && now_told.order && movable(*known.order) == movable(*now_told.order);
    }

    static std::string words(What what) {
        switch (what) {
        case What::lost:
            return "fetched from Shopify: no webhook had told of this order";
        case What::newer:
            return "fetched from Shopify: newer than what webhooks had told";
        case What::released:
        case What::unusable:
            break;
        }
        return "fetched from Shopify: goods were waiting for their release";
    }

    void look_at_webhooks(store::ShopSync& row) {
        if (m_shop.api.webhook_url.empty()) {
            row.webhooks.clear();
            return;
        }
        const bool keep = m_shop.api.keep_webhooks && !m_options.dry_run;
        const SubscriptionsLook look = look_at_subscriptions(*m_api, m_shop, keep);
        row.webhooks = look.line();
        for (const std::string& topic : look.installed)
            m_owner.m_journal.write(log::Priority::warning, "shopify",
                                    "the webhook subscription of " + m_shop.domain + " to " +
                                        topic + " was gone and is installed again");
    }

    ShopSyncer& m_owner;
    store::Database& m_database;
    const config::Shop& m_shop;
    const SyncOptions& m_options;
    std::optional<shopify::AdminApi> m_api; ///< where something is due: each run else loads libcurl
    SyncedShop m_out;
    std::set<std::int64_t> m_fetched; ///< in this run
    std::string m_refused;            ///< of the first order that could not be taken in
    bool m_answered = false;          ///< some order could be had
    int m_in_a_row = 0;               ///< that could not, before
};

SyncedShop ShopSyncer::run(store::Database& database, const config::Shop& shop,
                           const SyncOptions& options) {
    SyncedShop out;
    out.shop = shop.domain;
    const auto lock =
        base::FileLock::attempt(m_settings.state_folder() / ("shopify-" + shop.domain + ".lock"));
    if (!lock) {
        out.busy = true;
        return out;
    }
    return Pass(*this, database, shop, options).run();
}

} // namespace shoporder::flow
