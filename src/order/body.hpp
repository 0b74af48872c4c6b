#pragma once
// Purpose: from the raw bytes of a webhook to what it is about.
// What a body is comes from its shape, because the topic header is not signed.
// State: none. Fails: by value (BodyKind::unreadable with a reason).
// Threads: pure; each call owns its parser.
#include "order/order.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

enum class BodyKind {
    order,        ///< the whole order resource
    order_edit,   ///< {"order_edit": …}: says that something changed, not what it is now
    order_delete, ///< {"id": …} alone
    refund,
    fulfillment,
    draft_order,
    app_uninstalled, ///< the Shop resource, which shop/update sends as well
    data_request,
    customers_redact,
    shop_redact,
    event, ///< the newer "Events" form, not an order
    other, ///< authentic JSON, not for us
    unreadable,
};

[[nodiscard]] std::string_view name(BodyKind kind) noexcept;
[[nodiscard]] std::optional<BodyKind> body_kind(std::string_view text) noexcept;

struct Body {
    BodyKind kind = BodyKind::unreadable;
    std::int64_t order_id = 0;  ///< the order it speaks of, 0 when none
    std::optional<Order> order; ///< for BodyKind::order, when it was asked for; its id is never 0
    std::optional<OrderSummary> summary; ///< for BodyKind::order, always
    std::size_t replaced = 0; ///< broken UTF-8 or control bytes replaced to read it at all
    std::string reason;       ///< why it is unreadable or not for us
    std::string shop_domain;  ///< where the body itself names a shop (compliance, app)
};

/// Reads any webhook body. A body the JSON parser refuses (bad UTF-8, a lone surrogate, raw
/// control bytes, a byte-order mark, trailing garbage) is repaired on a copy and read again;
/// `replaced` then says how often. Nothing throws on hostile input; nesting is bounded by
/// the parser (1024 levels).
enum class Detail { whole, summary };
[[nodiscard]] Body read_body(std::string_view bytes, Detail detail = Detail::whole);

/// Does a topic such as "orders/create" go with this kind of body? Unknown topics go with all but
/// `order_delete`, whose {"id": …} every other */delete topic sends too. app/uninstalled and
/// shop/update share one body: the kind alone never says that a shop left.
[[nodiscard]] bool topic_fits(std::string_view topic, BodyKind kind) noexcept;

} // namespace shoporder::order
