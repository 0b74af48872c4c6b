#pragma once
// Purpose: what AdminApi's sources share: the client, and asking for all pages of a connection.
// State: one connection, the token, the budget of points. Fails: Fault. Private to shopify.
// Threads: one at a time.
#include "shopify/admin_api.hpp"
#include "shopify/client.hpp"
#include "shopify/order_body.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shoporder::shopify {

[[nodiscard]] std::vector<Json> nodes_of(const Json& connection);
/// The cursor of the next page; "" on the last.
[[nodiscard]] std::string next_of(const Json& connection);

struct AdminApi::State {
    explicit State(Settings settings) : client(std::move(settings)) {}
    Client client;

    /// The nodes of the first page, and those of every further one: `owner`.`connection` of
    /// `query`. Without a first page (null) it is asked for, too.
    std::vector<Json> all(const Json& first, std::string_view query, const Json& id,
                          std::string_view owner, std::string_view connection);
    void add_history(FetchedOrder& fetched, const Json& id);
    void add_details(MadeFulfillment& made, const Json& id);
};

} // namespace shoporder::shopify
