#pragma once
// Purpose: the store, read into report's views: what `queue`, `order`, `status`, `supplier`, `log`
// and `webhook` print.
// State: the database, read. Fails: Error(not_found|io). Threads: as the Database.
#include "config/settings.hpp"
#include "flow/operate/find_orders.hpp"
#include "report/event_view.hpp"
#include "report/ledger_view.hpp"
#include "report/order_view.hpp"
#include "report/queue_view.hpp"
#include "report/rejected_view.hpp"
#include "report/status_view.hpp"
#include "report/supplier_view.hpp"
#include "store/answers.hpp"
#include "store/attention.hpp"
#include "store/database.hpp"
#include "store/deliveries.hpp"
#include "store/events.hpp"
#include "store/ledger.hpp"
#include "store/order_views.hpp"
#include "store/rejected.hpp"
#include "store/shipments.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::flow {

/// Names for ids, each looked up once.
class Names {
public:
    explicit Names(store::Database& database) : m_database(database) {}
    /// "" for an unknown one.
    [[nodiscard]] const std::string& order(std::int64_t id);
    [[nodiscard]] const std::string& shop(std::int64_t order_id);
    [[nodiscard]] const std::string& supplier(std::int64_t id);
    /// Of a supplier: why nothing goes to it.
    [[nodiscard]] const report::Standstill& standstill(std::int64_t id);

private:
    struct OrderName {
        std::string name;
        std::string shop;
    };
    [[nodiscard]] const OrderName& find(std::int64_t order_id);
    store::Database& m_database;
    std::map<std::int64_t, OrderName> m_orders;
    std::map<std::int64_t, std::string> m_suppliers;
    std::map<std::int64_t, report::Standstill> m_standstills;
};

[[nodiscard]] report::DeliveryRow delivery_row(store::Database& database, Names& names,
                                               const store::Delivery& delivery);
/// `filter.limit` rows; `more` says whether there are others.
[[nodiscard]] report::QueueView queue_view(store::Database& database,
                                           const store::DeliveryFilter& filter);

/// What needs a person, in groups; of each some of its deliveries, `filter.limit` in all.
[[nodiscard]] report::QueueView attention_view(store::Database& database,
                                               const store::DeliveryFilter& filter);
/// The groups alone.
[[nodiscard]] std::vector<report::AttentionGroup>
attention_groups(store::Database& database, const std::vector<store::AttentionGroup>& groups);

/// What was sent, oldest first, a page of `filter.limit` at a time: a busy month fits no memory.
/// `take` ends it with false.
void each_sent(store::Database& database, store::SentFilter filter,
               const std::function<bool(const report::LedgerRow&)>& take);

/// Newest first, `filter.limit` of them; `more` says whether there are others.
[[nodiscard]] report::OrderList order_list(store::Database& database,
                                           const store::OrderFilter& filter,
                                           const OrderSearch& search = {});
/// Everything known of one order; its lines are routed by the rules of this moment.
[[nodiscard]] report::OrderStory order_story(store::Database& database,
                                             const config::Settings& settings, std::int64_t order);

[[nodiscard]] report::StatusView status_view(store::Database& database,
                                             const config::Settings& settings, base::Time now);

[[nodiscard]] std::vector<report::SupplierRow> supplier_rows(store::Database& database);

[[nodiscard]] report::AnswerList answer_list(store::Database& database,
                                             const store::AnswerFilter& filter);
[[nodiscard]] report::AnswerRow answer_row(Names& names, const store::AnswerHead& head);
[[nodiscard]] report::AnswerPartRow answer_part_row(store::Database& database,
                                                    const store::AnswerPart& part);
[[nodiscard]] report::ShipmentRow shipment_row(store::Database& database,
                                               const store::Shipment& shipment);

[[nodiscard]] report::EventRow event_row(Names& names, const store::Event& event);
[[nodiscard]] report::WebhookRow webhook_row(const store::WebhookRow& row);

/// Of one with its body. What order it speaks of is read from it: nobody vouches for that.
[[nodiscard]] report::RejectedRow rejected_row(const store::Rejected& rejected);
/// Newest first.
[[nodiscard]] std::vector<report::RejectedRow> rejected_rows(store::Database& database);
/// Does a refused request that is kept speak of an order of this name, number or Shopify id?
[[nodiscard]] bool is_refused_order(store::Database& database, std::string_view text);

} // namespace shoporder::flow
