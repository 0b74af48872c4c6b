#pragma once
// Purpose: an order that no webhook brought goes in by a webhook's door all the same: from a file,
// or fetched from Shopify. Of one that is known in that state, or was redacted, nothing is stored.
// State: the database. Fails: Error from the database. Threads: as Write.
#include "base/clock.hpp"
#include "order/body.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shoporder::flow {

enum class Fate {
    taken,    ///< new, or a newer state of a known one
    known,    ///< this very body is here already
    older,    ///< a newer state is known; stored, nothing changed
    redacted, ///< the order was redacted: nothing of it is stored again
    unusable, ///< no order; not stored
};
[[nodiscard]] std::string_view name(Fate fate) noexcept;

struct BroughtOrder {
    std::string_view bytes; ///< as they are to be kept
    order::Body body;       ///< of kind order; the summary suffices
    std::string shop;
    std::string topic;               ///< stands for a webhook's: "import", "sync"
    std::optional<base::Time> as_of; ///< when this was the order's state; nullopt: not known
    std::string actor;               ///< for the history
    std::string words;               ///< likewise: how it came
};

struct TakenOrder {
    Fate fate = Fate::unusable;
    std::string reason;
};
[[nodiscard]] TakenOrder take_order(store::Write& write, BroughtOrder brought, base::Time now);

inline constexpr const char* k_redacted_order =
    "the order was redacted: nothing of it is stored, and nothing is sent";

} // namespace shoporder::flow
