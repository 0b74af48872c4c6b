#pragma once
// Purpose: the page that a supplier's IT department reads first: what comes, where, under which
// name, how it is written, and how to answer.
// State: none. Fails: not at all. Threads: pure.
#include "order/supplier.hpp"

#include <string>
#include <vector>

namespace shoporder::report {

struct HandoutFacts {
    const order::Supplier* supplier = nullptr; ///< never null, owned by the caller
    std::string shop;                          ///< its domain; empty: not known yet
    std::vector<std::string> samples;          ///< files of the handout
    std::vector<std::string> schemas;          ///< likewise
};

/// Lines of at most 78 characters.
[[nodiscard]] std::string handout_text(const HandoutFacts& facts);

} // namespace shoporder::report
