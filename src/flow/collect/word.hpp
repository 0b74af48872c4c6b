#pragma once
// Purpose: answers that no file brings: by telephone, and a person's word on those that need one.
// State: the database. Fails: Error(data) naming what it is and what would work.
// Threads: one Database, one thread.
#include "flow/collect/apply.hpp"
#include "flow/operate/operate.hpp"
#include "order/answer.hpp"

#include <cstdint>
#include <vector>

namespace shoporder::flow {

/// The supplier of this delivery has said so to a person: as an answer of its own, of now.
/// `lines`: ids or positions in the document that it speaks of; empty: of the whole.
AnswerCounts answer_by_word(store::Database& database, const config::Settings& settings,
                            std::int64_t delivery_id, order::Verdict verdict,
                            const std::vector<std::int64_t>& lines, const Person& person,
                            const base::Clock& clock);

/// The part of an answer, or the shipment in it, that needs a person belongs to this delivery, of
/// the same supplier.
AnswerCounts assign_answer(store::Database& database, const config::Settings& settings,
                           std::int64_t answer_id, std::int64_t delivery_id, const Person& person,
                           const base::Clock& clock);

/// A person has seen to it: nothing more comes of it.
void settle_answer(store::Database& database, std::int64_t answer_id, const Person& person,
                   const base::Clock& clock);

} // namespace shoporder::flow
