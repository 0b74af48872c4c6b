// What answers say, and of which delivery: the other half of answers.hpp.
#include "store/answers.hpp"
#include "store/connection.hpp"

#include <vector>

namespace shoporder::store {

namespace {

#define SHOPORDER_PART_COLUMNS                                                                     \
    "SELECT p.id, p.answer_id, p.position, p.po_number, p.revision, p.supplier_number, p.dated,"   \
    " p.promised, p.verdict, p.said, p.delivery_id, p.state, p.reason_code, p.reason,"             \
    " a.received_at FROM answer_parts p JOIN answers a ON a.id = p.answer_id "

void read_lines(Database& database, AnswerPart& part) {
    Query q(database.connection(),
            "SELECT line_id, position, sku, article, verdict, quantity, promised, price, currency,"
            " substitute, said FROM answer_lines WHERE part_id = ? ORDER BY ordinal",
            part.id);
    while (q.step()) {
        order::LineAnswer line;
        line.line_id = q.integer(0);
        line.position = static_cast<int>(q.integer(1));
        line.sku = q.text(2);
        line.article = q.text(3);
        line.verdict = order::verdict(q.text(4)).value_or(order::Verdict::refused);
        line.quantity = q.maybe_integer(5);
        line.promised = q.text(6);
        line.price = order::Decimal::parse(q.text(7));
        line.currency = q.text(8);
        line.substitute = q.text(9);
        line.reason = q.text(10);
        part.said.lines.push_back(std::move(line));
    }
}

AnswerPart read_part(Query& q) {
    AnswerPart part;
    part.id = q.integer(0);
    part.answer_id = q.integer(1);
    part.position = static_cast<int>(q.integer(2));
    part.said.po_number = q.text(3);
    part.said.revision = static_cast<int>(q.integer(4));
    part.said.supplier_number = q.text(5);
    if (const auto dated = q.maybe_integer(6))
        part.said.dated = base::from_micros(*dated);
    part.said.promised = q.text(7);
    part.said.verdict = order::verdict(q.text(8));
    part.said.reason = q.text(9);
    part.delivery_id = q.integer(10);
    part.state = q.text(11);
    part.reason_code = q.text(12);
    part.reason = q.text(13);
    part.received_at = base::from_micros(q.integer(14));
    return part;
}

std::vector<AnswerPart> read_all(Database& database, Query& q) {
    std::vector<AnswerPart> out;
    while (q.step())
        out.push_back(read_part(q));
    for (AnswerPart& part : out)
        read_lines(database, part);
    return out;
}

std::int64_t one_or_none(Query& q) {
    return q.step() ? q.integer(0) : 0;
}

} // namespace

std::int64_t add_answer_part(Write& write, const AnswerPart& part) {
    const order::OrderAnswer& said = part.said;
    std::optional<std::int64_t> dated;
    if (said.dated)
        dated = base::to_micros(*said.dated);
    Query(write.connection(),
          "INSERT INTO answer_parts (answer_id, position, po_number, revision, supplier_number,"
          " dated, promised, verdict, said, delivery_id, state, reason_code, reason)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          part.answer_id, part.position, said.po_number, said.revision, said.supplier_number, dated,
          said.promised, said.verdict ? order::name(*said.verdict) : std::string_view{},
          said.reason, or_null(part.delivery_id), part.state, part.reason_code, part.reason)
        .run();
    const std::int64_t id = write.connection().db.getLastInsertRowid();
    int ordinal = 0;
    for (const order::LineAnswer& line : said.lines)
        Query(write.connection(),
              "INSERT INTO answer_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", id,
              ++ordinal, line.line_id, line.position, line.sku, line.article,
              order::name(line.verdict), line.quantity, line.promised,
              line.price ? line.price->text() : std::string{}, line.currency, line.substitute,
              line.reason)
            .run();
    return id;
}

void set_answer_part(Write& write, std::int64_t part_id, std::int64_t delivery_id,
                     const std::string& state, const std::string& reason_code,
                     const std::string& reason) {
    Query(write.connection(),
          "UPDATE answer_parts SET delivery_id = ?, state = ?, reason_code = ?, reason = ? WHERE"
          " id = ?",
          or_null(delivery_id), state, reason_code, reason, part_id)
        .run();
}

std::optional<AnswerPart> find_answer_part(Database& database, std::int64_t answer_id,
                                           int position) {
    Query q(database.connection(),
            SHOPORDER_PART_COLUMNS "WHERE p.answer_id = ? AND p.position = ?", answer_id, position);
    auto found = read_all(database, q);
    return found.empty() ? std::nullopt : std::optional{std::move(found[0])};
}

std::vector<AnswerPart> answer_parts(Database& database, std::int64_t answer_id) {
    Query q(database.connection(),
            SHOPORDER_PART_COLUMNS "WHERE p.answer_id = ? ORDER BY p.position", answer_id);
    return read_all(database, q);
}

std::vector<AnswerPart> delivery_answers(Database& database, std::int64_t delivery_id) {
    Query q(database.connection(),
            SHOPORDER_PART_COLUMNS "WHERE p.delivery_id = ? ORDER BY p.answer_id, p.position",
            delivery_id);
    return read_all(database, q);
}

std::vector<AnswerPart> open_parts(Database& database, std::int64_t supplier_id,
                                   std::size_t limit) {
    Query q(database.connection(),
            SHOPORDER_PART_COLUMNS
            "WHERE p.state = 'attention' AND a.supplier_id = ? ORDER BY p.id LIMIT ?",
            supplier_id, limit);
    return read_all(database, q);
}

std::int64_t delivery_by_number(Database& database, std::int64_t supplier_id,
                                const std::string& po_number, int revision) {
    if (revision > 0) {
        Query exact(database.connection(),
                    "SELECT id FROM deliveries WHERE supplier_id = ? AND po_number = ? AND"
                    " revision = ?",
                    supplier_id, po_number, revision);
        return one_or_none(exact);
    }
    // What left is what is answered, in the order it left: first what has no answer yet, so that no
    // yes to the order is taken for one to its cancellation; else the newest.
    Query unanswered(database.connection(),
                     "SELECT id FROM deliveries WHERE supplier_id = ? AND po_number = ? AND state ="
                     " 'uploaded' ORDER BY serial LIMIT 1",
                     supplier_id, po_number);
    if (const std::int64_t first = one_or_none(unanswered); first != 0)
        return first;
    Query newest(database.connection(),
                 "SELECT id FROM deliveries WHERE supplier_id = ? AND po_number = ? AND (kind ="
                 " 'new' OR document_id IS NOT NULL) ORDER BY state NOT IN ('waiting', 'held',"
                 " 'ready', 'cancelled') DESC, serial DESC LIMIT 1",
                 supplier_id, po_number);
    return one_or_none(newest);
}

std::int64_t delivery_by_supplier_number(Database& database, std::int64_t supplier_id,
                                         const std::string& number) {
    Query q(database.connection(),
            "SELECT id FROM deliveries WHERE supplier_id = ? AND supplier_number = ? AND"
            " supplier_number <> '' ORDER BY id DESC LIMIT 1",
            supplier_id, number);
    return one_or_none(q);
}

std::int64_t delivery_by_file_name(Database& database, std::int64_t supplier_id,
                                   const std::string& file_name) {
    // The longest, because one name may be the beginning of another.
    Query q(database.connection(),
            "SELECT id FROM documents WHERE supplier_id = ?1 AND"
            " instr(?2, replace(file_name, '.xml', '')) > 0 ORDER BY length(file_name) DESC, id"
            " DESC LIMIT 1",
            supplier_id, file_name);
    const std::int64_t document = one_or_none(q);
    if (document == 0)
        return 0;
    Query of(database.connection(),
             "SELECT min(id), count(*) FROM deliveries WHERE document_id = ?", document);
    return of.step() && of.integer(1) == 1 ? of.integer(0) : 0;
}

std::string whose_number(Database& database, std::int64_t supplier_id,
                         const std::string& po_number) {
    Query q(database.connection(),
            "SELECT s.name FROM suppliers s WHERE s.id <> ?1 AND EXISTS (SELECT 1 FROM deliveries d"
            " WHERE d.supplier_id = s.id AND d.po_number = ?2) LIMIT 1",
            supplier_id, po_number);
    return q.step() ? q.text(0) : std::string{};
}

void set_answered(Write& write, std::int64_t delivery_id, const Answered& answered) {
    Query(write.connection(),
          "UPDATE deliveries SET supplier_number = ?, promised = ? WHERE id = ?",
          answered.supplier_number, answered.promised, delivery_id)
        .run();
    Query(write.connection(), "UPDATE delivery_lines SET refused = 0 WHERE delivery_id = ?",
          delivery_id)
        .run();
    for (const auto& [line, pieces] : answered.refused)
        Query(write.connection(),
              "UPDATE delivery_lines SET refused = ? WHERE delivery_id = ? AND line_id = ?", pieces,
              delivery_id, line)
            .run();
}

void forget_lines_said(Write& write, std::int64_t answer_id) {
    Query(write.connection(),
          "UPDATE answer_lines SET said = '' WHERE said <> '' AND part_id IN"
          " (SELECT id FROM answer_parts WHERE answer_id = ?)",
          answer_id)
        .run();
}

} // namespace shoporder::store
