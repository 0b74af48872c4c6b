#pragma once
// Purpose: ids for suppliers of a file, which have none yet: planning tells suppliers apart by
// them.
// State: none. Fails: not at all. Threads: pure.
#include "order/supplier.hpp"

#include <span>
#include <vector>

namespace shoporder::flow {

/// One that is stored under its name has the stored one's id, the others ids that nobody has.
[[nodiscard]] std::vector<order::Supplier> numbered(std::span<const order::Supplier> suppliers,
                                                    std::span<const order::Supplier> stored);

} // namespace shoporder::flow
