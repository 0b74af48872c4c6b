#include "store/rejected.hpp"

#include "store/codec.hpp"
#include "store/connection.hpp"

namespace shoporder::store {

namespace {

Rejected read_row(Query& q) {
    Rejected r;
    r.id = q.integer(0);
    r.at = base::from_micros(q.integer(1));
    r.status = static_cast<int>(q.integer(2));
    r.reason = q.text(3);
    r.path = q.text(4);
    r.headers = q.text(5);
    r.size = static_cast<std::size_t>(q.integer(6));
    r.body_kept = q.text(7) != "gone";
    return r;
}

} // namespace

void keep_rejected(Write& write, const Rejected& r, std::size_t keep) {
    const bool fits = r.body.size() <= k_rejected_body;
    const Packed packed = fits ? pack(r.body) : Packed{"gone", ""};
    Query(write.connection(),
          "INSERT INTO rejected (at, status, reason, path, headers, codec, size, body)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          base::to_micros(r.at), r.status, r.reason, r.path, r.headers, packed.codec,
          static_cast<std::int64_t>(r.body.size()), BlobView{packed.bytes})
        .run();
    Query(write.connection(), "DELETE FROM rejected WHERE id <= (SELECT max(id) FROM rejected) - ?",
          static_cast<std::int64_t>(keep))
        .run();
}

std::size_t forget_rejected(Write& write, base::Time now) {
    return static_cast<std::size_t>(Query(write.connection(), "DELETE FROM rejected WHERE at < ?",
                                          base::to_micros(now - k_rejected_age))
                                        .run());
}

std::vector<Rejected> list_rejected(Database& database) {
    Query q(database.connection(),
            "SELECT id, at, status, reason, path, headers, size, codec FROM rejected"
            " ORDER BY id DESC");
    std::vector<Rejected> out;
    while (q.step())
        out.push_back(read_row(q));
    return out;
}

std::optional<Rejected> find_rejected(Database& database, std::int64_t id) {
    Query q(database.connection(),
            "SELECT id, at, status, reason, path, headers, size, codec, body FROM rejected"
            " WHERE id = ?",
            id);
    if (!q.step())
        return std::nullopt;
    Rejected r = read_row(q);
    r.body = unpack(q.text(7), q.text(8), r.size);
    return r;
}

} // namespace shoporder::store
