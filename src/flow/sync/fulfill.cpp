#include "flow/sync/fulfill.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "flow/collect/apply.hpp"
#include "flow/collect/ship.hpp"
#include "flow/sync/connect_shop.hpp"
#include "flow/sync/told.hpp"
#include "shopify/admin_api.hpp"
#include "store/deliveries.hpp"
#include "store/suppliers.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace shoporder::flow {

using Result = ToldShipment::Result;
using shopify::FaultKind;
using store::Fulfillment, store::Pieces, store::Shipment;
using store::ShipmentState;

namespace {

constexpr std::size_t k_page = 100;
constexpr int k_most_troubled = 3; // in a row: then Shopify cannot be reached

} // namespace

/// One shop's shipments, one after the other.
class ShipmentTeller::Pass {
public:
    Pass(ShipmentTeller& owner, store::Database& database, const config::Shop& shop,
         const FulfillOptions& options)
        : m_owner(owner),
          m_database(database),
          m_shop(shop),
          m_options(options),
          m_writes(!options.dry_run && shop.api.shipments == config::ShipmentsTold::on) {
        m_out.shop = shop.domain;
    }

    FulfilledShop run() {
        if (m_shop.api.shipments == config::ShipmentsTold::off && !m_options.dry_run)
            return std::move(m_out); // what is due from before stays so, and is an alarm
        std::int64_t after = 0;
        try {
            for (auto page = store::due_shipments(m_database, m_shop.domain, after, k_page);
                 !page.empty();
                 page = store::due_shipments(m_database, m_shop.domain, after, k_page))
                for (Shipment& shipment : page) {
                    if (m_owner.m_stop)
                        return std::move(m_out);
                    after = shipment.id;
                    tell_one(shipment);
                }
        } catch (const shopify::Fault& fault) {
            note(fault);
        }
        note_trouble();
        return std::move(m_out);
    }

private:
    [[nodiscard]] base::Time now() const { return m_owner.m_clock.now(); }

    shopify::AdminApi& api() {
        if (!m_api) // where something is due: each run else loads libcurl
            m_api.emplace(
                api_settings(m_owner.m_settings, m_shop, m_owner.m_clock, m_owner.m_stop));
        return *m_api;
    }

    void note(const shopify::Fault& fault) {
        m_out.problem = shopify::name(fault.kind());
        // Shopify's words may quote what it was told: a parcel's link.
        m_out.problem_text = fault.kind() == FaultKind::query
                                 ? "Shopify does not take what it is told of a shipment: a defect "
                                   "of shoporder, or of the supplier's links"
                                 : std::string{fault.what()};
        m_out.passes = shopify::passes(fault.kind());
    }

    void tell_one(Shipment& shipment) {
        try {
            tell(shipment);
            m_in_a_row = 0;
        } catch (const shopify::Fault& fault) {
            const bool its_own = fault.kind() == FaultKind::strange ||
                                 fault.kind() == FaultKind::query ||
                                 fault.kind() == FaultKind::unreachable;
            // What may be one shipment's own trouble stops no other.
            if (!its_own ||
                (fault.kind() == FaultKind::unreachable && ++m_in_a_row >= k_most_troubled))
                throw;
            note(fault);
            m_out.shipments.push_back({Result::waits, shipment.id, 0, m_out.problem_text});
        }
    }

    void note_trouble() {
        const auto before = store::shipment_trouble(m_database, m_shop.domain);
        std::optional<store::ShipmentTrouble> trouble;
        if (!m_out.problem.empty())
            trouble = {m_out.problem, base::printable(m_out.problem_text, 500), now()};
        if (m_options.dry_run || m_owner.m_stop || (!before && !trouble))
            return;
        store::Write write(m_database);
        store::put_shipment_trouble(write, m_shop.domain, trouble);
        write.commit();
    }

    /// Everything about one shipment, as this run sees it.
    struct Case {
        Shipment& shipment;
        std::int64_t order = 0;
        std::int64_t location = 0;
        shopify::ParcelsTold parcels{};
        std::set<std::int64_t> own{}; ///< fulfilments that are ours, of any shipment
        std::int64_t adopted = 0;     ///< a person's, which has the same parcels
        std::vector<Fulfillment> intents{};
        shopify::OrderShipping there{};
        Result result = Result::found;
    };

