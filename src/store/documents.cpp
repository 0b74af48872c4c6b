#include "store/documents.hpp"

#include "store/codec.hpp"
#include "store/connection.hpp"
#include "store/uploads.hpp"

namespace shoporder::store {

std::int64_t add_document(Write& write, const NewDocument& d, base::Time now) {
    const Packed packed = pack(d.bytes);
    const base::Sha256 digest = base::sha256(d.bytes);
    Query(write.connection(),
          "INSERT INTO documents (supplier_id, file_name, format, codec, size, sha256, bytes, "
          "replaced,"
          " rendered_at, target, temporary_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '')",
          d.supplier_id, d.file_name, d.format, packed.codec,
          static_cast<std::int64_t>(d.bytes.size()),
          BlobView{{reinterpret_cast<const char*>(digest.data()), digest.size()}},
          BlobView{packed.bytes}, static_cast<std::int64_t>(d.replaced), base::to_micros(now))
        .run();
    return write.connection().db.getLastInsertRowid();
}

std::optional<DocumentHead> find_document(Database& database, std::int64_t id) {
    Query q(
        database.connection(),
        "SELECT id, supplier_id, file_name, format, size, sha256, replaced, rendered_at, target,"
        " temporary_name, size_verified, final_next, uploaded_at, done_name, acknowledged, "
        "refused_runs, stale"
        " FROM documents WHERE id = ?",
        id);
    if (!q.step())
        return std::nullopt;
    DocumentHead head;
    head.id = q.integer(0);
    head.supplier_id = q.integer(1);
    head.file_name = q.text(2);
    head.format = q.text(3);
    head.size = static_cast<std::size_t>(q.integer(4));
    head.sha256 = base::hex(q.text(5));
    head.replaced = static_cast<std::size_t>(q.integer(6));
    head.rendered_at = base::from_micros(q.integer(7));
    head.target = q.text(8);
    head.temporary_name = q.text(9);
    head.size_verified = q.integer(10) != 0;
    head.final_next = q.integer(11) != 0;
    if (const auto at = q.maybe_integer(12))
        head.uploaded_at = base::from_micros(*at);
    head.done_name = q.text(13);
    head.acknowledged = q.integer(14) != 0;
    head.refused_runs = static_cast<int>(q.integer(15));
    head.stale = q.integer(16) != 0;
    return head;
}

std::string document_bytes(Database& database, std::int64_t id) {
    Query q(database.connection(),
            "SELECT codec, size, bytes, file_name FROM documents WHERE id = ?", id);
    if (!q.step())
        throw base::Error(base::Exit::not_found, "no document " + std::to_string(id));
    if (q.text(0) == "gone") // an empty file must never be taken for it
        throw base::Error(base::Exit::data, "the bytes of " + q.text(3) +
                                                " were redacted or purged; its name, size and "
                                                "digest are all that is known");
    return unpack(q.text(0), q.text(2), static_cast<std::size_t>(q.integer(1)));
}

std::int64_t begin_attempt(Write& write, std::int64_t document_id,
                           const std::string& temporary_name, const std::string& done_name,
                           const std::string& target, base::Time now) {
    Query(write.connection(),
          "UPDATE documents SET temporary_name = ?, done_name = ?, target = ?, size_verified = 0,"
          " final_next = 0, acknowledged = 0, refused_runs = 0, stale = 0 WHERE id = ?",
          temporary_name, done_name, target, document_id)
        .run();
    Query(write.connection(),
          "INSERT INTO attempts (document_id, started_at, outcome, phase, code, reason)"
          " VALUES (?, ?, '', '', 0, '')",
          document_id, base::to_micros(now))
        .run();
    return write.connection().db.getLastInsertRowid();
}

void end_attempt(Write& write, std::int64_t attempt_id, const base::Outcome& outcome,
                 base::Time now) {
    Query(write.connection(),
          "UPDATE attempts SET ended_at = ?, outcome = ?, phase = ?, code = ?, reason = ? WHERE id "
          "= ?",
          base::to_micros(now), base::name(outcome.cls), outcome.phase, outcome.code,
          outcome.reason, attempt_id)
        .run();
    count_attempt(write, attempt_id, outcome, now);
}

void mark_final_next(Write& write, std::span<const std::int64_t> documents, bool size_verified) {
    for (const std::int64_t id : documents)
        Query(write.connection(),
              "UPDATE documents SET size_verified = ?, final_next = 1 WHERE id = ?", size_verified,
              id)
            .run();
}

void take_back_final(Write& write, std::span<const std::int64_t> documents) {
    for (const std::int64_t id : documents)
        Query(
            write.connection(),
            "UPDATE documents SET size_verified = 0, final_next = 0, acknowledged = 0 WHERE id = ?",
            id)
            .run();
}

std::int64_t count_refusals(Database& database, std::int64_t document_id) {
    Query q(database.connection(),
            "SELECT count(*) FROM attempts WHERE document_id = ? AND outcome = 'permanent'",
            document_id);
    q.step();
    return q.integer(0);
}

void mark_acknowledged(Write& write, std::int64_t document_id) {
    Query(write.connection(), "UPDATE documents SET acknowledged = 1 WHERE id = ?", document_id)
        .run();
}

int count_refused_run(Write& write, std::int64_t document_id) {
    Query q(write.connection(),
            "UPDATE documents SET refused_runs = refused_runs + 1 WHERE id = ?"
            " RETURNING refused_runs",
            document_id);
    return q.step() ? static_cast<int>(q.integer(0)) : 0;
}

void mark_uploaded(Write& write, std::int64_t document_id, base::Time now) {
    Query(write.connection(), "UPDATE documents SET uploaded_at = ? WHERE id = ?",
          base::to_micros(now), document_id)
        .run();
    count_sent(write, document_id);
}

std::vector<Attempt> document_attempts(Database& database, std::int64_t document_id) {
    Query q(database.connection(),
            "SELECT id, started_at, ended_at, outcome, phase, code, reason FROM attempts"
            " WHERE document_id = ? ORDER BY id",
            document_id);
    std::vector<Attempt> attempts;
    while (q.step()) {
        Attempt a;
        a.id = q.integer(0);
        a.started_at = base::from_micros(q.integer(1));
        if (const auto end = q.maybe_integer(2))
            a.ended_at = base::from_micros(*end);
        a.outcome = q.text(3);
        a.phase = q.text(4);
        a.code = static_cast<int>(q.integer(5));
        a.reason = q.text(6);
        attempts.push_back(std::move(a));
    }
    return attempts;
}

} // namespace shoporder::store
