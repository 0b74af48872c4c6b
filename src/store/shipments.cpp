#include "store/shipments.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "store/connection.hpp"

#include <algorithm>

namespace shoporder::store {

namespace {

ShipmentState shipment_state(std::string_view text) {
    for (const ShipmentState state : k_shipment_states)
        if (name(state) == text)
            return state;
    return ShipmentState::attention;
}

/// "NUMBER\tURL" a line: neither holds white space of that kind, see confirm.
std::string parcels_text(const std::vector<order::Tracking>& tracking) {
    std::string out;
    for (const order::Tracking& each : tracking)
        out += (out.empty() ? "" : "\n") + each.number + "\t" + each.url;
    return out;
}

std::vector<order::Tracking> parcels_in(std::string_view text) {
    std::vector<order::Tracking> out;
    while (!text.empty()) { // not base::split: it trims, and the url may be empty
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const auto tab = std::min(line.find('\t'), line.size());
        out.push_back({std::string{line.substr(0, tab)},
                       std::string{line.substr(std::min(line.size(), tab + 1))}});
    }
    return out;
}

/// "LINE:PIECES LINE:PIECES"
std::string pieces_text(const Pieces& pieces) {
    std::string out;
    for (const auto& [line, count] : pieces)
        out += (out.empty() ? "" : " ") + std::to_string(line) + ":" + std::to_string(count);
    return out;
}

Pieces pieces_in(const std::string& text) {
    Pieces out;
    for (const std::string& word : base::split(text, ' ')) {
        const auto colon = word.find(':');
        const auto line = base::parse_int(word.substr(0, colon));
        if (line && colon != std::string::npos)
            out[*line] = base::parse_int(word.substr(colon + 1)).value_or(0);
    }
    return out;
}

std::string ids_text(const std::set<std::int64_t>& ids) {
    std::string out;
    for (const std::int64_t id : ids)
        out += (out.empty() ? "" : " ") + std::to_string(id);
    return out;
}

std::set<std::int64_t> ids_in(const std::string& text) {
    std::set<std::int64_t> out;
    for (const std::string& word : base::split(text, ' '))
        if (const auto id = base::parse_int(word))
            out.insert(*id);
    return out;
}

#define SHOPORDER_SHIPMENT_COLUMNS                                                                 \
    "SELECT h.id, h.answer_id, h.position, h.po_number, h.revision, h.number, h.shipped_at,"       \
    " h.carrier, h.parcels, h.pieces, h.delivery_id, h.same_as, h.state, h.reason_code, h.reason," \
    " a.received_at, h.told_at FROM shipments h JOIN answers a ON a.id = h.answer_id "

Shipment read_shipment(Query& q) {
    Shipment out;
    out.id = q.integer(0);
    out.answer_id = q.integer(1);
    out.position = static_cast<int>(q.integer(2));
    out.said.po_number = q.text(3);
    out.said.revision = static_cast<int>(q.integer(4));
    out.said.number = q.text(5);
    out.said.shipped_at = q.maybe_time(6);
    out.said.carrier = q.text(7);
    out.said.tracking = parcels_in(q.text(8));
    out.pieces = pieces_in(q.text(9));
    out.delivery_id = q.integer(10);
    out.same_as = q.integer(11);
    out.state = shipment_state(q.text(12));
    out.reason_code = q.text(13);
    out.reason = q.text(14);
    out.received_at = base::from_micros(q.integer(15));
    out.told_at = q.maybe_time(16);
    return out;
}

void read_shipped_lines(Database& database, Shipment& shipment) {
    Query q(database.connection(),
            "SELECT line_id, position, sku, article, quantity FROM shipment_lines WHERE"
            " shipment_id = ? ORDER BY ordinal",
            shipment.id);
    while (q.step()) {
        order::ShippedLine line;
        line.line_id = q.integer(0);
        line.position = static_cast<int>(q.integer(1));
        line.sku = q.text(2);
        line.article = q.text(3);
        line.quantity = q.maybe_integer(4);
        shipment.said.lines.push_back(std::move(line));
    }
}

std::vector<Shipment> read_shipments(Database& database, Query& q) {
    std::vector<Shipment> out;
    while (q.step())
        out.push_back(read_shipment(q));
    for (Shipment& each : out)
        read_shipped_lines(database, each);
    return out;
}

std::optional<Shipment> one_shipment(Database& database, Query& q) {
    auto found = read_shipments(database, q);
    return found.empty() ? std::nullopt : std::optional{std::move(found[0])};
}

} // namespace

std::string_view name(ShipmentState state) noexcept {
    switch (state) {
    case ShipmentState::attention:
        return "attention";
    case ShipmentState::known:
        return "known";
    case ShipmentState::due:
        return "due";
    case ShipmentState::told:
        return "told";
    case ShipmentState::refused:
        return "refused";
    case ShipmentState::repeated:
        return "repeated";
    case ShipmentState::settled:
        break;
    }
    return "settled";
}

bool needs_person(ShipmentState state) noexcept {
    return state == ShipmentState::attention || state == ShipmentState::refused;
}

std::int64_t add_shipment(Write& write, const Shipment& s) {
    Query(write.connection(),
          "INSERT INTO shipments (answer_id, position, po_number, revision, number, shipped_at,"
          " carrier, parcels, pieces, delivery_id, same_as, state, reason_code, reason)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          s.answer_id, s.position, s.said.po_number, s.said.revision, s.said.number,
          micros(s.said.shipped_at), s.said.carrier, parcels_text(s.said.tracking),
          pieces_text(s.pieces), or_null(s.delivery_id), or_null(s.same_as), name(s.state),
          s.reason_code, s.reason)
        .run();
    const std::int64_t id = write.connection().db.getLastInsertRowid();
    int ordinal = 0;
    for (const order::ShippedLine& line : s.said.lines)
        Query(write.connection(), "INSERT INTO shipment_lines VALUES (?, ?, ?, ?, ?, ?, ?)", id,
              ++ordinal, line.line_id, line.position, line.sku, line.article, line.quantity)
            .run();
    return id;
}

void set_shipment(Write& write, const Shipment& s) {
    Query(write.connection(),
          "UPDATE shipments SET pieces = ?, delivery_id = ?, same_as = ?, state = ?,"
          " reason_code = ?, reason = ?, told_at = ? WHERE id = ?",
          pieces_text(s.pieces), or_null(s.delivery_id), or_null(s.same_as), name(s.state),
          s.reason_code, s.reason, micros(s.told_at), s.id)
        .run();
}

void correct_parcels(Write& write, std::int64_t id, const order::Shipment& said) {
    Query(write.connection(), "UPDATE shipments SET carrier = ?, parcels = ? WHERE id = ?",
          said.carrier, parcels_text(said.tracking), id)
        .run();
}

std::optional<Shipment> find_shipment(Database& database, std::int64_t id) {
    Query q(database.connection(), SHOPORDER_SHIPMENT_COLUMNS "WHERE h.id = ?", id);
    return one_shipment(database, q);
}

std::optional<Shipment> find_shipment(Database& database, std::int64_t answer_id, int position) {
    Query q(database.connection(),
            SHOPORDER_SHIPMENT_COLUMNS "WHERE h.answer_id = ? AND h.position = ?", answer_id,
            position);
    return one_shipment(database, q);
}

std::vector<Shipment> answer_shipments(Database& database, std::int64_t answer_id) {
    Query q(database.connection(),
            SHOPORDER_SHIPMENT_COLUMNS "WHERE h.answer_id = ? ORDER BY h.position", answer_id);
    return read_shipments(database, q);
}

std::vector<Shipment> part_shipments(Database& database, std::int64_t delivery_id) {
    Query q(database.connection(),
            SHOPORDER_SHIPMENT_COLUMNS
            "JOIN deliveries d ON d.id = h.delivery_id JOIN deliveries w ON w.order_id ="
            " d.order_id AND w.supplier_id = d.supplier_id AND w.part = d.part WHERE w.id = ?"
            " ORDER BY h.id",
            delivery_id);
    return read_shipments(database, q);
}

std::vector<Shipment> open_shipments(Database& database, std::int64_t supplier_id,
                                     std::size_t limit) {
    Query q(database.connection(),
            SHOPORDER_SHIPMENT_COLUMNS
            "WHERE h.state = 'attention' AND a.supplier_id = ? ORDER BY h.id LIMIT ?",
            supplier_id, limit);
    return read_shipments(database, q);
}

std::vector<Shipment> due_shipments(Database& database, const std::string& shop,
                                    std::int64_t after_id, std::size_t limit) {
    Query q(database.connection(),
            SHOPORDER_SHIPMENT_COLUMNS
            "JOIN deliveries d ON d.id = h.delivery_id JOIN orders o ON o.id = d.order_id"
            " WHERE h.state = 'due' AND o.shop = ? AND h.id > ? ORDER BY h.id LIMIT ?",
            shop, after_id, limit);
    return read_shipments(database, q);
}

std::vector<std::string> shops_with_shipments_due(Database& database) {
    Query q(database.connection(),
            "SELECT DISTINCT o.shop FROM shipments h JOIN deliveries d ON d.id = h.delivery_id"
            " JOIN orders o ON o.id = d.order_id WHERE h.state = 'due' ORDER BY o.shop");
    std::vector<std::string> out;
    while (q.step())
        out.push_back(q.text(0));
    return out;
}

ShipmentsDue shipments_due(Database& database, const std::string& shop) {
    Query q(database.connection(),
            "SELECT count(*), min(a.received_at) FROM shipments h JOIN answers a ON a.id ="
            " h.answer_id JOIN deliveries d ON d.id = h.delivery_id JOIN orders o ON o.id ="
            " d.order_id WHERE h.state = 'due' AND o.shop = ?",
            shop);
    q.step();
    return {static_cast<std::size_t>(q.integer(0)), q.maybe_time(1)};
}

std::string parcels_digest(const std::set<std::string>& numbers) {
    std::string all;
    for (const std::string& number : numbers)
        all += number + "\n";
    const base::Sha256 digest = base::sha256(all);
    return base::hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::int64_t add_fulfillment(Write& write, const Fulfillment& f) {
    Query(write.connection(),
          "INSERT INTO fulfillments (shipment_id, begun_at, pieces, known, parcels, fulfillment_id)"
          " VALUES (?, ?, ?, ?, ?, ?)",
          f.shipment_id, base::to_micros(f.begun_at), pieces_text(f.pieces), ids_text(f.known),
          f.parcels, f.fulfillment_id)
        .run();
    return write.connection().db.getLastInsertRowid();
}

void set_fulfillment(Write& write, std::int64_t id, std::int64_t fulfillment_id) {
    Query(write.connection(), "UPDATE fulfillments SET fulfillment_id = ? WHERE id = ?",
          fulfillment_id, id)
        .run();
}

void remove_fulfillment(Write& write, std::int64_t id) {
    Query(write.connection(), "DELETE FROM fulfillments WHERE id = ?", id).run();
}

std::vector<Fulfillment> shipment_fulfillments(Database& database, std::int64_t shipment_id) {
    Query q(
        database.connection(),
        "SELECT id, shipment_id, begun_at, pieces, known, parcels, fulfillment_id FROM fulfillments"
        " WHERE shipment_id = ? ORDER BY id",
        shipment_id);
    std::vector<Fulfillment> out;
    while (q.step())
        out.push_back({q.integer(0), q.integer(1), base::from_micros(q.integer(2)),
                       pieces_in(q.text(3)), ids_in(q.text(4)), q.text(5), q.integer(6)});
    return out;
}

std::set<std::int64_t> own_fulfillments(Database& database, std::int64_t order_id) {
    Query q(database.connection(),
            "SELECT f.fulfillment_id FROM deliveries d JOIN shipments h ON h.delivery_id = d.id"
            " JOIN fulfillments f ON f.shipment_id = h.id WHERE d.order_id = ? AND"
            " f.fulfillment_id <> 0",
            order_id);
    std::set<std::int64_t> out;
    while (q.step())
        out.insert(q.integer(0));
    return out;
}

std::optional<ShipmentTrouble> shipment_trouble(Database& database, const std::string& shop) {
    Query q(database.connection(),
            "SELECT problem, problem_text, since FROM shipment_troubles WHERE shop = ?", shop);
    if (!q.step())
        return std::nullopt;
    return ShipmentTrouble{q.text(0), q.text(1), base::from_micros(q.integer(2))};
}

void put_shipment_trouble(Write& write, const std::string& shop,
                          const std::optional<ShipmentTrouble>& trouble) {
    if (!trouble)
        Query(write.connection(), "DELETE FROM shipment_troubles WHERE shop = ?", shop).run();
    else
        Query(write.connection(),
              "INSERT INTO shipment_troubles VALUES (?, ?, ?, ?) ON CONFLICT (shop) DO UPDATE SET"
              " problem = excluded.problem, problem_text = excluded.problem_text",
              shop, trouble->problem, trouble->text, base::to_micros(trouble->since))
            .run();
}

std::size_t forget_parcels(Write& write, std::int64_t order_id) {
    return static_cast<std::size_t>(
        Query(write.connection(),
              "UPDATE shipments SET parcels = '', reason = '' WHERE (parcels <> '' OR reason <> '')"
              " AND delivery_id IN (SELECT id FROM deliveries WHERE order_id = ?)",
              order_id)
            .run());
}

void forget_parcels_of_answer(Write& write, std::int64_t answer_id) {
    Query(
        write.connection(),
        "UPDATE shipments SET parcels = '' WHERE parcels <> '' AND state <> 'due' AND (answer_id ="
        " ?1 OR id IN (SELECT same_as FROM shipments WHERE answer_id = ?1))",
        answer_id)
        .run();
}

void doubt_shipments(Write& write, const std::string& why) {
    Query(write.connection(),
          "UPDATE answers SET state = 'attention', reason = ? WHERE state <> 'received' AND id IN"
          " (SELECT answer_id FROM shipments WHERE state = 'due')",
          why)
        .run();
    Query(write.connection(),
          "UPDATE shipments SET state = 'refused', reason_code = 'restored', reason = ? WHERE"
          " state = 'due'",
          why)
        .run();
}

} // namespace shoporder::store
