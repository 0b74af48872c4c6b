// Lane's claiming: deliveries into `sending`, bytes and name fixed, the attempt begun.
#include "flow/relay/lane.hpp"

#include "flow/plan/sheet.hpp"
#include "store/documents.hpp"
#include "store/events.hpp"
#include "store/suppliers.hpp"

#include <algorithm>
#include <deque>
#include <set>

namespace shoporder::flow {

namespace {

using order::Batching;
using order::DeliveryState;
using Clock = std::chrono::steady_clock;
using store::Delivery;

// Rendered and written down under the write lock, which nobody may hold for over 50 ms.
constexpr std::size_t k_most_in_batch = 100;

/// What the document could not carry becomes a line of the order's history; returns how much.
std::size_t tell_altered(store::Write& write, const Delivery& d, const render::Document& document,
                         const std::string& actor, base::Time now) {
    std::size_t count = 0;
    for (const render::Replacement& r : document.replaced)
        count += r.count;
    for (const std::string& words : render::words_of(document)) {
        store::Event event{now, "plan"};
        event.order_id = d.order_id;
        event.delivery_id = d.id;
        event.supplier_id = d.supplier_id;
        event.actor = actor;
        event.text = words;
        store::add_event(write, event);
    }
    return count;
}

} // namespace

Lane::Claimed Lane::claim(DeliveryState from, std::size_t documents) {
    // What has a document already brings the others of its batch along.
    const bool batches = m_supplier.batching != Batching::order && from == DeliveryState::ready;
    const bool drafts = from == DeliveryState::ready && m_drafting.is_worth_it();
    const auto drafts_until = Clock::now() + m_context.options.drafting;
    Claimed claimed;
    std::vector<Item>& items = claimed.items;
    while (items.size() < documents && !claimed.cut_short) {
        store::Claim wanted{m_supplier.id, from, m_turn.only,
                            batches ? k_most_in_batch : documents - items.size(),
                            m_context.options.command};
        if (drafts) {
            wanted.only = m_drafting.now(m_database, wanted, drafts_until);
            if (wanted.only.empty())
                break;
            claimed.cut_short = Clock::now() >= drafts_until;
        }
        store::Write write(m_database);
        const auto supplier = store::find_supplier(m_database, m_supplier.id);
        if (!supplier || supplier->mode != order::SupplierMode::live) { // a person has paused it
            m_turn.break_off();
            break;
        }
        const auto ids = store::claim_deliveries(write, wanted, m_context.clock.now());
        prepare(write, ids, items);
        write.commit();
        // Else some were unfit, make one batch, or were claimed by another lane: ask for more.
        if (ids.empty() && !drafts)
            break;
    }
    return claimed;
}

void Lane::prepare(store::Write& write, std::span<const std::int64_t> ids,
                   std::vector<Item>& items) {
    std::vector<Delivery> fresh; // for a batch
    std::set<std::int64_t> begun;
    for (const std::int64_t id : ids) {
        Item item;
        Delivery d = store::find_delivery(m_database, id).value();
        const bool fixed = d.document_id != 0;
        if (!fixed && m_supplier.batching != Batching::order) {
            fresh.push_back(std::move(d));
            continue;
        }
        if (!fixed && !fix_document(write, d, item.bytes))
            continue;
        if (!begun.insert(d.document_id).second)
            continue; // another one of its batch has brought it
        item.document = d.document_id;
        item.deliveries.push_back(std::move(d));
        if (fixed)
            take_siblings(write, item);
        begin(write, item);
        items.push_back(std::move(item));
    }
    if (!fresh.empty())
        prepare_batch(write, std::move(fresh), items);
}

/// Fixes bytes and name in the transaction of the first claim; false when the order cannot be
/// rendered: then it is held, and the others go on.
bool Lane::fix_document(store::Write& write, Delivery& d, std::string& bytes) {
    const base::Time now = m_context.clock.now();
    try {
        const std::int64_t sequence =
            needs_sequence(m_supplier)
                ? store::next_number(write, "file/" + std::to_string(m_supplier.id), now)
                : 0;
        const std::string name = file_name(m_supplier, d, sequence, now);
        Content made = m_drafting.content(m_database, d);
        const std::size_t replaced =
            tell_altered(write, d, made.document, m_context.options.command, now);
        store::NewDocument document{m_supplier.id, name, m_supplier.format,
                                    std::move(made.document.bytes), replaced};
        d.document_id = store::add_document(write, document, now);
        store::set_document(write, d.id, d.document_id);
        store::set_worth(write, d.id, made.worth);
        bytes = std::move(document.bytes);
    } catch (const store::DiskFull&) {
        throw;
    } catch (const std::exception& error) {
        hold_unfit(write, d, error);
        return false;
    }
    return true;
}

/// One document for all of them but those that cannot be rendered.
void Lane::prepare_batch(store::Write& write, std::vector<Delivery> fresh,
                         std::vector<Item>& items) {
    const base::Time now = m_context.clock.now();
    std::deque<KnownOrder> orders; // the sheets point into it
    std::vector<render::Sheet> sheets;
    std::size_t replaced = 0;
    Item item;
    for (Delivery& d : fresh) {
        try {
            orders.push_back(load_order(m_database, d));
            const KnownOrder& known = orders.back();
            render::Sheet sheet =
                make_sheet(known, d, m_supplier, m_context.settings.find_shop(known.shop));
            // By itself first: one that cannot be rendered must not hold the others.
            replaced += tell_altered(write, d, m_context.formats.of(m_supplier)->part(sheet),
                                     m_context.options.command, now);
            store::set_worth(write, d.id, worth_of(m_database, known, d, m_supplier));
            sheets.push_back(std::move(sheet));
            item.deliveries.push_back(std::move(d));
        } catch (const store::DiskFull&) {
            throw;
        } catch (const std::exception& error) {
            hold_unfit(write, d, error);
        }
    }
    if (sheets.empty())
        return;
    const std::int64_t number =
        store::next_number(write, "batch/" + std::to_string(m_supplier.id), now);
    store::NewDocument document{m_supplier.id, {}, m_supplier.format, {}, replaced};
    try {
        document.file_name = batch_name(m_supplier, number, now);
        document.bytes = m_context.formats.of(m_supplier)->batch(number, sheets).bytes;
    } catch (const base::Error& error) { // each alone could be written: the batch cannot
        for (const Delivery& d : item.deliveries)
            hold_unfit(write, d, error);
        return;
    }
    item.document = store::add_document(write, document, now);
    item.bytes = std::move(document.bytes);
    for (Delivery& d : item.deliveries) {
        d.document_id = item.document;
        store::set_document(write, d.id, item.document);
    }
    begin(write, item);
    items.push_back(std::move(item));
}

/// A batch goes or stays as a whole: what it carries beside the delivery that brought it. Who is
/// `sending` was claimed in this very transaction, for nobody else holds the supplier's lock and
/// lanes claim whole batches.
void Lane::take_siblings(store::Write& write, Item& item) {
    const std::int64_t first = item.deliveries.front().id;
    store::Step step{DeliveryState::deferred, DeliveryState::sending};
    step.actor = m_context.options.command;
    for (const Delivery& sibling : store::document_deliveries(m_database, item.document)) {
        if (sibling.id == first)
            continue;
        if (sibling.state == DeliveryState::sending ||
            store::transition(write, sibling.id, step, m_context.clock.now()))
            item.deliveries.push_back(store::find_delivery(m_database, sibling.id).value());
    }
}

void Lane::begin(store::Write& write, Item& item) {
    const auto head = store::find_document(m_database, item.document).value();
    if (item.bytes.empty()) // else it was made just now
        item.bytes = store::document_bytes(m_database, item.document);
    item.final_name = head.file_name;
    if (m_supplier.upload == order::UploadMode::rename)
        item.temporary_name =
            deliver::temporary_name(m_supplier.temporary_at, m_supplier.temporary, head.file_name,
                                    item.deliveries.front().claim);
    const std::string done_name = m_supplier.upload == order::UploadMode::done_file
                                      ? item.final_name + m_supplier.done_suffix
                                      : std::string{};
    item.attempt = store::begin_attempt(write, item.document, item.temporary_name, done_name,
                                        m_supplier.endpoint->url(), m_context.clock.now());
}

void Lane::hold_unfit(store::Write& write, const Delivery& d, const std::exception& error) {
    const auto* unfit = dynamic_cast<const render::Unfit*>(&error);
    store::Step step{DeliveryState::sending, DeliveryState::held,
                     unfit == nullptr ? "render" : unfit->code(),
                     std::string{"its document cannot be made: "} + error.what()};
    step.actor = m_context.options.command;
    store::transition(write, d.id, step, m_context.clock.now());
    RelayResult held;
    held.held = 1;
    m_turn.add(held);
    // Words about a document may quote a shopper's text: the operator reads them, the log does not.
    m_context.journal.write(log::Priority::error, m_supplier.name,
                            d.po_number + ": " +
                                (unfit == nullptr
                                     ? step.reason
                                     : "held, its document cannot be made (" + unfit->code() +
                                           "); `shoporder queue show " + std::to_string(d.id) +
                                           "` says why"));
}

} // namespace shoporder::flow
