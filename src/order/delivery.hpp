#pragma once
// Purpose: the states of a webhook and of a delivery, and which may follow which.
// The one home of these names: SQL, logs, man pages and JSON use the same words.
// State: none. Threads: pure.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace shoporder::order {

enum class WebhookState { received, applied, ignored, corrupt };
[[nodiscard]] std::string_view name(WebhookState state) noexcept;

enum class DeliveryState {
    waiting,   ///< goes by itself: grace delay, unpaid, supplier not live, earlier revision
    held,      ///< attention: a person must look
    ready,     ///< may go now
    sending,   ///< claimed; its document's bytes and name are fixed
    uncertain, ///< the wire broke where the file may have landed
    deferred,  ///< failed for a passing reason; the next time is known
    uploaded,  ///< the server has it under the final name
    confirmed, ///< the supplier said yes
    partial,   ///< attention: the supplier refused some lines
    rejected,  ///< attention: the supplier said no
    failed,    ///< attention: gave up, loudly
    cancelled, ///< called off before it left
    settled,   ///< a person closed it, with a reason
};
inline constexpr std::array k_delivery_states = {
    DeliveryState::waiting,  DeliveryState::held,      DeliveryState::ready,
    DeliveryState::sending,  DeliveryState::uncertain, DeliveryState::deferred,
    DeliveryState::uploaded, DeliveryState::confirmed, DeliveryState::partial,
    DeliveryState::rejected, DeliveryState::failed,    DeliveryState::cancelled,
    DeliveryState::settled};

[[nodiscard]] std::string_view name(DeliveryState state) noexcept;
[[nodiscard]] std::optional<DeliveryState> delivery_state(std::string_view text) noexcept;

/// Only a person can settle it.
[[nodiscard]] bool is_attention(DeliveryState state) noexcept;
/// Nothing will happen to it any more by itself or should (confirmed, cancelled, settled, and
/// uploaded where no answer is expected).
[[nodiscard]] bool is_settled(DeliveryState state) noexcept;
/// It has not been claimed yet, so newer states of the order replace it.
[[nodiscard]] bool is_unclaimed(DeliveryState state) noexcept;

/// It is not at the supplier for certain, and should be.
[[nodiscard]] bool may_still_leave(DeliveryState state) noexcept;
/// What waits with this reason code waits for the customer, Shopify or its own delay: nobody here
/// could have sent it yet.
[[nodiscard]] bool waits_for_others(std::string_view reason_code) noexcept;
/// What waits with this reason code could have gone, but for us or the supplier: a closed window,
/// a pause, an outage, or nothing at all.
[[nodiscard]] bool waits_for_us(std::string_view reason_code) noexcept;

/// Is `from` → `to` a step the design knows?
[[nodiscard]] bool may_follow(DeliveryState from, DeliveryState to) noexcept;

} // namespace shoporder::order
