#pragma once
// Purpose: an authentic request becomes a webhook, the writer stores it, and Shopify hears what
// became of it.
// State: none of its own. Fails: not stored is answered 503, so that Shopify sends it again.
// Threads: any.
#include "base/clock.hpp"
#include "flow/intake/group_commit.hpp"
#include "log/journal.hpp"
#include "receive/message.hpp"
#include "verify/headers.hpp"

#include <string>

namespace shoporder::flow {

/// A webhook whose signature holds.
struct Authentic {
    verify::DeliveryHeaders headers;
    std::string secret; ///< the label of the secret that signed it
    std::string topic;
};

/// Answers after the commit. `journal` must outlive the writer.
void hand_over(receive::Request&& request, Authentic&& authentic, receive::Reply reply,
               base::Time now, const log::Journal& journal, GroupCommit& writer);

/// What is worth keeping of the headers: who sent it, and Shopify's own. A line each.
[[nodiscard]] std::string kept_headers(const receive::Request& request);

} // namespace shoporder::flow
