#define OPENSSL_SUPPRESS_DEPRECATED // the plain SHA-256 interface, for its copyable state
#include "load/orders.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdexcept>

namespace shoporder::load {

namespace {

std::string now_text() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

std::string money(const std::string& amount) {
    return R"({"shop_money":{"amount":")" + amount +
           R"(","currency_code":"GBP"},"presentment_money":{"amount":")" + amount +
           R"(","currency_code":"GBP"}})";
}

/// About 900 bytes, with what Shopify's lines have.
std::string line(int i) {
    const std::string n = std::to_string(100 + i);
    const std::string price = std::to_string(3 + i * 7 % 90) + "." + std::to_string(10 + i % 90);
    return R"({"id":1107197)" + n + R"(,"admin_graphql_api_id":"gid://shopify/LineItem/1107197)" +
           n +
           R"(","current_quantity":2,"fulfillable_quantity":2,"fulfillment_service":"manual",)" +
           R"("fulfillment_status":null,"gift_card":false,"grams":)" + std::to_string(120 * i) +
           R"(,"name":"Garden chair no. )" + n + R"( - Oak / Large","price":")" + price +
           R"(","price_set":)" + money(price) + R"(,"product_exists":true,"product_id":7513594)" +
           n + R"(,"properties":[{"name":"Engraving","value":"No. )" + n +
           R"("}],"quantity":2,"requires_shipping":true,"sku":"ACME-)" + n +
           R"(-OAK","taxable":true,"title":"Garden chair no. )" + n +
           R"(","total_discount":"0.00","total_discount_set":)" + money("0.00") +
           R"(,"variant_id":4264704)" + n +
           R"(,"variant_inventory_management":"shopify","variant_title":"Oak / Large","vendor":)" +
           (i % 3 == 0 ? R"("Globex")" : R"("Acme")") +
           R"(,"tax_lines":[{"price":"1.20","rate":0.2,"title":"VAT","price_set":)" +
           money("1.20") + R"(}],"duties":[],"discount_allocations":[]})";
}

std::string address() {
    return R"({"first_name":"Mair","last_name":"Jones","name":"Mair Jones","company":null,)"
           R"("address1":"7 Castle Street","address2":"Flat 2","city":"Cardiff","zip":"CF10 1BT",)"
           R"("province":"Wales","province_code":"WLS","country":"United Kingdom",)"
           R"("country_code":"GB","phone":"+44 29 2000 0000","latitude":51.48,"longitude":-3.18})";
}

std::string head() {
    const std::string at = now_text();
    return R"({"app_id":580111,"buyer_accepts_marketing":false,"cancel_reason":null,)"
           R"("cancelled_at":null,"closed_at":null,"confirmed":true,"created_at":")" +
           at + R"(","processed_at":")" + at +
           R"(","currency":"GBP","presentment_currency":"GBP","current_total_price":"117.89",)"
           R"("total_price":"117.89","subtotal_price":"117.89","total_tax":"19.65",)"
           R"("total_price_set":)" +
           money("117.89") +
           R"(,"customer_locale":"en-GB","email":"shopper@example.com","financial_status":"paid",)"
           R"("fulfillment_status":null,"note":"Please ring twice.","tags":"vip","test":false,)"
           R"("taxes_included":true,"source_name":"web","payment_gateway_names":["shopify_payments"],)"
           R"("customer":{"id":207119551,"email":"shopper@example.com","first_name":"Mair",)"
           R"("last_name":"Jones","tags":"","verified_email":true},"billing_address":)" +
           address() + R"(,"shipping_address":)" + address() +
           R"(,"shipping_lines":[{"id":271878346,"code":"Standard","title":"Standard delivery",)"
           R"("price":"4.90","discounted_price":"4.90","source":"shopify"}],"discount_codes":[],)"
           R"("refunds":[],"fulfillments":[],"line_items":[)";
}

