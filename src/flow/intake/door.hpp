#pragma once
// Purpose: which requests the webhook listener has an answer to: Shopify's webhooks, and two
// questions after its health. The admin listener never comes here.
// State: none. Fails: every outcome is an HTTP status.
// Threads: pure.
#include "receive/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shoporder::flow {

/// What a request wants of serve.
struct Door {
    /// What can be said without reading further; none for a webhook.
    std::optional<receive::Response> answer;
    /// Of a webhook: what follows /webhooks/, empty or the topic of those whose headers name none.
    /// A view into the request's path.
    std::string_view topic;
};

/// `ready`: what is sent now can be stored.
[[nodiscard]] Door find_door(const receive::Request& request, bool ready);

/// One line of text; the newline is added.
[[nodiscard]] receive::Response plain(int status, std::string text);

} // namespace shoporder::flow
