#pragma once
// Purpose: an order as the GraphQL API tells it, written as a webhook's body would be: it then goes
// through the same door, and one reader knows what an order is.
// State: none. Fails: Fault(strange) for what is no order. Private to shopify. Threads: pure.
//
// What differs, and what is done (source: Shopify's schema 2026-10): enums are upper case (`PAID`);
// ids are gids; money is a bag of two, with digits as few as can be ("12.5"); a line's fulfillable
// quantity is the sum of what its fulfilment orders have left to ship, held or scheduled ones not
// counted (reference: webhook bodies show 0 there, too). The bytes depend on the order alone, so
// that the same state fetched twice is one.
// Rejected: a second reader beside order/body.hpp, which would have to be kept equal to it.
#include "shopify/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shoporder::shopify {

struct FetchedOrder {
    Json order;                           ///< of order.graphql
    std::vector<Json> lines;              ///< all nodes, those of later pages too
    std::vector<Json> fulfillment_orders; ///< each with "all_lines": the nodes of all its pages
    std::vector<Json> fulfillments;       ///< likewise
    std::vector<Json> refunds;            ///< likewise
};

[[nodiscard]] std::string webhook_body(const FetchedOrder& fetched);

/// "12.5" EUR → "12.50", "23600.0" JPY → "23600", as the REST API and webhooks write amounts;
/// digits beyond the currency's scale stay. Source of the scales: ISO 4217.
[[nodiscard]] std::string rest_amount(std::string_view amount, std::string_view currency);

} // namespace shoporder::shopify
