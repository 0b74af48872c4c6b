// What a document adds to what was ordered from its supplier: worth_of() of sheet.hpp.
#include "flow/plan/sheet.hpp"

#include "order/amounts.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace shoporder::flow {

namespace {

using Quantities = std::map<std::int64_t, std::int64_t>; // by line

Quantities asked(const store::Delivery& delivery) {
    Quantities out;
    for (const store::DeliveryLine& line : delivery.lines)
        out[line.line_id] += asked_quantity(delivery, line);
    return out;
}

/// The newest revision of its part before it that was sent.
std::optional<store::Delivery> sent_before(store::Database& database,
                                           const store::Delivery& delivery) {
    std::optional<store::Delivery> out;
    for (store::Delivery& d : store::order_deliveries(database, delivery.order_id))
        if (d.supplier_id == delivery.supplier_id && d.part == delivery.part &&
            d.revision < delivery.revision && d.document_id != 0 && d.kind != "cancel" &&
            d.state != order::DeliveryState::cancelled)
            out = std::move(d);
    return out;
}

/// A sum that is unknown as soon as one of its parts is.
class Sum {
public:
    void add(const std::optional<order::Money>& each, std::int64_t quantity) {
        const auto part = each ? order::times(each->amount, quantity) : std::nullopt;
        if (!part || (m_sum && m_sum->currency != each->currency)) {
            m_known = false;
            return;
        }
        const auto sum = m_sum ? order::sum(m_sum->amount, *part) : part;
        m_known = m_known && sum.has_value();
        if (sum)
            m_sum = {*sum, each->currency};
    }
    [[nodiscard]] std::optional<order::Money> get() const { return m_known ? m_sum : std::nullopt; }

private:
    std::optional<order::Money> m_sum;
    bool m_known = true;
};

const order::LineItem* find_line(const KnownOrder& known, std::int64_t id) {
    for (const auto* lines : {&known.order.lines, &known.gone})
        for (const order::LineItem& item : *lines)
            if (item.id == id)
                return &item;
    return nullptr;
}

/// A currency may be any text of a hostile body.
std::optional<order::Money> price_of(const order::Order& order, const order::LineItem* item) {
    const bool is_currency =
        order.currency.size() == 3 && std::all_of(order.currency.begin(), order.currency.end(),
                                                  [](char c) { return c >= 'A' && c <= 'Z'; });
    if (item == nullptr || !item->price || !is_currency)
        return std::nullopt;
    return order::Money{*item->price, order.currency};
}

} // namespace

store::Worth worth_of(store::Database& database, const KnownOrder& known,
                      const store::Delivery& delivery, const order::Supplier& supplier) {
    Quantities added = asked(delivery);
    std::optional<KnownOrder> before; // tells the lines that the order has lost
    if (delivery.kind == "cancel")
        for (auto& [line, quantity] : added)
            quantity = -quantity;
    else if (delivery.kind == "change")
        if (const auto sent = sent_before(database, delivery)) {
            for (const auto& [line, quantity] : asked(*sent))
                added[line] -= quantity;
            before = load_order(database, *sent);
        }
    store::Worth worth;
    Sum goods;
    Sum cost;
    for (const auto& [line, quantity] : added) {
        if (quantity == 0)
            continue;
        const KnownOrder& told = find_line(known, line) == nullptr && before ? *before : known;
        const order::LineItem* item = find_line(told, line);
        worth.units += quantity;
        goods.add(price_of(told.order, item), quantity);
        const order::SkuEntry* row = route::sku_of(told.skus, supplier.id, line);
        cost.add(row == nullptr ? std::nullopt : row->cost, quantity);
    }
    worth.goods = goods.get();
    worth.cost = cost.get();
    return worth;
}

} // namespace shoporder::flow
