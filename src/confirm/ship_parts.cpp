#include "confirm/ship_parts.hpp"

#include "base/text.hpp"
#include "confirm/read_answer.hpp"

#include <algorithm>

namespace shoporder::confirm {

namespace {

constexpr std::size_t k_longest_url = 2000;

/// Makes the numbers of one order's parcels distinct, by counting them: a parcel's id is often the
/// number by which customers follow it, and would stay when that is redacted.
void number_parcels(const std::vector<order::Shipment*>& shipments) {
    if (shipments.size() < 2 || shipments.front()->number.empty())
        return;
    for (std::size_t i = 0; i < shipments.size(); ++i)
        shipments[i]->number =
            identifier({}, "number", shipments[i]->number + "/" + std::to_string(i + 1));
}

} // namespace

std::string tracking_url(std::string_view text) {
    const std::string_view url = base::trim(text);
    const std::string scheme = base::lower(url.substr(0, 8));
    if (url.size() > k_longest_url ||
        (!scheme.starts_with("https://") && !scheme.starts_with("http://")))
        return {};
    const bool plain = std::all_of(url.begin(), url.end(), [](char c) {
        return c > ' ' && c < 0x7F && c != '"' && c != '\'' && c != '<' && c != '>' && c != '`';
    });
    return plain ? std::string{url} : std::string{};
}

void add_tracking(std::vector<order::Tracking>& to, std::string_view where, std::string_view number,
                  std::string_view url) {
    order::Tracking told{identifier(where, "tracking number", number), tracking_url(url)};
    if (told.number.empty())
        return;
    const auto known = std::find_if(to.begin(), to.end(), [&](const order::Tracking& each) {
        return each.number == told.number;
    });
    if (known == to.end()) {
        if (to.size() == k_most_parcels)
            unreadable(where, "more than " + std::to_string(k_most_parcels) +
                                  " tracking numbers of one shipment");
        to.push_back(std::move(told));
    } else if (known->url.empty()) {
        known->url = std::move(told.url);
    }
}

void give_url(std::vector<order::Tracking>& to, std::string_view url) {
    if (to.size() == 1 && to.front().url.empty())
        to.front().url = tracking_url(url);
}

std::size_t Notice::parcel(const std::string& id) {
    if (id.empty()) {
        m_parcels.emplace_back();
        return m_parcels.size() - 1;
    }
    const auto [found, fresh] = m_by_id.try_emplace(id, m_parcels.size());
    if (fresh)
        m_parcels.emplace_back().id = id;
    return found->second;
}

void Notice::add(Content content) {
    if (content.line.quantity == 0)
        return;
    if (m_whole.try_emplace(content.po_number, false).second)
        m_orders.push_back(content.po_number);
    m_contents.push_back(std::move(content));
}

void Notice::add_order(const std::string& po_number) {
    if (m_whole.insert_or_assign(po_number, true).second)
        m_orders.push_back(po_number);
}

bool Notice::parcels_are_known() const {
    for (const auto& [po, whole] : m_whole)
        if (whole)
            return false;
    return std::all_of(m_contents.begin(), m_contents.end(), [&](const Content& content) {
        std::int64_t sum = 0;
        bool told = true;
        for (const Share& share : content.shares) {
            sum += share.quantity.value_or(0);
            told = told && share.quantity.value_or(0) > 0;
            if (m_parcels[share.parcel].tracking.empty())
                return false;
        }
        return content.shares.size() == 1 || (told && sum > 0 && content.line.quantity == sum);
    });
}

std::vector<order::Shipment> Notice::by_order() const {
    order::Shipment sample = common;
    for (const Parcel& each : m_parcels)
        for (const order::Tracking& tracking : each.tracking)
            add_tracking(sample.tracking, {}, tracking.number, tracking.url);
    // Each order gets a copy of them.
    if (sample.tracking.size() * m_orders.size() > k_most_lines)
        unreadable({}, "more than " + std::to_string(k_most_lines) + " tracking numbers");
    std::vector<order::Shipment> out(m_orders.size(), sample);
    std::unordered_map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < m_orders.size(); ++i) {
        out[i].po_number = m_orders[i];
        index.emplace(m_orders[i], i);
    }
    for (const Content& each : m_contents)
        if (!m_whole.at(each.po_number))
            out[index.at(each.po_number)].lines.push_back(each.line);
    return out;
}

std::vector<order::Shipment> Notice::by_parcel() const {
    std::unordered_map<std::string, std::vector<std::size_t>> of_order; // places in `out`
    std::vector<std::size_t> parcel_of;
    std::vector<order::Shipment> out;
    std::unordered_map<std::string, std::unordered_map<std::size_t, std::size_t>> place_of;
    std::size_t numbers = 0;
    for (const Content& content : m_contents)
        for (const Share& share : content.shares) {
            const auto [found, fresh] =
                place_of[content.po_number].try_emplace(share.parcel, out.size());
            if (fresh) {
                numbers += m_parcels[share.parcel].tracking.size();
                if (out.size() == k_most_orders || numbers > k_most_lines)
                    unreadable({}, "there are more shipments than are read");
                order::Shipment& added = out.emplace_back(common);
                added.po_number = content.po_number;
                added.tracking = m_parcels[share.parcel].tracking;
                parcel_of.push_back(share.parcel);
                of_order[content.po_number].push_back(found->second);
            }
            order::ShippedLine line = content.line;
            if (content.shares.size() > 1)
                line.quantity = share.quantity;
            out[found->second].lines.push_back(std::move(line));
        }
    for (const auto& [po, places] : of_order) {
        std::vector<order::Shipment*> shipments;
        shipments.reserve(places.size());
        for (const std::size_t at : places)
            shipments.push_back(&out[at]);
        number_parcels(shipments);
    }
    return out;
}

std::vector<order::Shipment> Notice::shipments() const {
    if (m_orders.size() > k_most_orders)
        unreadable({}, "more than " + std::to_string(k_most_orders) + " orders");
    return !m_contents.empty() && parcels_are_known() ? by_parcel() : by_order();
}

} // namespace shoporder::confirm
