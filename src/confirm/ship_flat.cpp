// Flat shipments: a row for each line in a parcel, or for each parcel. Rows of one purchase order
// and number are one shipment; where there is no number, those of one tracking number; and where
// there is neither, those of the purchase order.
#include "confirm/flat_table.hpp"
#include "confirm/readers.hpp"
#include "confirm/ship_parts.hpp"

#include <map>
#include <tuple>

namespace shoporder::confirm {

namespace {

class FlatShipments {
public:
    void add(const FlatFields& row) {
        std::int64_t shipped = -1; // -1: not told
        if (const std::string text = row.number("quantity"); !text.empty())
            shipped = pieces(row.where(), text);
        const bool line = row.names_a_line();
        if (!line && shipped >= 0)
            unreadable(row.where(), "quantity of no line");
        // Some write every line of the order, and 0 where nothing of it is in the shipment.
        if (shipped == 0)
            return;
        order::Shipment& shipment = shipment_of(row);
        read_shipment(shipment, row);
        const auto at = static_cast<std::size_t>(&shipment - m_shipments.data());
        if (!line) {
            if (!shipment.lines.empty())
                unreadable(row.where(), "no line, as earlier rows of this shipment have");
            m_whole[at] = true;
            return;
        }
        if (m_whole[at])
            unreadable(row.where(), "a line, after a row of this shipment without one");
        order::ShippedLine& out = shipment.lines.emplace_back();
        row.read_reference(out);
        if (shipped > 0)
            out.quantity = shipped;
    }

    std::vector<order::Shipment> finish() { return std::move(m_shipments); }

private:
    order::Shipment& shipment_of(const FlatFields& row) {
        std::string po = row.identifier_of("purchase_order", k_longest_po);
        std::string number = row.identifier_of("number");
        std::string tracking = number.empty() ? row.identifier_of("tracking") : std::string{};
        const auto [found, fresh] =
            m_known.try_emplace({po, number, std::move(tracking)}, m_shipments.size());
        if (fresh) {
            if (m_shipments.size() == k_most_orders)
                unreadable(row.where(), "there are more shipments than are read");
            order::Shipment& added = m_shipments.emplace_back();
            added.po_number = std::move(po);
            added.number = std::move(number);
            m_whole.push_back(false);
        }
        return m_shipments[found->second];
    }

    static void read_shipment(order::Shipment& shipment, const FlatFields& row) {
        row.agree(shipment.revision, static_cast<int>(row.whole("revision", 999'999)), "revision");
        if (const auto text = row.field("dated"); !text.empty())
            row.agree(shipment.shipped_at, std::optional{when(row.where(), text, true).time},
                      "dated");
        row.agree(shipment.carrier, row.identifier_of("carrier"), "carrier");
        add_tracking(shipment.tracking, row.where(), row.field("tracking"),
                     row.field("tracking_url"));
    }

    std::vector<order::Shipment> m_shipments;
    std::vector<bool> m_whole; ///< of each: a row without a line ships all
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> m_known;
};

} // namespace

std::vector<order::Shipment> read_flat_shipments(std::string_view bytes, const FlatForm& form) {
    FlatShipments reader;
    each_row(bytes, form, [&](const FlatFields& row) { reader.add(row); });
    return reader.finish();
}

} // namespace shoporder::confirm
