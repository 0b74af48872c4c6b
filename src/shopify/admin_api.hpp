#pragma once
// Purpose: what shoporder asks Shopify, and tells it, about one shop: orders that changed, one
// whole order, webhook subscriptions, what the app may do. Mechanism, no policy; nothing of JSON is
// seen. State: one connection, the token, the budget of points. Fails: Fault, each kind with its
// remedy. Threads: one at a time.
#include "base/clock.hpp"
#include "shopify/fault.hpp"
#include "shopify/settings.hpp"
#include "shopify/shipping.hpp"
#include "shopify/subscription.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shoporder::shopify {

struct ChangedOrder {
    std::int64_t id = 0;
    base::Time created_at;
    base::Time updated_at;
    bool cancelled = false;
    std::string financial; ///< as in a webhook's body: "paid"
};
struct ChangedPage {
    std::vector<ChangedOrder> orders; ///< the oldest change first
    std::string cursor;               ///< of the next page; "": this was the last
};

struct AccessTold {
    std::string shop;             ///< its permanent domain
    std::set<std::string> scopes; ///< "read_orders"
    bool version_lives = false;   ///< ours is among those that Shopify supports
};

class AdminApi {
public:
    explicit AdminApi(Settings settings);
    ~AdminApi();
    AdminApi(const AdminApi&) = delete;
    AdminApi& operator=(const AdminApi&) = delete;

    [[nodiscard]] AccessTold access();

    /// Orders whose updated_at is not before `since`. `cursor` continues where a page ended, also
    /// in another process. Without read_all_orders Shopify tells of 60 days only.
    [[nodiscard]] ChangedPage changed_orders(base::Time since, const std::string& cursor);
    /// As the body of a webhook; the same state gives the same bytes. nullopt: Shopify has no such
    /// order, or none that the app may see.
    [[nodiscard]] std::optional<std::string> order_body(std::int64_t order_id);

    /// The order of a fulfilment order; 0: Shopify has none, or none that the app may see.
    [[nodiscard]] std::int64_t order_of(std::int64_t fulfillment_order);

    /// nullopt as in order_body(). Of the fulfilments in `plain` nothing but their states is told:
    /// each of the others costs a question.
    [[nodiscard]] std::optional<OrderShipping> shipping_of(std::int64_t order_id,
                                                           const std::set<std::int64_t>& plain);
    /// Creates a fulfilment and returns its id. Fault(refused) with Shopify's words: it was not
    /// done. Fault(throttled): neither. After any other Fault nobody knows.
    [[nodiscard]] std::int64_t fulfill(const FulfillmentWish& wish);
    void update_tracking(std::int64_t fulfillment, const ParcelsTold& parcels, bool notify);

    [[nodiscard]] std::vector<Subscription> subscriptions();
    /// `topic` as a webhook names it: "orders/create".
    void subscribe(const std::string& topic, const std::string& uri);
    void unsubscribe(const std::string& id);

    /// Fields that the app may not see, so far.
    [[nodiscard]] const std::set<std::string>& withheld() const noexcept;
    /// By Shopify's clock; nullopt before the first answer.
    [[nodiscard]] std::optional<base::Time> first_answer_at() const noexcept;
    /// "" before the first answer.
    [[nodiscard]] const std::string& answered_version() const noexcept;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace shoporder::shopify
