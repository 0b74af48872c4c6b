#pragma once
// Purpose: a made-up order for `trigger`: the shape of Shopify's Order resource, nobody's data
// (RFC 2606 names, a telephone number reserved for fiction).
// State: none. Fails: not at all. Threads: pure.
#include "base/clock.hpp"
#include "order/supplier.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace shoporder::flow {

enum class SampleState { open, partially_fulfilled, fulfilled, cancelled };

struct SampleOptions {
    base::Time now;
    std::int64_t id = 0; ///< Shopify's order id, > 0
    bool test = true;
    SampleState state = SampleState::open; ///< partially: its first line has shipped
};

/// One line for each supplier with a rule, made so that the rule takes it, and one line no rule
/// knows; without suppliers two lines of vendors "Acme" and "Globex".
[[nodiscard]] std::string sample_order(const SampleOptions& options,
                                       std::span<const order::Supplier> suppliers);

} // namespace shoporder::flow