std::string tail(std::int64_t id) {
    const std::string digits = std::to_string(id);
    return R"("id":)" + digits + R"(,"name":"#)" + digits + R"(","order_number":)" + digits +
           R"(,"updated_at":"2026-11-24T10:00:00Z"})";
}

constexpr std::int64_t k_some_id = 5'500'000'000'000;

std::string make_prefix(std::size_t bytes) {
    const std::string before_filler = R"(],"note_attributes":[{"name":"gift","value":")";
    const std::string after_filler = R"("}],)";
    const std::size_t rest = before_filler.size() + after_filler.size() + tail(k_some_id).size();
    std::string out = head() + line(1);
    for (int i = 2;; ++i) {
        const std::string next = ',' + line(i);
        if (out.size() + next.size() + rest > bytes)
            break;
        out += next;
    }
    if (out.size() + rest > bytes)
        throw std::runtime_error("a body has at least " + std::to_string(out.size() + rest) +
                                 " bytes");
    out += before_filler;
    for (std::size_t left = bytes - rest - (out.size() - before_filler.size()); left > 0; --left)
        out += static_cast<char>('a' + left * 7 % 26);
    return out + after_filler;
}

} // namespace

Orders::Orders(const OrderOptions& options)
    : m_options(options), m_prefix(make_prefix(options.body_bytes)) {}

std::string body_of(const Orders& orders, std::int64_t id) {
    return orders.prefix() + tail(id);
}

// HMAC by hand (RFC 2104), because copying a context of the library's costs more than the rest.
struct Signer::Digest {
    SHA256_CTX inner{}; ///< after the inner pad and the common prefix
    SHA256_CTX outer{}; ///< after the outer pad
};

Signer::Signer(const Orders& orders) : m_orders(orders), m_digest(std::make_unique<Digest>()) {
    std::array<unsigned char, SHA256_CBLOCK> key{};
    const std::string& secret = orders.options().secret;
    if (secret.size() > key.size())
        throw std::runtime_error("the secret is longer than 64 bytes");
    std::copy(secret.begin(), secret.end(), key.begin());
    const auto begin = [&key](SHA256_CTX& context, unsigned char pad) {
        std::array<unsigned char, SHA256_CBLOCK> block = key;
        for (unsigned char& byte : block)
            byte = static_cast<unsigned char>(byte ^ pad);
        SHA256_Init(&context);
        SHA256_Update(&context, block.data(), block.size());
    };
    begin(m_digest->inner, 0x36);
    begin(m_digest->outer, 0x5c);
    SHA256_Update(&m_digest->inner, orders.prefix().data(), orders.prefix().size());
}

Signer::~Signer() = default;

void Signer::request(std::int64_t id, std::string& out) {
    const std::string end = tail(id);
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256_CTX context = m_digest->inner;
    SHA256_Update(&context, end.data(), end.size());
    SHA256_Final(digest.data(), &context);
    context = m_digest->outer;
    SHA256_Update(&context, digest.data(), digest.size());
    SHA256_Final(digest.data(), &context);
    std::array<unsigned char, 45> text{};
    EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
    const OrderOptions& o = m_orders.options();
    out.clear();
    out += "POST " + o.path + " HTTP/1.1\r\nHost: hooks.example.com\r\nConnection: " +
           (o.keep_alive ? "keep-alive" : "close") +
           "\r\nContent-Type: application/json\r\nUser-Agent: Shopify-Captain-Hook\r\n"
           "X-Shopify-Topic: orders/create\r\nX-Shopify-Shop-Domain: " +
           o.shop + "\r\nX-Shopify-API-Version: 2026-07\r\nX-Shopify-Webhook-Id: load-" +
           std::to_string(id) + "\r\nX-Shopify-Hmac-Sha256: ";
    out.append(reinterpret_cast<const char*>(text.data()), 44);
    out +=
        "\r\nContent-Length: " + std::to_string(m_orders.prefix().size() + end.size()) + "\r\n\r\n";
    out += m_orders.prefix();
    out += end;
}

} // namespace shoporder::load
