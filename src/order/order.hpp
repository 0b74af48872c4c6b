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
    std::string email{}; ///< not in Shopify's bodies today; some apps add it
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
    std::string product_type;          ///< not in Shopify's bodies today; empty when absent
    std::string tags;                  ///< not in Shopify's bodies today; comma separated
    std::int64_t quantity = 0;         ///< what was bought
    std::int64_t current_quantity = 0; ///< after removals and refunds; derived when absent
    /// What Shopify says may still ship: neither shipped nor on hold; derived when absent.
    std::int64_t fulfillable_quantity = 0;
    /// In the fulfillments that stand: all but cancelled, error and failure.
    std::int64_t fulfilled_quantity = 0;
    /// What came back, or was refunded, after it had shipped; never more than `quantity` less
    /// `current_quantity`, so that the two together are what was ordered. Counts refunds with
    /// restock_type "return"; of those that do not say what became of the goods (no_restock,
    /// legacy_restock), as many as the standing fulfillments prove to have shipped.
    std::int64_t returned_quantity = 0;
    bool requires_shipping = true;
    bool gift_card = false;
    std::int64_t grams = 0;
    std::string fulfillment_status;           ///< "", "partial", "fulfilled", "not_eligible"
    std::optional<Decimal> price;             ///< a unit, before discounts; nullopt when unreadable
    std::optional<Decimal> presentment_price; ///< the same in the currency the shopper saw
    std::vector<Property> properties;         ///< names starting with `_` are hidden from shoppers
    /// The line of this order that this one was added to (an engraving's bracelet), 0 for none.
    std::int64_t parent_id = 0;
    /// It names a parent, which may be no line of this order.
    bool names_parent = false;
    std::int64_t group_id = 0; ///< the bundle it is a component of, 0 for none
};

/// A bundle that was sold as one (`line_item_groups`, API 2025-10 and later; from 2025-01 on only
/// its id is known, from its lines). Its components are the lines with its id.
struct LineGroup {
    std::int64_t id = 0;
    std::string title;
    std::string sku;           ///< of the bundle's own variant
    std::int64_t quantity = 0; ///< how many bundles were bought, 0 when not told
    friend bool operator==(const LineGroup&, const LineGroup&) = default;
};

struct ShippingLine {
    std::int64_t id = 0;
    std::string title;
    std::string code;
    std::string phone;
    std::string source;            ///< "shopify", a carrier or an app
    std::string delivery_category; ///< "pickup" where Shopify or an app says so, mostly ""
    std::optional<Decimal> price;
    friend bool operator==(const ShippingLine&, const ShippingLine&) = default;
};

/// What the order tells of the shopper's record in the shop, beside the addresses.
struct Customer {
    std::string email;
    std::string phone; ///< their own, else their default address's
    std::string company;
    friend bool operator==(const Customer&, const Customer&) = default;
};

/// The business that bought (`company`, B2B orders only): the shop's ids for it.
struct Company {
    std::int64_t id = 0;
    std::int64_t location_id = 0;
    friend bool operator==(const Company&, const Company&) = default;
};

struct PaymentDue {
    std::optional<base::Time> due_at; ///< nullopt: "due on receipt" and the like
    std::optional<Decimal> amount;
    std::string currency;
    bool completed = false;
};

/// Payment later, as agreed with a business: "Net 30".
struct PaymentTerms {
    std::string name;
    std::string type;             ///< "net", "fixed", "receipt", "fulfillment"
    std::vector<PaymentDue> dues; ///< as the body lists them
    /// When the next payment that is not completed falls due.
    [[nodiscard]] std::optional<base::Time> next_due() const noexcept;
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
    std::string currency;                 ///< the shop's
    std::string presentment_currency;     ///< the shopper's; empty when not told or no code
    std::optional<Decimal> total;         ///< nullopt when absent or unreadable
    std::optional<Decimal> current_total; ///< after edits and refunds; nullopt when not told
    std::optional<Decimal> outstanding;   ///< still to be paid; nullopt when not told
    /// `current_total` (else `total`) in the presentment currency.
    std::optional<Decimal> presentment_total;
    std::vector<std::string> gateways; ///< `payment_gateway_names`, blank ones left out
    std::optional<PaymentTerms> payment_terms;
    bool test = false;
    std::string source_name;
    std::string tags;
    std::string note;
    std::vector<Property> note_attributes;
    std::string email;
    std::string phone;
    Customer customer;
    std::optional<Company> company;
    std::optional<Address> shipping_address;
    std::optional<Address> billing_address;
    std::vector<ShippingLine> shipping_lines; ///< those not removed
    std::string shipping_title;               ///< of the first of `shipping_lines`
    std::string shipping_code;                ///< likewise
    std::vector<LineItem> lines;
    std::vector<LineGroup> line_groups;
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
