// Of a key that is not here a person hears as "left out". To judge a new one ask: could somebody
// who packs, labels, declares or hands over these goods need it? Then the document should carry it,
// and until it does the key stays off these lists.
#include "order/left_out_keys.hpp"

#include "base/text.hpp"

#include <span>
#include <unordered_set>

namespace shoporder::order {

namespace {

/// Words with blanks between them; `below` is the path of what holds them.
struct Keys {
    std::string_view below;
    std::string_view words;
};

constexpr std::string_view k_anywhere = "*";

/// A document carries it, or what it says decides what goes, to whom and when.
constexpr Keys k_carried[] = {
    {"", "id name number order_number po_number created_at updated_at cancelled_at cancel_reason "
         "currency presentment_currency test note note_attributes email contact_email phone"},
    // A first name and a last name stand in `name`, too.
    {"shipping_address", "name first_name last_name company address1 address2 zip city province "
                         "province_code country country_code phone email"},
    {"billing_address", "name first_name last_name company address1 address2 zip city province "
                        "province_code country country_code phone email"},
    // A second way, which no document names, is told by left_out.cpp itself.
    {"shipping_lines[]", "id title code phone is_removed delivery_category"},
    // Product type and tags choose the supplier.
    {"line_items[]", "id sku title name variant_title vendor product_id variant_id product_type "
                     "tags quantity current_quantity fulfillable_quantity fulfillment_status "
                     "requires_shipping gift_card grams properties sales_line_item_group_id "
                     "parent_id "
                     "parent_line_item_id parent_line_item parent_relationship parent"},
    {"line_item_groups[]", "id title sku quantity variant_id variant_sku product_id"},
    // Whether its payment is waited for or collected.
    {"", "financial_status fulfillment_status payment_terms payment_gateway_names "
         "total_outstanding"},
};

/// Amounts. Unit prices go along where the supplier's `prices` says so; what the shop and the
/// shopper settle between them (discounts, taxes, tips, fees) is not the supplier's.
constexpr Keys k_money[] = {
    {"", "subtotal_price subtotal_price_set total_price total_price_set total_price_usd "
         "total_line_items_price total_line_items_price_set total_discounts total_discounts_set "
         "total_tax total_tax_set total_tip_received total_shipping_price_set"},
    {"", "current_subtotal_price current_subtotal_price_set current_total_price "
         "current_total_price_set current_total_discounts current_total_discounts_set "
         "current_total_tax current_total_tax_set current_total_duties_set "
         "current_total_additional_fees_set current_shipping_price_set"},
    {"", "original_total_duties_set original_total_additional_fees_set "
         "total_cash_rounding_payment_adjustment_set total_cash_rounding_refund_adjustment_set "
         "tax_lines taxes_included tax_exempt estimated_taxes discount_codes "
         "discount_applications transactions payment_details gateway processing_method"},
    {"shipping_lines[]", "price price_set discounted_price discounted_price_set "
                         "current_discounted_price_set tax_lines discount_allocations"},
    {"line_items[]", "price price_set pre_tax_price pre_tax_price_set total_discount "
                     "total_discount_set taxable tax_lines discount_allocations "
                     "tip_payment_gateway tip_payment_method"},
    // Of duties the amounts alone: what the goods are to the customs is left out, and said.
    {"line_items[].duties[]", "id shop_money presentment_money tax_lines"},
};

/// The shopper's visit, and the shopper's record in the shop: the order has its own addresses,
/// telephone and e-mail, and takes from the record what it lacks.
constexpr Keys k_shopper[] = {
    {"", "browser_ip client_details landing_site landing_site_ref referring_site cart_token "
         "checkout_token checkout_id token buyer_accepts_marketing customer_locale "
         "order_status_url device_id"},
    {"customer",
     "id email phone company first_name last_name default_address addresses note tags state "
     "currency created_at updated_at verified_email multipass_identifier orders_count "
     "total_spent last_order_id last_order_name tax_exempt tax_exemptions"},
    {"customer", "accepts_marketing accepts_marketing_updated_at marketing_opt_in_level "
                 "email_marketing_consent sms_marketing_consent"},
};

/// How the shop and Shopify keep their own books: staff, stock, channels, ids of their objects.
constexpr Keys k_shops_own[] = {
    {k_anywhere, "admin_graphql_api_id"},
    {"", "app_id user_id location_id confirmed confirmation_number merchant_business_entity_id "
         "merchant_of_record_app_id processed_at closed_at source source_name source_url "
         "reference tags total_weight"},
    {"company", "id location_id"},
    {"shipping_address", "id latitude longitude"},
    {"billing_address", "id latitude longitude"},
    {"shipping_lines[]", "source carrier_identifier requested_fulfillment_service_id"},
    {"line_items[]", "attributed_staffs product_exists variant_inventory_management "
                     "fulfillment_service origin_location destination_location"},
};

/// What happened before; its quantities are counted in those of the lines.
constexpr Keys k_history[] = {{"", "fulfillments refunds returns"}};

class Table {
public:
    Table() {
        for (const auto& list :
             {std::span<const Keys>{k_carried}, std::span<const Keys>{k_money},
              std::span<const Keys>{k_shopper}, std::span<const Keys>{k_shops_own},
              std::span<const Keys>{k_history}})
            for (const Keys& keys : list)
                for (const std::string& word : base::split(keys.words, ' '))
                    add(keys.below, word);
    }
    [[nodiscard]] bool has(const std::string& pattern) const { return m_keys.contains(pattern); }
    [[nodiscard]] bool above(const std::string& pattern) const { return m_above.contains(pattern); }

private:
    void add(std::string_view below, const std::string& word) {
        std::string path{below};
        path += path.empty() ? "" : ".";
        path += word;
        for (std::size_t i = 0; i < path.size(); ++i) {
            if (path[i] == '.' || path[i] == '[')
                m_above.insert(path.substr(0, i));
            if (path[i] == ']')
                m_above.insert(path.substr(0, i + 1));
        }
        m_keys.insert(std::move(path));
    }

    std::unordered_set<std::string> m_keys;
    std::unordered_set<std::string> m_above;
};

const Table& table() {
    static const Table k_table;
    return k_table;
}

} // namespace

bool is_listed(const std::string& pattern, std::string_view key) {
    return table().has(pattern) || table().has(std::string{k_anywhere}.append(".").append(key));
}

bool holds_listed(const std::string& pattern) {
    return table().above(pattern);
}

} // namespace shoporder::order
