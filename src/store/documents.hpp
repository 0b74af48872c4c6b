#pragma once
// Purpose: documents (bytes, name, digest), and the tries at them.
// State: tables documents, attempts. Fails: Error from the database. Threads: as Database.
// Bytes and name are fixed in the transaction of the first claim; nothing here changes them.
#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/outcome.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace shoporder::store {

struct NewDocument {
    std::int64_t supplier_id = 0;
    std::string file_name;
    std::string format;
    std::string bytes;
    std::size_t replaced = 0;
};
std::int64_t add_document(Write& write, const NewDocument& document, base::Time now);

struct DocumentHead {
    std::int64_t id = 0;
    std::int64_t supplier_id = 0;
    std::string file_name;
    std::string format;
    std::size_t size = 0;
    std::string sha256; ///< hexadecimal
    std::size_t replaced = 0;
    base::Time rendered_at;
    std::string target;         ///< the url the last attempt went to
    std::string temporary_name; ///< of the last attempt
    std::string done_name;      ///< likewise
    bool size_verified = false; ///< its size was seen before it was published
    bool final_next = false;    ///< what lies under its final name may be ours
    bool acknowledged = false;  ///< the server has said that it has the whole file
    int refused_runs = 0;       ///< in which the step after its upload was refused
    bool stale = false; ///< restored since: it may have been tried again after what is known of it
    std::optional<base::Time> uploaded_at;
};
[[nodiscard]] std::optional<DocumentHead> find_document(Database& database, std::int64_t id);
/// Error(data) when they were redacted or purged.
[[nodiscard]] std::string document_bytes(Database& database, std::int64_t id);

/// Begins an attempt: the row is there before the network is touched, and with it the temporary
/// name ("" when the final one is written itself), that of its done-file ("" when it gets none) and
/// the url it goes to. Clears what an earlier attempt had verified. Returns its id.
std::int64_t begin_attempt(Write& write, std::int64_t document_id,
                           const std::string& temporary_name, const std::string& done_name,
                           const std::string& target, base::Time now);
void end_attempt(Write& write, std::int64_t attempt_id, const base::Outcome& outcome,
                 base::Time now);
/// The commit before a final name is touched. `size_verified`: the file is whole and is about to
/// be renamed or to get its done-file; else it is about to be written under its final name.
void mark_final_next(Write& write, std::span<const std::int64_t> documents, bool size_verified);
/// Its temporary file is to be removed: nothing of it is there to be published from now on.
void take_back_final(Write& write, std::span<const std::int64_t> documents);
/// The last attempt left the whole file with the server, by the server's own word.
void mark_acknowledged(Write& write, std::int64_t document_id);
/// One more run in which the step after the upload was refused; returns how many there were.
int count_refused_run(Write& write, std::int64_t document_id);
void mark_uploaded(Write& write, std::int64_t document_id, base::Time now);

struct Attempt {
    std::int64_t id = 0;
    base::Time started_at;
    std::optional<base::Time> ended_at; ///< nullopt: under way, or its process died
    std::string outcome;
    std::string phase;
    int code = 0;
    std::string reason;
};
/// How often its server has refused it for good.
[[nodiscard]] std::int64_t count_refusals(Database& database, std::int64_t document_id);
[[nodiscard]] std::vector<Attempt> document_attempts(Database& database, std::int64_t document_id);

} // namespace shoporder::store
