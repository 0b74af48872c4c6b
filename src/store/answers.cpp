#include "store/answers.hpp"

#include "base/digest.hpp"
#include "store/codec.hpp"
#include "store/connection.hpp"

namespace shoporder::store {

namespace {

#define SHOPORDER_ANSWER_COLUMNS                                                                   \
    "SELECT id, supplier_id, place, file_name, form, size, sha256, received_at, times, state,"     \
    " reason, inbox FROM answers "

AnswerHead read_head(Query& q) {
    AnswerHead head;
    head.id = q.integer(0);
    head.supplier_id = q.integer(1);
    head.place = q.text(2);
    head.file_name = q.text(3);
    head.form = q.text(4);
    head.size = static_cast<std::size_t>(q.integer(5));
    head.sha256 = base::hex(q.text(6));
    head.received_at = base::from_micros(q.integer(7));
    head.times = q.integer(8);
    head.state = q.text(9);
    head.reason = q.text(10);
    head.inbox = q.text(11);
    return head;
}

} // namespace

std::map<std::string, KnownFile> known_files(Database& database, std::int64_t supplier_id,
                                             const std::string& place) {
    Query q(database.connection(),
            "SELECT name, size, answer_id, acknowledged FROM answer_files WHERE supplier_id = ?"
            " AND place = ?",
            supplier_id, place);
    std::map<std::string, KnownFile> out;
    while (q.step()) {
        KnownFile file;
        if (q.integer(1) >= 0)
            file.bytes = static_cast<std::uint64_t>(q.integer(1));
        file.answer_id = q.integer(2);
        file.acknowledged = q.integer(3) != 0;
        out.emplace(q.text(0), file);
    }
    return out;
}

void put_file(Write& write, std::int64_t supplier_id, const std::string& place,
              const std::string& name, const KnownFile& file) {
    const std::int64_t size = file.bytes ? static_cast<std::int64_t>(*file.bytes) : -1;
    Query(write.connection(), "INSERT OR REPLACE INTO answer_files VALUES (?, ?, ?, ?, ?, ?)",
          supplier_id, place, name, size, or_null(file.answer_id), file.acknowledged)
        .run();
}

void forget_file(Write& write, std::int64_t supplier_id, const std::string& place,
                 const std::string& name) {
    Query(write.connection(),
          "DELETE FROM answer_files WHERE supplier_id = ? AND place = ? AND name = ?", supplier_id,
          place, name)
        .run();
}

AddedAnswer add_answer(Write& write, const NewAnswer& answer, base::Time now) {
    const base::Sha256 digest = base::sha256(answer.bytes);
    const BlobView sha{{reinterpret_cast<const char*>(digest.data()), digest.size()}};
    Query known(write.connection(), "SELECT id FROM answers WHERE supplier_id = ? AND sha256 = ?",
                answer.supplier_id, sha);
    if (known.step()) {
        const std::int64_t id = known.integer(0);
        Query(write.connection(), "UPDATE answers SET times = times + 1 WHERE id = ?", id).run();
        // What could not be read by the other inbox' rules may be by these.
        const bool anew =
            Query(write.connection(),
                  "UPDATE answers SET inbox = ?2, state = 'received', reason = '' WHERE id = ?1 AND"
                  " inbox <> ?2 AND state IN ('attention', 'settled') AND codec <> 'gone' AND NOT"
                  " EXISTS (SELECT 1 FROM answer_parts p WHERE p.answer_id = ?1) AND NOT EXISTS"
                  " (SELECT 1 FROM shipments h WHERE h.answer_id = ?1)",
                  id, answer.inbox)
                .run() == 1;
        return {id, !anew};
    }
    const Packed packed = pack(answer.bytes);
    Query(write.connection(),
          "INSERT INTO answers (supplier_id, inbox, place, file_name, form, codec, size, sha256,"
          " bytes, received_at, state, reason) VALUES (?, ?, ?, ?, '', ?, ?, ?, ?, ?, 'received',"
          " '')",
          answer.supplier_id, answer.inbox, answer.place, answer.file_name, packed.codec,
          answer.bytes.size(), sha, BlobView{packed.bytes}, base::to_micros(now))
        .run();
    return {write.connection().db.getLastInsertRowid(), false};
}

std::optional<AnswerHead> find_answer(Database& database, std::int64_t id) {
    Query q(database.connection(), SHOPORDER_ANSWER_COLUMNS "WHERE id = ?", id);
    return q.step() ? std::optional{read_head(q)} : std::nullopt;
}

std::string answer_bytes(Database& database, std::int64_t id) {
    Query q(database.connection(), "SELECT codec, bytes, size FROM answers WHERE id = ?", id);
    if (!q.step())
        throw base::Error(base::Exit::not_found, "no answer " + std::to_string(id));
    return unpack(q.text(0), q.text(1), static_cast<std::size_t>(q.integer(2)));
}

void set_answer_state(Write& write, std::int64_t id, const std::string& form,
                      const std::string& state, const std::string& reason) {
    Query(write.connection(), "UPDATE answers SET form = ?, state = ?, reason = ? WHERE id = ?",
          form, state, reason, id)
        .run();
}

std::vector<AnswerHead> list_answers(Database& database, const AnswerFilter& filter) {
    Query q(database.connection(),
            SHOPORDER_ANSWER_COLUMNS
            "WHERE (?1 = '' OR state = ?1) AND (?2 = 0 OR supplier_id = ?2) AND"
            " (?3 = 0 OR id < ?3) ORDER BY id DESC LIMIT ?4",
            filter.state, filter.supplier_id, filter.before_id, filter.limit);
    std::vector<AnswerHead> out;
    while (q.step())
        out.push_back(read_head(q));
    return out;
}

std::size_t count_answers(Database& database, const std::string& state) {
    Query q(database.connection(),
            "SELECT count(*) FROM answers WHERE state = ? AND state IN ('received', 'attention')",
            state);
    q.step();
    return static_cast<std::size_t>(q.integer(0));
}

std::vector<Unanswered> unanswered_since(Database& database, std::int64_t supplier_id,
                                         base::Time before, std::size_t limit) {
    Query q(database.connection(),
            "SELECT d.id, d.order_id, d.po_number, m.uploaded_at FROM deliveries d JOIN documents"
            " m ON m.id = d.document_id WHERE d.state = 'uploaded' AND d.supplier_id = ? AND"
            " m.uploaded_at <= ? AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.order_id ="
            " d.order_id AND e.supplier_id = d.supplier_id AND e.part = d.part AND e.serial >"
            " d.serial AND e.state IN ('confirmed', 'partial', 'rejected'))"
            " ORDER BY m.uploaded_at, d.id LIMIT ?",
            supplier_id, base::to_micros(before), limit);
    std::vector<Unanswered> out;
    while (q.step())
        out.push_back({q.integer(0), q.integer(1), q.text(2), base::from_micros(q.integer(3))});
    return out;
}

AnswersHealth answers_health(Database& database, std::int64_t supplier_id) {
    Query q(database.connection(),
            "SELECT answers_failures, answers_failing_since, answers_problem, answers_next,"
            " answers_looked FROM suppliers WHERE id = ?",
            supplier_id);
    AnswersHealth health;
    if (!q.step())
        return health;
    health.failures = static_cast<int>(q.integer(0));
    health.failing_since = q.maybe_time(1);
    health.problem = q.text(2);
    health.next = q.maybe_time(3);
    health.looked = q.maybe_time(4);
    return health;
}

void put_answers_health(Write& write, std::int64_t supplier_id, const AnswersHealth& health) {
    Query(write.connection(),
          "UPDATE suppliers SET answers_failures = ?, answers_failing_since = ?, answers_problem"
          " = ?, answers_next = ?, answers_looked = ? WHERE id = ?",
          health.failures, micros(health.failing_since), health.problem, micros(health.next),
          micros(health.looked), supplier_id)
        .run();
}

} // namespace shoporder::store
