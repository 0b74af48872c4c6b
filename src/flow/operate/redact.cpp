#include "flow/operate/redact.hpp"

#include "base/error.hpp"
#include "flow/operate/backup_folder.hpp"
#include "flow/operate/data_of.hpp"
#include "flow/operate/lock_time.hpp"
#include "flow/operate/redaction_list.hpp"
#include "store/deliveries.hpp"
#include "store/events.hpp"
#include "store/privacy_tasks.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;
using order::DeliveryState;

constexpr std::size_t k_chunk = 32; // rows of a kind in a transaction: some milliseconds
constexpr std::chrono::seconds k_log_patience{5};

/// Over, whatever it was: what is open after a restore was over before the redaction.
void close_whatever(store::Write& write, const store::Delivery& d, const Person& person,
                    base::Time now) {
    DeliveryState state = d.state;
    store::Step step{state, DeliveryState::held, "redacted", ""};
    step.actor = person.actor;
    if (!order::may_follow(state, DeliveryState::settled)) {
        store::transition(write, d.id, step, now);
        state = DeliveryState::held;
    }
    step.from = state;
    step.to = DeliveryState::settled;
    store::transition(write, d.id, step, now);
}

enum class Open { refuse, close };

void redact_one(store::Database& database, LockTime& lock, std::int64_t order, Open open,
                const Person& person, const base::Clock& clock, RedactionResult& result) {
    bool more = true;
    for (bool first = true; more; first = false)
        lock.measure(database, [&](store::Write& write) {
            // Again, under the lock: `dispatch` may have planned it meanwhile.
            for (const std::int64_t id : store::open_deliveries(database, order)) {
                const auto d = store::find_delivery(database, id).value();
                if (open == Open::refuse)
                    throw Error(Exit::data, "delivery " + std::to_string(id) + " (" + d.po_number +
                                                ") has come up meanwhile; run the command again");
                close_whatever(write, d, person, clock.now());
            }
            const store::RedactedRows rows =
                store::redact_order(write, order, k_chunk, clock.now());
            result.webhooks += rows.webhooks;
            result.documents += rows.documents;
            result.answers += rows.answers;
            result.events += rows.events;
            more = rows.more;
            if (first) {
                store::Event event{clock.now(), "redaction"};
                event.order_id = order;
                event.actor = person.actor;
                event.text = "personal data removed; the ledger stays";
                store::add_event(write, event);
            }
        });
    ++result.orders;
}

void redact_others(store::Database& database, LockTime& lock,
                   const std::vector<std::int64_t>& webhooks,
                   const std::vector<std::int64_t>& answers, RedactionResult& result) {
    for (std::size_t at = 0; at < answers.size(); at += k_chunk)
        lock.measure(database, [&](store::Write& write) {
            for (std::size_t i = at; i < std::min(at + k_chunk, answers.size()); ++i)
                result.answers += store::redact_answer(write, answers[i]) ? 1 : 0;
        });
    for (std::size_t at = 0; at < webhooks.size(); at += k_chunk)
        lock.measure(
            database,
            [&](store::Write& write) {
                for (std::size_t i = at; i < std::min(at + k_chunk, webhooks.size()); ++i)
                    result.webhooks += store::redact_webhook(write, webhooks[i]) ? 1 : 0;
            });
    lock.measure(database,
                 [&](store::Write& write) { result.rejected += store::redact_rejected(write); });
}

void finish_tasks(store::Database& database, const DataOf& data, const Person& person,
                  const base::Clock& clock) {
    store::Write write(database);
    for (const std::int64_t task : data.tasks)
        store::finish_privacy_task(write, task, person.actor, clock.now());
    write.commit();
}

} // namespace

std::vector<std::int64_t> open_deliveries(store::Database& database, const DataOf& data) {
    std::vector<std::int64_t> out;
    for (const std::int64_t order : data.orders)
        for (const std::int64_t id : store::open_deliveries(database, order))
            out.push_back(id);
    return out;
}

void close_deliveries(store::Database& database, const std::vector<std::int64_t>& deliveries,
                      const Person& person, const base::Clock& clock) {
    for (const std::int64_t id : deliveries) {
        const auto d = store::find_delivery(database, id);
        if (!d)
            continue;
        if (d->state == DeliveryState::sending || d->state == DeliveryState::uncertain)
            throw Error(Exit::data, "delivery " + std::to_string(id) + " (" + d->po_number +
                                        ") may be on its way to the supplier right now; "
                                        "`shoporder retry " +
                                        std::to_string(id) + "` finds out, then try again");
        const bool left = d->state == DeliveryState::partial ||
                          d->state == DeliveryState::rejected ||
                          (d->state == DeliveryState::held && d->document_id != 0);
        if (left)
            settle(database, id, person, clock);
        else
            cancel(database, id, person, clock);
    }
}

