#pragma once
// Purpose: may Shopify's Admin API be asked about a shop, and does it tell all that is needed?
// State: Shopify, read; the judgement is pure. Fails: not at all: what Shopify says is a finding.
// Threads: one.
#include "config/settings.hpp"
#include "flow/doctor/findings.hpp"
#include "shopify/admin_api.hpp"

#include <string>

namespace shoporder::flow {

/// `fulfills`: it is told of shipments, too.
void judge_access(const std::string& shop, bool fulfills, const shopify::AccessTold& told,
                  Findings& out);

/// Asks, within seconds.
void look_at_access(const config::Settings& settings, const config::Shop& shop, Findings& out);

} // namespace shoporder::flow
