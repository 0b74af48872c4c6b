#pragma once
// Purpose: one random walk of an order through the real store and plan: twice at once, in the order
// things happened and in any order with repetitions, which must come out the same.
// State: a shop of its own folder, many walks. Fails: complaints are texts. Threads: one.
#include "support/shop.hpp"
#include "walk/books.hpp"
#include "walk/truth.hpp"

#include <string>
#include <vector>

namespace shoporder::walk {

/// A shop with two suppliers, for many walks: acme takes changes as documents, globex is told.
struct Ground {
    Ground();
    test::Shop shop;
    std::vector<std::string> suppliers{"acme", "globex"};
    std::int64_t takes_documents = 0; ///< acme
    std::int64_t next_order = 5'000'001;
};

struct Outcome {
    std::string story;                   ///< what was done, one line each
    std::vector<std::string> complaints; ///< empty: all is well
    std::size_t documents = 0;           ///< that left
    std::size_t words = 0;               ///< changes and cancellations told by a person
    std::size_t changes = 0;             ///< documents of them that left
};

[[nodiscard]] Outcome walk(Ground& ground, std::uint32_t seed);

} // namespace shoporder::walk
