#pragma once
// Purpose: how the carrier reaches whoever receives the goods, and what was asked of the delivery.
// One order tells a telephone number in up to six places; the nearest to the parcel wins.
// State: none. Fails: never. Threads: pure.
#include "order/order.hpp"

#include <string>

namespace shoporder::order {

/// The ship-to's, else the first shipping line's that has one (Shopify asks for it at local
/// delivery), the order's, the customer's, the billing address's. "" when nobody told one.
[[nodiscard]] std::string contact_phone(const Order& order);

/// In the same order of places; shipping lines have none.
[[nodiscard]] std::string contact_email(const Order& order);

/// The name of the business that bought: the ship-to's company, else the billing address's, else
/// the customer's. "" for an order that is not B2B: a person's employer is no business.
[[nodiscard]] std::string company_name(const Order& order);

/// What the shopper asked of the delivery. Shopify's order bodies have no fields for it: apps and
/// themes write note attributes ("Delivery-Date" of date pickers, "Delivery instructions"), which
/// are read here by their names and go along as note attributes, too.
struct DeliveryWishes {
    std::string instructions; ///< several are joined by line breaks
    std::string date; ///< as it was written; "2026-12-24" for any form that puts the year first
    std::string time; ///< as it was written: "13:00 - 14:00"
};
[[nodiscard]] DeliveryWishes delivery_wishes(const Order& order);

} // namespace shoporder::order
