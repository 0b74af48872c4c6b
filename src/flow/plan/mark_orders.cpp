#include "flow/plan/mark_orders.hpp"

#include "order/marks.hpp"
#include "store/order_marks.hpp"
#include "store/webhooks.hpp"

#include <optional>
#include <utility>

namespace shoporder::flow {

namespace {

constexpr std::size_t k_chunk = 32; // orders a transaction: a few milliseconds

using Marks = std::vector<std::string>;

/// nullopt: it cannot be read, and is left for whoever repairs it.
std::optional<Marks> marks_of_webhook(store::Database& database, std::int64_t webhook) {
    try {
        return order::marks_in(store::webhook_body(database, webhook));
    } catch (const base::Error&) {
        return std::nullopt;
    }
}

} // namespace

void mark_orders(store::Database& database, const std::function<bool()>& enough) {
    std::int64_t after = 0;
    while (!enough()) {
        const auto orders = store::unmarked_orders(database, after, k_chunk);
        if (orders.empty())
            return;
        after = orders.back().order;
        std::vector<std::pair<store::UnmarkedOrder, Marks>> found;
        for (const store::UnmarkedOrder& order : orders) // bodies are read without the lock
            if (auto marks = marks_of_webhook(database, order.webhook))
                found.emplace_back(order, *std::move(marks));
        store::Write write(database);
        for (const auto& [order, marks] : found)
            store::mark_order(write, order, marks);
        write.commit();
    }
}

} // namespace shoporder::flow
