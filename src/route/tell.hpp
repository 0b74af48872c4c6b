#pragma once
// Purpose: what a supplier has of an order and is no longer true: a change or a cancellation of a
// part that left.
// State: none. Fails: not at all. Threads: pure.
#include "route/plan.hpp"

#include <map>
#include <vector>

namespace shoporder::route {

/// Appends the steps for every part that counts as sent.
void tell_suppliers(const Situation& situation, const std::map<std::int64_t, History>& histories,
                    const std::vector<LineCount>& counts, std::vector<Step>& steps);

} // namespace shoporder::route
