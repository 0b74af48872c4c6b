#include "order/delivery.hpp"

#include <initializer_list>

namespace shoporder::order {

namespace {

using S = DeliveryState;

bool one_of(S state, std::initializer_list<S> states) noexcept {
    for (const S s : states)
        if (s == state)
            return true;
    return false;
}

} // namespace

std::string_view name(WebhookState state) noexcept {
    switch (state) {
    case WebhookState::received:
        return "received";
    case WebhookState::applied:
        return "applied";
    case WebhookState::ignored:
        return "ignored";
    case WebhookState::corrupt:
        return "corrupt";
    }
    return "corrupt";
}

std::string_view name(DeliveryState state) noexcept {
    switch (state) {
    case S::waiting:
        return "waiting";
    case S::held:
        return "held";
    case S::ready:
        return "ready";
    case S::sending:
        return "sending";
    case S::uncertain:
        return "uncertain";
    case S::deferred:
        return "deferred";
    case S::uploaded:
        return "uploaded";
    case S::confirmed:
        return "confirmed";
    case S::partial:
        return "partial";
    case S::rejected:
        return "rejected";
    case S::failed:
        return "failed";
    case S::cancelled:
        return "cancelled";
    case S::settled:
        return "settled";
    }
    return "held";
}

std::optional<DeliveryState> delivery_state(std::string_view text) noexcept {
    for (const S state : k_delivery_states)
        if (name(state) == text)
            return state;
    return std::nullopt;
}

bool is_attention(DeliveryState state) noexcept {
    return one_of(state, {S::held, S::partial, S::rejected, S::failed});
}

bool is_settled(DeliveryState state) noexcept {
    return one_of(state, {S::uploaded, S::confirmed, S::cancelled, S::settled});
}

bool is_unclaimed(DeliveryState state) noexcept {
    return one_of(state, {S::waiting, S::held, S::ready});
}

bool may_still_leave(DeliveryState state) noexcept {
    return one_of(
        state, {S::waiting, S::held, S::ready, S::sending, S::uncertain, S::deferred, S::failed});
}

bool waits_for_others(std::string_view reason_code) noexcept {
    for (const std::string_view code :
         {"unpaid", "not_released", "grace", "test_order", "before_start"})
        if (code == reason_code)
            return true;
    return false;
}

bool waits_for_us(std::string_view reason_code) noexcept {
    return reason_code.empty() || reason_code == "planning" || reason_code == "send_window" ||
           reason_code == "cutoff" || reason_code == "earlier_revision" ||
           reason_code.starts_with("supplier_");
}

bool may_follow(DeliveryState from, DeliveryState to) noexcept {
    switch (from) {
    case S::waiting: // uncertain, here and below: the database was restored
        return one_of(to, {S::held, S::ready, S::uncertain, S::cancelled, S::settled});
    case S::held: // uploaded, here and below: its supplier has answered it
        return one_of(to, {S::waiting, S::ready, S::uncertain, S::deferred, S::uploaded,
                           S::cancelled, S::settled});
    case S::ready:
        return one_of(to,
                      {S::sending, S::waiting, S::held, S::uncertain, S::cancelled, S::settled});
    case S::sending:
        return one_of(to, {S::uploaded, S::deferred, S::uncertain, S::held, S::failed});
    case S::uncertain:
        return one_of(to, {S::uploaded, S::sending, S::deferred, S::held, S::failed});
    case S::deferred:
        return one_of(to, {S::uploaded, S::sending, S::uncertain, S::held, S::failed, S::cancelled,
                           S::settled});
    case S::uploaded:
        return one_of(
            to, {S::confirmed, S::partial, S::rejected, S::uncertain, S::deferred, S::settled});
    case S::partial:
    case S::rejected:
        return one_of(to, {S::uncertain, S::uploaded, S::confirmed, S::partial, S::rejected,
                           S::deferred, S::settled});
    case S::failed:
        return one_of(to, {S::uploaded, S::deferred, S::uncertain, S::cancelled, S::settled});
    case S::confirmed:
        // A newer answer, or a person has it sent again.
        return one_of(to, {S::uploaded, S::partial, S::rejected, S::deferred});
    case S::cancelled:
    case S::settled:
        return false;
    }
    return false;
}

} // namespace shoporder::order
