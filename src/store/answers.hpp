#pragma once
// Purpose: what suppliers sent back: the bytes, what they say of which delivery, and which files
// of their folders are known.
// State: tables answers, answer_files, answer_parts, answer_lines. Fails: Error from the database.
// Threads: as Database.
#include "base/clock.hpp"
#include "order/answer.hpp"
#include "store/database.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::store {

// -- files in a folder --------------------------------------------------------------------------

struct KnownFile {
    std::optional<std::uint64_t> bytes; ///< at the last look; nullopt: the server does not tell
    std::int64_t answer_id = 0;         ///< 0: not fetched yet
    bool acknowledged = false;          ///< nothing more is to be done with it there
};
/// By name: what is known of a supplier's folder, given as its url.
[[nodiscard]] std::map<std::string, KnownFile>
known_files(Database& database, std::int64_t supplier_id, const std::string& place);
void put_file(Write& write, std::int64_t supplier_id, const std::string& place,
              const std::string& name, const KnownFile& file);
void forget_file(Write& write, std::int64_t supplier_id, const std::string& place,
                 const std::string& name);

// -- answers ------------------------------------------------------------------------------------

struct NewAnswer {
    std::int64_t supplier_id = 0;
    std::string place;     ///< the url of its folder; "by hand"; "by word"
    std::string file_name; ///< as the supplier named it, printable
    std::string bytes;
    std::string inbox = "answers"; ///< by whose rules it is read: "answers", "shipments"
};
struct AddedAnswer {
    std::int64_t id = 0;
    bool repeated = false; ///< these bytes were known
};
/// In state `received`; or counts once more what is known.
AddedAnswer add_answer(Write& write, const NewAnswer& answer, base::Time now);

/// Answer states: received (not applied yet), applied, attention (it, or a part of it), settled.
struct AnswerHead {
    std::int64_t id = 0;
    std::int64_t supplier_id = 0;
    std::string place;
    std::string file_name;
    std::string form;
    std::size_t size = 0;
    std::string sha256; ///< hexadecimal
    base::Time received_at;
    std::int64_t times = 1; ///< how often it came
    std::string state;
    std::string reason;
    std::string inbox = "answers"; ///< as NewAnswer's
};
[[nodiscard]] std::optional<AnswerHead> find_answer(Database& database, std::int64_t id);
[[nodiscard]] std::string answer_bytes(Database& database, std::int64_t id);
void set_answer_state(Write& write, std::int64_t id, const std::string& form,
                      const std::string& state, const std::string& reason);

struct AnswerFilter {
    std::string state;            ///< empty: all
    std::int64_t supplier_id = 0; ///< 0: all
    std::int64_t before_id = 0;   ///< keyset paging, newest first
    std::size_t limit = 50;
};
[[nodiscard]] std::vector<AnswerHead> list_answers(Database& database, const AnswerFilter& filter);
[[nodiscard]] std::size_t count_answers(Database& database, const std::string& state);

// -- what they say ------------------------------------------------------------------------------

/// What an answer says of one purchase order. States: applied, attention, settled.
struct AnswerPart {
    std::int64_t id = 0;
    std::int64_t answer_id = 0;
    int position = 0;
    order::OrderAnswer said;
    std::int64_t delivery_id = 0; ///< 0: of none that is known
    std::string state;
    std::string reason_code;
    std::string reason;
    base::Time received_at; ///< its answer's; filled by the readers
};
std::int64_t add_answer_part(Write& write, const AnswerPart& part);
void set_answer_part(Write& write, std::int64_t part_id, std::int64_t delivery_id,
                     const std::string& state, const std::string& reason_code,
                     const std::string& reason);
[[nodiscard]] std::optional<AnswerPart> find_answer_part(Database& database, std::int64_t answer_id,
                                                         int position);
[[nodiscard]] std::vector<AnswerPart> answer_parts(Database& database, std::int64_t answer_id);
/// All that was said of a delivery, oldest arrival first.
[[nodiscard]] std::vector<AnswerPart> delivery_answers(Database& database,
                                                       std::int64_t delivery_id);
/// Those of a supplier that need a person, and might be applied by now.
[[nodiscard]] std::vector<AnswerPart> open_parts(Database& database, std::int64_t supplier_id,
                                                 std::size_t limit);

// -- which delivery -----------------------------------------------------------------------------

/// This supplier's delivery with that number: of that revision, or (0) the oldest that left and has
/// no answer yet, else the newest that left.
[[nodiscard]] std::int64_t delivery_by_number(Database& database, std::int64_t supplier_id,
                                              const std::string& po_number, int revision);
/// By the supplier's own number, once it told one.
[[nodiscard]] std::int64_t delivery_by_supplier_number(Database& database, std::int64_t supplier_id,
                                                       const std::string& number);
/// By a document of ours whose name, without its suffix, stands in that name. 0 where it carries
/// several deliveries.
[[nodiscard]] std::int64_t delivery_by_file_name(Database& database, std::int64_t supplier_id,
                                                 const std::string& file_name);
/// The name of another supplier who has a delivery of that number; empty: nobody.
[[nodiscard]] std::string whose_number(Database& database, std::int64_t supplier_id,
                                       const std::string& po_number);

/// What became of a delivery by its answers.
struct Answered {
    std::string supplier_number;
    std::string promised;
    std::map<std::int64_t, std::int64_t> refused; ///< pieces, by line
};
void set_answered(Write& write, std::int64_t delivery_id, const Answered& answered);

/// Forgets what the supplier wrote beside the lines of an answer.
void forget_lines_said(Write& write, std::int64_t answer_id);

// -- lateness -----------------------------------------------------------------------------------

struct Unanswered {
    std::int64_t delivery_id = 0;
    std::int64_t order_id = 0;
    std::string po_number;
    base::Time uploaded_at;
};
/// Uploaded before then and neither confirmed nor refused; oldest first, at most `limit`.
[[nodiscard]] std::vector<Unanswered> unanswered_since(Database& database, std::int64_t supplier_id,
                                                       base::Time before, std::size_t limit);

/// How the folder of a supplier's answers does.
struct AnswersHealth {
    int failures = 0; ///< looks that failed in a row
    std::optional<base::Time> failing_since;
    std::string problem;
    std::optional<base::Time> next; ///< not before then, unless a person asks
    std::optional<base::Time> looked;
};
[[nodiscard]] AnswersHealth answers_health(Database& database, std::int64_t supplier_id);
void put_answers_health(Write& write, std::int64_t supplier_id, const AnswersHealth& health);

} // namespace shoporder::store
