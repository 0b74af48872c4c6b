#pragma once
// Purpose: what a stored answer changes: read it, find whose purchase orders it speaks of, and move
// each delivery to what all of its answers together say; what it says of shipments is ship.hpp's.
// Done again it changes nothing.
// State: the database. Fails: Error from the database; what cannot be read or matched is attention,
// with its reason.
// Threads: one Database, one thread.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "confirm/read_answer.hpp"
#include "order/supplier.hpp"
#include "store/answers.hpp"
#include "store/database.hpp"
#include "store/shipments.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::flow {

/// What answers made of deliveries.
struct AnswerCounts {
    std::size_t confirmed = 0; ///< deliveries, as the next three
    std::size_t partial = 0;
    std::size_t rejected = 0;
    std::size_t partly = 0;    ///< answered in part, the rest is awaited
    std::size_t shipped = 0;   ///< shipments
    std::size_t attention = 0; ///< answers, or parts of them, that need a person
    void add(const AnswerCounts& other);
    /// "2 confirmed, 1 in part"; empty where nothing happened.
    [[nodiscard]] std::string words() const;
};

/// How this supplier's files are read. Error(config) for a stylesheet that cannot be used.
class AnswerReader {
public:
    explicit AnswerReader(const order::Supplier& supplier);
    ~AnswerReader();
    AnswerReader(const AnswerReader&) = delete;
    AnswerReader& operator=(const AnswerReader&) = delete;
    /// `inbox`: by whose rules, "answers" or "shipments".
    [[nodiscard]] confirm::Reading read(std::string_view bytes, std::string_view inbox) const;

private:
    struct Forms;
    std::unique_ptr<Forms> m_forms;
};

/// Who applies it: "confirm", "confirm (ann)".
struct Applying {
    store::Database& database;
    const config::Settings& settings;
    const order::Supplier& supplier;
    const base::Clock& clock;
    std::string actor;
};

/// An answer in the state `received`, from where an earlier try left it.
AnswerCounts apply_answer(const Applying& how, const AnswerReader& reader, std::int64_t answer_id);

/// Parts that nobody could be found for, or that came too early: once more.
AnswerCounts apply_again(const Applying& how);

/// Gives a part of an answer to a delivery: a person says whose it is.
AnswerCounts assign_part(const Applying& how, const store::AnswerPart& part,
                         std::int64_t delivery_id);

/// Likewise a shipment.
AnswerCounts assign_shipment(const Applying& how, store::Shipment shipment,
                             std::int64_t delivery_id);

/// An answer is attention while one of its parts is; what it is now is written down.
void refresh_answer(store::Write& write, store::Database& database, std::int64_t answer_id);

/// What an answer would do: one line for each of its purchase orders. Nothing is written.
[[nodiscard]] std::vector<std::string>
rehearse_answer(const Applying& how, const confirm::Reading& reading, const std::string& file_name);

} // namespace shoporder::flow
