#pragma once
// Purpose: a word about a part that left: a change or a cancellation. May it go as a document, does
// it wait, or is it a person's to tell; and what a person reads of it. Inside `route` only.
// State: none. Fails: not at all; every doubt is a person's. Threads: pure.
// What was said of goods when they left (their money, their route) is not asked again: the supplier
// has them.
#include "route/plan.hpp"

#include <map>
#include <optional>
#include <string>

namespace shoporder::route {

/// What one part is to be now, and what of it the shop has put on hold.
struct Wanted {
    Quantities quantities;
    Quantities on_hold;
    std::optional<order::Money> collect; ///< nothing where nothing was told
};

struct Word {
    const SentPart& part; ///< that it speaks of
    const Wanted& wanted;
    Kind kind; ///< change or cancel
};

using Counts = std::map<std::int64_t, LineCount>; ///< by line

[[nodiscard]] std::int64_t of(const Quantities& quantities, std::int64_t line);
[[nodiscard]] bool same(const std::optional<order::Money>& a, const std::optional<order::Money>& b);

/// Was the order cancelled or deleted?
[[nodiscard]] bool is_called_off(const Facts& facts);

/// "the order was cancelled after 1001-A left (it is uploaded)": what is no longer true.
[[nodiscard]] std::string words_of(const Situation& situation, const Counts& counts,
                                   const Word& word);

/// `ready` only where the supplier takes changes as documents, all that it had before has arrived
/// or was closed, and nothing in it is for a person to judge: goods that the shop put on hold, that
/// have shipped, or that the supplier refused.
[[nodiscard]] Verdict judge_word(const Situation& situation, const Counts& counts,
                                 const Word& word);

} // namespace shoporder::route