    void tell(Shipment& shipment) {
        const auto current = store::find_shipment(m_database, shipment.id);
        if (!current || current->state != ShipmentState::due)
            return; // a person has closed it meanwhile
        shipment = *current;
        const auto d = store::find_delivery(m_database, shipment.delivery_id);
        if (!d)
            return;
        Case c{shipment, d->order_id};
        if (const auto supplier = store::find_supplier(m_database, d->supplier_id)) {
            c.location = supplier->shipping.location;
            c.parcels.carrier =
                shopify::carrier_name(shipment.said.carrier, supplier->shipping.carriers);
        }
        c.parcels.tracking = shipment.said.tracking;
        c.own = store::own_fulfillments(m_database, c.order);
        c.intents = store::shipment_fulfillments(m_database, shipment.id);
        std::set<std::int64_t> plain = c.own;
        for (const Fulfillment& intent : c.intents)
            plain.erase(intent.fulfillment_id);
        auto there = api().shipping_of(c.order, plain);
        if (!there)
            return refuse(c, "Shopify shows no such order");
        c.there = *std::move(there);
        if (!settle_doubts(c))
            return add(c, Result::waits, "it is not known yet whether Shopify has it");
        Pieces open = shipment.pieces;
        for (const Fulfillment& made : c.intents)
            for (const auto& [line, some] : made.pieces)
                open[line] -= some;
        std::erase_if(open, [](const auto& each) { return each.second <= 0; });
        const bool there_already = !open.empty() && c.intents.empty() && adopt(c, open);
        if (!open.empty() && !there_already && !create(c, open))
            return;
        if (correct(c))
            finish(c);
    }

    /// What a broken wire made of a request. False: it may still be under way.
    bool settle_doubts(Case& c) {
        for (auto intent = c.intents.begin(); intent != c.intents.end();) {
            if (intent->fulfillment_id != 0) {
                ++intent;
                continue;
            }
            if (const auto* const found = find_made(c.there, c.own, *intent)) {
                intent->fulfillment_id = found->id;
                c.own.insert(found->id);
                record(*intent);
                ++intent;
                continue;
            }
            // A clock that went back makes no doubt last longer.
            const base::Time at = now();
            if (at >= intent->begun_at && at - intent->begun_at < k_doubt_lasts)
                return false;
            undo(*intent);
            intent = c.intents.erase(intent);
        }
        return true;
    }

    /// Nothing in a dry run, and where it is only said what would be told.
    template <typename Act>
    void written(const Act& act) {
        if (!m_writes)
            return;
        store::Write write(m_database);
        act(write);
        write.commit();
    }
    void undo(const Fulfillment& intent) {
        written([&](store::Write& write) { store::remove_fulfillment(write, intent.id); });
    }
    void record(const Fulfillment& intent) {
        written([&](store::Write& write) {
            store::set_fulfillment(write, intent.id, intent.fulfillment_id);
        });
    }

    /// Has somebody typed it in, parcels and all?
    bool adopt(Case& c, const Pieces& open) {
        const auto* const found = find_typed(c.there, c.own, c.parcels.numbers(), open);
        if (found == nullptr)
            return false;
        Fulfillment theirs{0, c.shipment.id, now(), open, {}, "", found->id};
        written([&](store::Write& write) { theirs.id = store::add_fulfillment(write, theirs); });
        c.adopted = found->id;
        c.intents.push_back(std::move(theirs));
        return true;
    }

    /// False: it has been refused, or would only be done.
    bool create(Case& c, const Pieces& open) {
        const shopify::FulfillmentPlan plan =
            shopify::plan_fulfillments(c.there, open, c.location, c.parcels, m_shop.api.notify);
        if (!plan.why_not.empty()) {
            refuse(c, plan.why_not);
            return false;
        }
        if (!m_writes) {
            std::string text;
            for (const shopify::FulfillmentWish& wish : plan.wishes)
                text += (text.empty() ? "Shopify would be told: " : ", ") +
                        pieces_words(wish.pieces) + " from " +
                        base::printable(wish.location_name, 60);
            observed(c, text);
            return false;
        }
        std::set<std::int64_t> known;
        for (const shopify::MadeFulfillment& f : c.there.fulfillments)
            known.insert(f.id);
        for (const shopify::FulfillmentWish& wish : plan.wishes) {
            Fulfillment intent{0,     c.shipment.id,
                               now(), wish.pieces,
                               known, store::parcels_digest(c.parcels.numbers()),
                               0};
            if (!ask(c, wish, intent))
                return false;
            known.insert(intent.fulfillment_id);
            c.intents.push_back(std::move(intent));
        }
        c.result = Result::told;
        return true;
    }

    bool ask(Case& c, const shopify::FulfillmentWish& wish, Fulfillment& intent) {
        {
            store::Write write(m_database);
            const auto current = store::find_shipment(m_database, c.shipment.id);
            if (!current || current->state != ShipmentState::due ||
                current->pieces != c.shipment.pieces) {
                add(c, Result::waits, "it has changed meanwhile");
                return false;
            }
            intent.id = store::add_fulfillment(write, intent);
            write.commit();
        }
        try {
            intent.fulfillment_id = api().fulfill(wish);
        } catch (const shopify::Fault& fault) {
            if (fault.kind() == FaultKind::refused) {
                undo(intent);
                refuse(c, fault.what());
                return false;
            }
            if (fault.kind() == FaultKind::throttled)
                undo(intent);
            throw; // else the intent stays: the next run looks
        }
        record(intent);
        return true;
    }

