#include "store/ledger.hpp"

#include "order/amounts.hpp"
#include "store/connection.hpp"

namespace shoporder::store {

void set_worth(Write& write, std::int64_t delivery_id, const Worth& worth) {
    Query(write.connection(), "UPDATE deliveries SET units = ?, goods = ?, cost = ? WHERE id = ?",
          worth.units, worth.goods ? order::text_of(*worth.goods) : std::string{},
          worth.cost ? order::text_of(*worth.cost) : std::string{}, delivery_id)
        .run();
}

std::vector<SentRow> list_sent(Database& database, const SentFilter& f) {
    // CROSS JOIN: the times come first, by their index, however few suppliers there are.
    Query q(
        database.connection(),
        "SELECT d.id, d.order_id, o.name, o.shop, s.name, d.po_number, d.part, d.revision,"
        " d.kind, d.state, m.id, m.file_name, m.size, m.sha256, m.uploaded_at, d.units,"
        " d.goods, d.cost, d.supplier_number FROM documents m"
        " CROSS JOIN deliveries d ON d.document_id = m.id CROSS JOIN orders o ON o.id ="
        " d.order_id CROSS JOIN suppliers s ON s.id = d.supplier_id"
        " WHERE m.uploaded_at >= ?1 AND m.uploaded_at < ?2"
        " AND (m.uploaded_at, m.id, d.id) > (?1, ?3, ?4)"
        " AND (?5 = 0 OR d.supplier_id = ?5) AND (?6 = '' OR o.shop = ?6)"
        " ORDER BY m.uploaded_at, m.id, d.id LIMIT ?7",
        std::max(base::to_micros(f.since.value_or(base::Time{})), base::to_micros(f.after_time)),
        base::to_micros(f.until.value_or(base::Time::max())), f.after_document, f.after_delivery,
        f.supplier_id, f.shop, f.limit);
    std::vector<SentRow> out;
    while (q.step()) {
        SentRow row{.delivery_id = q.integer(0),
                    .order_id = q.integer(1),
                    .order_name = q.text(2),
                    .shop = q.text(3),
                    .supplier = q.text(4),
                    .po_number = q.text(5),
                    .part = static_cast<int>(q.integer(6)),
                    .revision = static_cast<int>(q.integer(7)),
                    .kind = q.text(8),
                    .state = order::delivery_state(q.text(9)).value(),
                    .document_id = q.integer(10),
                    .file_name = q.text(11),
                    .size = static_cast<std::uint64_t>(q.integer(12)),
                    .sha256 = q.text(13),
                    .sent_at = base::from_micros(q.integer(14)),
                    .worth = {},
                    .supplier_number = q.text(18)};
        if (const auto units = q.maybe_integer(15))
            row.worth = {*units, order::parse_money(q.text(16)), order::parse_money(q.text(17))};
        out.push_back(std::move(row));
    }
    return out;
}

} // namespace shoporder::store
