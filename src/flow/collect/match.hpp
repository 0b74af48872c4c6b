#pragma once
// Purpose: which delivery an answer speaks of, and what was asked for in it.
// State: the database, read. Fails: Error from the database.
// Threads: as Database.
#include "confirm/judge.hpp"
#include "order/answer.hpp"
#include "order/supplier.hpp"
#include "store/database.hpp"
#include "store/deliveries.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::flow {

struct Match {
    std::int64_t delivery_id = 0; ///< 0: nobody's
    std::string why;              ///< then, for a person
};
/// By purchase-order number, else by the answer's file name, else by the supplier's own number.
/// `alone`: the file holds no other answer, so that its name may tell.
[[nodiscard]] Match match_answer(store::Database& database, const order::Supplier& supplier,
                                 const order::OrderAnswer& said, const std::string& file_name,
                                 bool alone);

/// In the order of the document.
[[nodiscard]] std::vector<confirm::AskedLine> asked_lines(store::Database& database,
                                                          const store::Delivery& delivery,
                                                          const order::Supplier& supplier);

/// By all that was said of it, and, where `more` is given, by that too.
[[nodiscard]] confirm::Judgement judge_delivery(store::Database& database,
                                                const store::Delivery& delivery,
                                                const order::Supplier& supplier,
                                                const confirm::Told* more = nullptr);

} // namespace shoporder::flow