    /// Each of its fulfilments has its parcels. False: it is refused, or would only be done.
    bool correct(Case& c) {
        for (const Fulfillment& made : c.intents) {
            const auto there =
                std::find_if(c.there.fulfillments.begin(), c.there.fulfillments.end(),
                             [&](const auto& f) { return f.id == made.fulfillment_id; });
            if (there == c.there.fulfillments.end())
                continue; // made just now, with its parcels
            if (!there->stands) {
                undo(made); // a person may want it anew
                refuse(c, "its fulfilment was cancelled in Shopify");
                return false;
            }
            // What a person has typed stays so: the customer has had that mail.
            if (c.parcels.tracking.empty() || made.fulfillment_id == c.adopted ||
                shopify::same_parcels(there->parcels, c.parcels))
                continue;
            if (!m_writes) {
                observed(c, "Shopify would be told of other parcels");
                return false;
            }
            try {
                api().update_tracking(made.fulfillment_id, c.parcels, m_shop.api.notify);
            } catch (const shopify::Fault& fault) {
                if (fault.kind() != FaultKind::refused)
                    throw; // the next run compares again
                refuse(c, fault.what());
                return false;
            }
            if (c.result != Result::told)
                c.result = Result::corrected;
        }
        return true;
    }

    void finish(Case& c) {
        const std::string text = c.result == Result::told        ? "Shopify has been told"
                                 : c.result == Result::corrected ? "Shopify has its other parcels"
                                                                 : "Shopify had it already";
        if (!m_writes)
            return observed(c, text);
        c.shipment.told_at = now();
        put(c, ShipmentState::told, "", text);
        add(c, c.result, text);
    }

    void refuse(Case& c, const std::string& why) {
        const std::string text = "Shopify is not told of shipment " +
                                 std::to_string(c.shipment.id) + ": " + base::printable(why, 300);
        if (!m_writes && !m_options.dry_run)
            return observed(c, text);
        if (m_writes) {
            put(c, ShipmentState::refused, "shopify", text);
            // Without Shopify's words: the shop's staff may have written them.
            m_owner.m_journal.write(
                log::Priority::warning, "shopify",
                "Shopify is not told of shipment " + std::to_string(c.shipment.id) +
                    "; next: shoporder answer show " + std::to_string(c.shipment.answer_id));
        }
        add(c, Result::refused, text);
    }

    /// `observe` says what it would, once.
    void observed(Case& c, const std::string& text) {
        if (!m_options.dry_run)
            put(c, ShipmentState::known, "observe", text);
        add(c, Result::would, text);
    }

    void put(Case& c, ShipmentState state, const std::string& code, const std::string& text) {
        store::Write write(m_database);
        const auto now_there = store::find_shipment(m_database, c.shipment.id);
        if (!now_there || now_there->state != ShipmentState::due)
            return; // a person has closed it meanwhile
        const bool newer = now_there->said.tracking != c.shipment.said.tracking ||
                           now_there->said.carrier != c.shipment.said.carrier ||
                           now_there->pieces != c.shipment.pieces;
        // Its supplier has corrected it meanwhile: the next run tells that.
        c.shipment.state = newer ? ShipmentState::due : state;
        c.shipment.pieces = now_there->pieces;
        c.shipment.reason_code = code;
        c.shipment.reason = text;
        store::set_shipment(write, c.shipment);
        refresh_answer(write, m_database, c.shipment.answer_id);
        // Events are no place for words that Shopify's staff may have written.
        const std::string said = state == ShipmentState::told    ? text
                                 : state == ShipmentState::known ? "Shopify would be told"
                                                                 : "Shopify is not told of it";
        note_shipment(write, m_database, c.shipment, m_options.actor, now(), said);
        write.commit();
    }

    void add(const Case& c, Result result, const std::string& text) {
        m_out.shipments.push_back({result, c.shipment.id, c.order, text});
    }

    ShipmentTeller& m_owner;
    store::Database& m_database;
    const config::Shop& m_shop;
    const FulfillOptions& m_options;
    const bool m_writes;
    std::optional<shopify::AdminApi> m_api;
    FulfilledShop m_out;
    int m_in_a_row = 0;
};

FulfilledShop ShipmentTeller::run(store::Database& database, const config::Shop& shop,
                                  const FulfillOptions& options) {
    FulfilledShop out;
    out.shop = shop.domain;
    const auto lock = base::FileLock::attempt(m_settings.state_folder() /
                                              ("shopify-fulfill-" + shop.domain + ".lock"));
    if (!lock) {
        out.busy = true;
        return out;
    }
    return Pass(*this, database, shop, options).run();
}

} // namespace shoporder::flow
