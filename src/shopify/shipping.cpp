#include "shopify/shipping.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace shoporder::shopify {

namespace {

std::int64_t count(const Pieces& pieces, std::int64_t line) {
    const auto found = pieces.find(line);
    return found == pieces.end() ? 0 : found->second;
}

/// Groups of one location: those of an unseen one by their name.
struct Place {
    std::string name;
    std::vector<const ShippableGroup*> groups;
    [[nodiscard]] std::int64_t covers(const Pieces& wanted) const {
        std::int64_t out = 0;
        for (const auto& [line, some] : wanted) {
            std::int64_t has = 0;
            for (const ShippableGroup* group : groups)
                for (const ShippableLine& each : group->lines)
                    has += each.line == line ? each.remaining : 0;
            out += std::min(has, some);
        }
        return out;
    }
};

std::vector<Place> places_of(const OrderShipping& order, std::int64_t location) {
    std::map<std::string, Place> by_key;
    for (const ShippableGroup& group : order.groups) {
        if (!group.takes || (location != 0 && group.location != location))
            continue;
        Place& place = by_key[group.location != 0 ? std::to_string(group.location)
                                                  : "name " + group.location_name];
        place.name = group.location_name;
        place.groups.push_back(&group);
    }
    std::vector<Place> out;
    out.reserve(by_key.size());
    for (auto& [key, place] : by_key)
        out.push_back(std::move(place));
    return out;
}

/// Takes what the place has of `wanted` out of it.
FulfillmentWish take(const Place& place, Pieces& wanted) {
    FulfillmentWish wish;
    wish.location_name = place.name;
    for (const ShippableGroup* group : place.groups) {
        FulfillmentWish::Group asked{group->id, {}};
        for (const ShippableLine& line : group->lines) {
            const std::int64_t some = std::min(line.remaining, count(wanted, line.line));
            if (some <= 0)
                continue;
            asked.lines.emplace_back(line.id, some);
            wanted[line.line] -= some;
            wish.pieces[line.line] += some;
        }
        if (!asked.lines.empty())
            wish.groups.push_back(std::move(asked));
    }
    return wish;
}

std::string why_not(const OrderShipping& order, const Pieces& missing, std::int64_t location) {
    std::string elsewhere;
    std::int64_t pieces = 0;
    for (const auto& [line, some] : missing)
        pieces += std::max<std::int64_t>(some, 0);
    for (const ShippableGroup& group : order.groups)
        for (const ShippableLine& line : group.lines) {
            if (line.remaining <= 0 || count(missing, line.line) <= 0)
                continue;
            if (group.status == "ON_HOLD")
                return "it is on hold in Shopify" +
                       (group.hold.empty() ? "" : ": " + base::printable(group.hold, 200));
            if (group.status == "SCHEDULED")
                return "Shopify has it scheduled for later";
            if (group.takes && location != 0 && group.location != location)
                elsewhere = group.location_name;
            else if (!group.takes)
                return "Shopify lets nobody fulfil it while its fulfilment order is " +
                       base::lower(base::printable(group.status, 40));
        }
    if (!elsewhere.empty())
        return "Shopify has it at the location " + base::printable(elsewhere, 100) +
               ", and `shipment.location` is another";
    return "Shopify has " + std::to_string(pieces) + (pieces == 1 ? " piece" : " pieces") +
           " less to fulfil: fulfilled already, by hand or by another app, or taken off the order";
}

} // namespace

std::set<std::string> ParcelsTold::numbers() const {
    std::set<std::string> out;
    for (const order::Tracking& each : tracking)
        if (!each.number.empty())
            out.insert(each.number);
    return out;
}

bool same_parcels(const ParcelsTold& there, const ParcelsTold& ours) {
    if (there.numbers() != ours.numbers())
        return false;
    if (!ours.carrier.empty() && base::fold(there.carrier) != base::fold(ours.carrier))
        return false;
    return std::all_of(ours.tracking.begin(), ours.tracking.end(), [&](const auto& each) {
        return each.url.empty() ||
               std::any_of(there.tracking.begin(), there.tracking.end(), [&](const auto& t) {
                   return t.number == each.number && t.url == each.url;
               });
    });
}

FulfillmentPlan plan_fulfillments(const OrderShipping& order, const Pieces& pieces,
                                  std::int64_t location, const ParcelsTold& parcels, bool notify) {
    FulfillmentPlan plan;
    if (order.cancelled) {
        plan.why_not = "the order is cancelled in Shopify";
        return plan;
    }
    Pieces wanted = pieces;
    std::vector<Place> places = places_of(order, location);
    while (!places.empty()) {
        const auto best =
            std::max_element(places.begin(), places.end(), [&](const Place& a, const Place& b) {
                return a.covers(wanted) < b.covers(wanted);
            });
        if (best->covers(wanted) == 0)
            break;
        FulfillmentWish wish = take(*best, wanted);
        wish.parcels = parcels;
        wish.notify = notify;
        plan.wishes.push_back(std::move(wish));
        places.erase(best);
    }
    const bool all = std::all_of(wanted.begin(), wanted.end(),
                                 [](const auto& each) { return each.second <= 0; });
    if (all)
        return plan;
    plan.wishes.clear(); // a half would have to be explained to the customer
    plan.why_not = why_not(order, wanted, location);
    return plan;
}

} // namespace shoporder::shopify
