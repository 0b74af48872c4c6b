#pragma once
// Purpose: a small shop for tests: settings, a real database in a temporary folder, suppliers, and
// orders made from a sample body. Fails: by throwing. Threads: one test.
#include "base/text.hpp"
#include "config/settings.hpp"
#include "flow/plan/plan.hpp"
#include "order/body.hpp"
#include "store/codec.hpp"
#include "store/database.hpp"
#include "store/deliveries.hpp"
#include "store/documents.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"
#include "support/fixed_clock.hpp"
#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <string>

namespace shoporder::test {

/// Replaces every occurrence; throws when there is none, so that a test cannot go blind.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
    std::size_t at = text.find(from);
    if (at == std::string::npos)
        throw std::runtime_error("the sample has no " + from);
    for (; at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

struct Shop {
    TemporaryFolder folder;
    FixedClock clock;
    config::Settings settings;
    log::Journal journal{
        ::open((folder / "journal").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    std::unique_ptr<store::Database> database;
    int webhooks = 0;

    Shop() {
        settings.database = folder / "shoporder.db";
        config::Shop shop;
        shop.domain = "demo.myshopify.com";
        shop.start = base::parse_time("2026-01-01T00:00:00Z").value();
        shop.buyer.name = "Demo Ltd";
        shop.buyer.vat = "GB123456789";
        shop.alert_unsent = std::chrono::hours{24};
        shop.alert_unpaid = std::chrono::hours{24 * 7};
        settings.shops.push_back(shop);
        settings.retry = {
            {std::chrono::seconds{60}, std::chrono::seconds{300}}, std::chrono::hours{24 * 5}, 0.0};
        settings.remote.connect_timeout = std::chrono::seconds{2};
        settings.remote.response_timeout = std::chrono::seconds{2};
        settings.remote.transfer_timeout = std::chrono::seconds{10};
        database = std::make_unique<store::Database>(settings.database, store::Access::migrate);
    }

    std::int64_t add_supplier(const std::string& name, const std::string& vendor,
                              order::SupplierMode mode = order::SupplierMode::live,
                              const std::string& url = "") {
        order::Supplier s;
        s.name = name;
        s.mode = mode;
        s.match = {{vendor, "", "", ""}};
        s.endpoint = order::Endpoint::parse(url.empty() ? "file:///tmp/nowhere" : url);
        store::Write write(*database);
        const auto id = store::put_supplier(write, s, "test", clock.now());
        write.commit();
        return id;
    }

    /// As intake would store it: its own webhook id each time.
    store::Stored receive(const std::string& body, const std::string& topic = "orders/create",
                          const std::string& shop = "demo.myshopify.com",
                          std::string webhook_id = "") {
        store::NewWebhook w;
        w.shop = shop;
        w.webhook_id = webhook_id.empty() ? "w" + std::to_string(++webhooks) : webhook_id;
        w.topic = topic;
        w.received_at = clock.now();
        w.secret = "primary";
        w.size = body.size();
        w.sha256 = base::sha256(body);
        w.body = order::read_body(body, order::Detail::summary);
        auto packed = store::pack(body);
        w.codec = packed.codec;
        w.packed = packed.bytes;
        store::Write write(*database);
        auto stored = store::accept_webhook(write, w);
        write.commit();
        return stored;
    }

    flow::PlanResult plan() { return flow::plan(*database, settings, clock, journal); }

    /// As if dispatch had sent all of this order that is ready.
    void send(std::int64_t order) {
        for (const store::Delivery& d : deliveries(order)) {
            if (d.state != order::DeliveryState::ready)
                continue;
            store::Write write(*database);
            const std::string name = std::to_string(d.id) + ".xml";
            store::set_document(
                write, d.id,
                store::add_document(write, {d.supplier_id, name, "native", "x"}, clock.now()));
            store::transition(write, d.id,
                              {order::DeliveryState::ready, order::DeliveryState::sending},
                              clock.now());
            store::transition(write, d.id,
                              {order::DeliveryState::sending, order::DeliveryState::uploaded},
                              clock.now());
            write.commit();
        }
    }
    std::vector<store::Delivery> deliveries(std::int64_t order) {
        return store::order_deliveries(*database, order);
    }
    /// "acme 1 ready; globex 1 held:unrouted"
    std::string story(std::int64_t order) {
        std::string text;
        for (const store::Delivery& d : deliveries(order))
            text += (text.empty() ? "" : "; ") +
                    store::find_supplier(*database, d.supplier_id).value().name + " " +
                    std::to_string(d.revision) + " " + std::string{order::name(d.state)} +
                    (d.reason_code.empty() ? "" : ":" + d.reason_code);
        return text;
    }
};

inline const std::string& sample_order() {
    static const std::string body = data_file("bodies/order_two_suppliers.json");
    return body;
}
inline constexpr std::int64_t k_sample_id = 5550001001;

} // namespace shoporder::test
