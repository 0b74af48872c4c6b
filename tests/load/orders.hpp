#pragma once
// Purpose: signed orders/create requests without end, each with an order of its own.
// State: none after construction. Fails: by throwing. Threads: Orders is read by many, a Signer
// belongs to one.
// What differs from order to order stands at the end of the body, so that the digest of all before
// it is computed once: the generator must cost little beside the server it measures.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace shoporder::load {

struct OrderOptions {
    std::string shop = "demo.myshopify.com";
    std::string secret;
    std::string path = "/webhooks/orders/create";
    std::size_t body_bytes = 8000; ///< exact; at least 2,000
    bool keep_alive = true;
};

class Orders {
public:
    explicit Orders(const OrderOptions& options);
    [[nodiscard]] const OrderOptions& options() const noexcept { return m_options; }
    [[nodiscard]] const std::string& prefix() const noexcept { return m_prefix; }

private:
    OrderOptions m_options;
    std::string m_prefix; ///< of the body, the same for all
};

class Signer {
public:
    explicit Signer(const Orders& orders);
    ~Signer();
    Signer(const Signer&) = delete;
    Signer& operator=(const Signer&) = delete;
    /// The whole request for the order with this id (13 digits) into `out`.
    void request(std::int64_t id, std::string& out);

private:
    struct Digest;
    const Orders& m_orders;
    std::unique_ptr<Digest> m_digest;
};

/// The body alone.
[[nodiscard]] std::string body_of(const Orders& orders, std::int64_t id);

} // namespace shoporder::load