RedactionResult redact(store::Database& database, const DataOf& data, const Person& person,
                       const base::Clock& clock) {
    if (!data.asked.empty())
        throw Error(Exit::data, "task " + std::to_string(data.asked[0]) +
                                    " asks for this customer's data, which would be gone: "
                                    "`shoporder data-request export --task " +
                                    std::to_string(data.asked[0]) + "` first");
    RedactionResult result;
    for (const std::int64_t order : data.orders)
        for (store::Holder& holder : store::holders(database, order))
            result.holders.push_back(std::move(holder));
    Redaction entry{clock.now(), data.kind, data.shop};
    if (data.kind != "shop")
        entry.orders = data.orders;
    entry.customers.assign(data.customers.begin(), data.customers.end());
    if (!data.person.email.empty())
        entry.email_digest = digest_email(data.person.email);
    append_redaction(database.path(), entry);
    LockTime lock;
    for (const std::int64_t order : data.orders)
        redact_one(database, lock, order, Open::refuse, person, clock, result);
    redact_others(database, lock, data.others, data.answers, result);
    finish_tasks(database, data, person, clock);
    result.log_emptied = store::empty_log(database, k_log_patience);
    result.longest_lock = lock.longest();
    return result;
}

std::size_t reapply_redactions(store::Database& database, const std::filesystem::path& listed_at,
                               const Person& person, const base::Clock& clock) {
    LockTime lock;
    RedactionResult result;
    const std::vector<Redaction> entries = read_redactions(listed_at);
    if (entries.empty())
        return 0;
    std::vector<std::int64_t> all;
    for (const Redaction& entry : entries) {
        std::vector<std::int64_t> orders =
            entry.kind == "shop" ? shop_orders(database, entry.shop, entry.at) : entry.orders;
        all.insert(all.end(), orders.begin(), orders.end());
        std::erase_if(orders, [&](std::int64_t order) {
            return store::redacted_at(database, order).has_value();
        });
        for (const std::int64_t order : orders)
            redact_one(database, lock, order, Open::close, person, clock, result);
    }
    std::vector<std::int64_t> others;
    store::for_each_body(database, false, [&](store::StoredBody&& body) {
        const auto emails = order::emails_in(body.bytes);
        for (const Redaction& entry : entries) {
            const auto names = [&](std::int64_t id) {
                return order::mentions_number(body.bytes, id);
            };
            const auto is_theirs = [&](const std::string& email) {
                return !entry.email_digest.empty() && is_email_of(entry.email_digest, email);
            };
            const bool shops = entry.kind == "shop" && body.shop == entry.shop;
            if (body.received_at <= entry.at &&
                (shops || std::any_of(entry.orders.begin(), entry.orders.end(), names) ||
                 std::any_of(entry.customers.begin(), entry.customers.end(), names) ||
                 std::any_of(emails.begin(), emails.end(), is_theirs))) {
                others.push_back(body.webhook);
                return;
            }
        }
    });
    const auto numbers = numbers_of(database, all);
    const auto answers = find_answers(database, [&](const std::string& text) {
        const auto emails = order::emails_in(text);
        return names_one(text, numbers) ||
               std::any_of(emails.begin(), emails.end(), [&](const std::string& email) {
                   return std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
                       return !entry.email_digest.empty() && is_email_of(entry.email_digest, email);
                   });
               });
    });
    if (result.orders == 0 && others.empty() && answers.empty())
        return 0;
    redact_others(database, lock, others, answers, result);
    if (!store::empty_log(database, k_log_patience))
        throw store::Busy("what was redacted is still in the write-ahead log of " +
                          database.path().string() +
                          ", because another program reads the database; run `shoporder purge` "
                          "when it has ended");
    return result.orders + others.size() + answers.size();
}

std::optional<LastBackup> last_backup(const config::Settings& settings, base::Time now) {
    const auto newest = newest_backup(settings.backup_folder());
    if (!newest)
        return std::nullopt;
    // One is made every night, and so many stay; the law's month is held by `purge`.
    const base::Time by_count =
        newest->begun + std::chrono::days{static_cast<int>(settings.backup.keep)};
    return LastBackup{newest->name, std::min(by_count, now + store::k_privacy_term)};
}

} // namespace shoporder::flow
