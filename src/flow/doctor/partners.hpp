#pragma once
// Purpose: do webhooks of each shop arrive, and does each supplier's server work?
// State: none; pure.
// Fails: not at all. Threads: any.
#include "base/clock.hpp"
#include "flow/doctor/findings.hpp"
#include "flow/operate/supplier_test.hpp"
#include "order/supplier.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace shoporder::flow {

struct ShopSeen {
    std::string domain;
    std::optional<base::Time> last_webhook;    ///< authentic ones
    std::map<std::string, std::size_t> topics; ///< of the newest webhooks
    bool refused = false;                      ///< some were refused for their signature of late
};
void judge_shop(const ShopSeen& shop, Findings& out);

/// `test_since`: of one in mode test.
void judge_supplier(const order::Supplier& supplier, std::optional<base::Time> test_since,
                    base::Time now, Findings& out);

/// How a test of its server went; nothing to find where it worked.
void judge_connection(const order::Supplier& supplier, const SupplierTestResult& tested,
                      Findings& out);

} // namespace shoporder::flow
