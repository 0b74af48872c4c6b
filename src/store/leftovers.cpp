#include "store/leftovers.hpp"

#include "store/connection.hpp"

namespace shoporder::store {

void add_leftover(Write& write, std::int64_t document_id, base::Time now) {
    Query(write.connection(),
          "INSERT INTO leftovers SELECT supplier_id, temporary_name, id, target, ? FROM documents"
          " WHERE id = ? AND temporary_name <> '' ON CONFLICT DO NOTHING",
          base::to_micros(now), document_id)
        .run();
}

void drop_leftover(Write& write, std::int64_t supplier_id, const std::string& name) {
    Query(write.connection(), "DELETE FROM leftovers WHERE supplier_id = ? AND name = ?",
          supplier_id, name)
        .run();
}

void drop_leftover(Write& write, std::int64_t document_id) {
    Query(write.connection(),
          "DELETE FROM leftovers WHERE (supplier_id, name) ="
          " (SELECT supplier_id, temporary_name FROM documents WHERE id = ?)",
          document_id)
        .run();
}

std::vector<Leftover> stale_leftovers(Database& database, std::int64_t supplier_id,
                                      base::Time before, std::size_t most) {
    // `cancelled` and `settled` by a person count: they have looked.
    Query q(database.connection(),
            "SELECT name, target FROM leftovers l WHERE supplier_id = ?1 AND since < ?2"
            " AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.document_id = l.document_id"
            "   AND d.state NOT IN ('uploaded', 'confirmed', 'partial', 'rejected', 'cancelled',"
            "   'settled')) LIMIT ?3",
            supplier_id, base::to_micros(before), static_cast<std::int64_t>(most));
    std::vector<Leftover> out;
    while (q.step())
        out.push_back({q.text(0), q.text(1)});
    return out;
}

} // namespace shoporder::store
