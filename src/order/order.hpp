#pragma once
// Purpose: the order as shoporder knows it: what a Shopify body says, typed.
// State: none. Fails: not at all; body.hpp reads and reports. Threads: values.
// Texts are valid UTF-8 but otherwise as hostile as the sender made them; they
// become documents through xml/ alone and never a path, command or query.
// Field meanings: Shopify's Order resource, 2026-04 and older shapes.
#include "base/clock.hpp"
#include "order/money.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::order {

/// A name and a value a shopper or the shop attached ("Engraving": "Ann").
struct Property {
    std::string name;
    std::string value;
    friend bool operator==(const Property&, const Property&) = default;
};

struct Address {
    std::string name;
    std::string company;
    std::string address1;
    std::string address2;
    std::string zip;
    std::string city;
    std::string province;
    std::string province_code;
    std::string country;
    std::string country_code; ///< ISO 3166-1 alpha-2
    std::string phone;
    friend bool operator==(const Address&, const Address&) = default;

    /// What is missing to ship a parcel, for instance "street, city"; empty when nothing is.
    /// Redacted bodies lack the keys altogether, so a missing street means "not told".
    [[nodiscard]] std::string missing() const;
};

struct LineItem {
    std::int64_t id = 0;
    std::int64_t product_id = 0; ///< 0 for a custom line
    std::int64_t variant_id = 0; ///< 0 for a custom line
    std::string sku;
    std::string title;
    std::string variant_title;
    std::string vendor;
    std::string product_type;              ///< not in Shopify's bodies today; empty when absent
    std::string tags;                      ///< not in Shopify's bodies today; comma separated
    std::int64_t quantity = 0;             ///< what was bought
    std::int64_t current_quantity = 0;     ///< after removals and refunds; derived when absent
    std::int64_t fulfillable_quantity = 0; ///< still to ship; derived when absent
    std::int64_t returned_quantity = 0; ///< refunded after it was shipped (restock_type "return")
    bool requires_shipping = true;
    bool gift_card = false;
    std::int64_t grams = 0;
    std::string fulfillment_status;   ///< "", "partial", "fulfilled", "not_eligible"
    std::optional<Decimal> price;     ///< a unit, before discounts; nullopt when unreadable
    std::vector<Property> properties; ///< names starting with `_` are hidden from shoppers
};

struct Order {
    std::int64_t id = 0;
    std::string name;        ///< "#1001", any text; for people only
    std::int64_t number = 0; ///< `order_number`, 0 when the body has none
    std::string po_number;   ///< the shopper's own purchase-order number, a text
    std::optional<base::Time> created_at;
    std::optional<base::Time> updated_at;
    std::optional<base::Time> cancelled_at;
    std::string cancel_reason;
    std::string financial_status;
    std::string fulfillment_status;
    std::string currency;
    std::optional<Decimal> total; ///< nullopt when absent or unreadable
    bool test = false;
    std::string source_name;
    std::string tags;
    std::string note;
    std::vector<Property> note_attributes;
    std::string email;
    std::string phone;
    std::optional<Address> shipping_address;
    std::optional<Address> billing_address;
    std::string shipping_title; ///< the first shipping line not removed
    std::string shipping_code;
    std::vector<LineItem> lines;
    /// Fields that could not be read as what they must be, as "line_items[0].price
    /// \"example string\" is no amount"; such an order is held, never sent.
    std::vector<std::string> defects;
};

/// What is stored of an order beside its body: enough to list it and to tell which state is newer.
struct OrderSummary {
    std::int64_t id = 0;
    std::string name;
    std::int64_t number = 0;
    std::optional<base::Time> created_at;
    std::optional<base::Time> updated_at;
    bool cancelled = false;
    std::string financial;
    std::int64_t quantity = 0; ///< total_quantity()
    bool test = false;
    std::string currency;
    std::string total;
    friend bool operator==(const OrderSummary&, const OrderSummary&) = default;
};
[[nodiscard]] OrderSummary summary_of(const Order& order);

} // namespace shoporder::order
