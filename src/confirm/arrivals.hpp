#pragma once
// Purpose: which files in a supplier's folder are to be fetched, and which are done with.
// State: none. Fails: not at all.
// Threads: pure.
#include "order/answering.hpp"
#include "remote/session.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::confirm {

/// What is remembered of a file.
struct Seen {
    std::optional<std::uint64_t> bytes; ///< at the last look
    bool fetched = false;
    bool acknowledged = false;
};

/// Larger files are no answers: they are never fetched.
inline constexpr std::uint64_t k_largest_answer = 10U << 20U;

struct Arrivals {
    std::vector<std::string> fetch;       ///< whole, by the listing alone
    std::vector<std::string> watch;       ///< new or grown: to be looked at once more
    std::vector<std::string> acknowledge; ///< stored here, and not yet moved, renamed or removed
    std::vector<std::string> gone;        ///< remembered, and there no more
    std::vector<std::string> too_large;   ///< new and over k_largest_answer
    std::size_t unspeakable = 0; ///< names with control bytes or other things nobody may ask for
};

/// The names in each list are in the listing's order.
[[nodiscard]] Arrivals sort_arrivals(const std::vector<remote::Entry>& listed,
                                     const std::map<std::string, Seen>& known,
                                     const order::Inbox& rules);

/// The name a file gets once it is stored here; empty: it keeps its own.
[[nodiscard]] std::string acknowledged_name(const std::string& name, const order::Inbox& rules);

/// May this name of a listing be sent back to the server, and be shown?
[[nodiscard]] bool is_speakable(const std::string& name);

} // namespace shoporder::confirm
