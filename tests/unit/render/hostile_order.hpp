#pragma once
// Purpose: orders as bad as a source of numbers and texts can make them; the same maker serves the
// seeded test and the fuzz target. Broken UTF-8 is in, although the order's contract rules it out.
// State: the source's. Threads: one for each source.
#include "sample_order.hpp"

#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace shoporder::test {

/// How many a test makes: SHOPORDER_HOSTILE_ORDERS, else the usual number.
inline std::uint64_t hostile_orders(std::uint64_t usual) {
    const char* asked = std::getenv("SHOPORDER_HOSTILE_ORDERS");
    return asked != nullptr ? std::strtoull(asked, nullptr, 10) : usual;
}

class Source {
public:
    virtual ~Source() = default;
    /// 0 to below-1.
    virtual std::uint64_t number(std::uint64_t below) = 0;
    virtual std::string text() = 0;
};

class HostileMaker {
public:
    explicit HostileMaker(Source& source) : m_source(source) {}

    [[nodiscard]] std::unique_ptr<Sample> make() {
        auto sample = std::make_unique<Sample>();
        order(sample->order);
        render::Sheet& sheet = sample->sheet;
        sheet.order = &sample->order;
        sheet.kind = static_cast<render::DocumentKind>(m_source.number(3));
        sheet.revision = m_source.number(4) == 0 ? std::numeric_limits<int>::max()
                                                 : 1 + static_cast<int>(m_source.number(3));
        sheet.po_number = "1" + text();
        sheet.shop = text();
        sheet.supplier = text();
        sheet.account = text();
        sheet.buyer = {text(), text(), text(), text()};
        sheet.show_prices = m_source.number(2) == 0;
        sheet.test = m_source.number(2) == 0;
        if (auto amount = money(); amount && amount->units() > 0)
            sheet.collect = order::Money{*amount, code("EUR")};
        for (const order::LineItem& item : sample->order.lines)
            sheet.lines.push_back({&item, whole() & std::numeric_limits<std::int64_t>::max()});
        return sample;
    }

    void line(order::LineItem& item) {
        item.id = whole();
        item.product_id = whole();
        item.variant_id = whole();
        item.sku = text();
        item.title = text();
        item.variant_title = text();
        item.vendor = text();
        item.grams = whole();
        item.price = money();
        properties(item.properties);
        item.requires_shipping = m_source.number(2) == 0;
        item.gift_card = m_source.number(4) == 0;
        item.parent_id = whole();
        item.group_id = whole();
        item.presentment_price = money();
    }

private:
    std::string text() { return m_source.text(); }

    std::int64_t whole() {
        switch (m_source.number(6)) {
        case 0:
            return 0;
        case 1:
            return std::numeric_limits<std::int64_t>::max();
        case 2:
            return std::numeric_limits<std::int64_t>::min();
        case 3:
            return -static_cast<std::int64_t>(m_source.number(1000));
        default:
            return static_cast<std::int64_t>(m_source.number(1000));
        }
    }

    std::optional<order::Decimal> money() {
        static constexpr const char* k_absurd[] = {"999999999999999999",
                                                   "-999999999999999999",
                                                   "0.000000001",
                                                   "-0.000000001",
                                                   "0",
                                                   "-0",
                                                   "000000000.000000000",
                                                   "16.486",
                                                   "23600",
                                                   "none"};
        return order::Decimal::parse(k_absurd[m_source.number(std::size(k_absurd))]);
    }

    std::optional<base::Time> time() {
        static constexpr const char* k_times[] = {
            "1970-01-01T00:00:00+23:59",        "9999-12-31T23:59:60-23:59",
            "2024-02-29T12:00:00.000001Z",      "2026-11-22T21:50:09Z",
            "2026-11-22T21:50:09.999999+09:00", "none"};
        return base::parse_time(k_times[m_source.number(std::size(k_times))]);
    }

    std::string code(const char* good) { return m_source.number(3) == 0 ? text() : good; }

    void properties(std::vector<order::Property>& out) {
        for (std::uint64_t n = m_source.number(4); n > 0; --n)
            out.push_back({(m_source.number(3) == 0 ? "_" : "") + text(), text()});
    }

    std::optional<order::Address> address() {
        if (m_source.number(4) == 0)
            return std::nullopt;
        order::Address out{text(), text(), text(), text(), text(), text(),
                           text(), text(), text(), "",     text(), text()};
        out.country_code = code("DE");
        return out;
    }

    void order(order::Order& order) {
        order.id = whole();
        order.name = text();
        order.number = whole();
        order.po_number = text();
        order.created_at = time();
        order.updated_at = time();
        order.cancelled_at = time();
        order.cancel_reason = text();
        order.currency = code("EUR");
        order.note = text();
        properties(order.note_attributes);
        order.email = text();
        order.phone = text();
        order.shipping_address = address();
        order.billing_address = address();
        beside(order);
        order.shipping_title = text();
        order.shipping_code = text();
        order.lines.resize(m_source.number(5));
        for (order::LineItem& item : order.lines)
            line(item);
    }

    void beside(order::Order& order) {
        order.presentment_currency = code("RON");
        order.customer = {text(), text(), text()};
        if (m_source.number(2) == 0)
            order.company = order::Company{whole(), whole()};
        for (const char* name : {"Delivery-Date", "Delivery time", "delivery_instructions"})
            if (m_source.number(3) == 0)
                order.note_attributes.push_back({name, text()});
        for (std::uint64_t n = m_source.number(3); n > 0; --n)
            order.line_groups.push_back({whole(), text(), text(), whole()});
        for (std::uint64_t n = m_source.number(3); n > 0; --n)
            order.shipping_lines.push_back({whole(), text(), text(), text(), text(), text(), {}});
    }

    Source& m_source;
};

} // namespace shoporder::test
