#pragma once
// Purpose: the headers of a Shopify delivery, typed, from either family:
// `X-Shopify-…` (webhooks) or `Shopify-…` (the newer "Events"). None of them is signed.
// State: none. Fails: by value. Threads: pure.
#include "base/clock.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shoporder::verify {

/// Names lower-case, values as they came, in order.
using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct DeliveryHeaders {
    std::string hmac; ///< trimmed; empty when missing
    std::string topic;
    std::string shop;       ///< lower-case
    std::string webhook_id; ///< the deduplication key
    std::string event_id;
    std::string api_version;
    std::string subscription; ///< X-Shopify-Name
    std::optional<base::Time> triggered_at;
    bool test = false;
    bool events_family = false; ///< `Shopify-Hmac-Sha256` was there: an "Events" delivery
    std::string defect; ///< not empty: a doubled header or an impossible value; refuse with 400
};

/// Where both families are present the delivery is of the Events kind (Shopify's own rule), but
/// either spelling of the signature is accepted. A shop domain must look like a host name, a
/// topic like [a-z_]+(/[a-z_]+)*; ids are cut at 128 printable ASCII characters.
[[nodiscard]] DeliveryHeaders read_headers(const HeaderList& headers);

/// Reads a saved request, or the event of a gateway or queue that carries one (`headers` beside the
/// body; the event then is the body). A request: "Name: value" lines, an optional request line
/// first, an optional blank line and body after. Returns the headers and where the body starts
/// (size of text if none).
struct SavedRequest {
    HeaderList headers;
    std::size_t body_at = 0;
};
[[nodiscard]] SavedRequest parse_saved_request(std::string_view text);

} // namespace shoporder::verify
