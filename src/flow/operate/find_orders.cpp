#include "flow/operate/find_orders.hpp"

#include "order/marks.hpp"
#include "store/order_marks.hpp"
#include "store/time_limit.hpp"
#include "store/webhooks.hpp"

namespace shoporder::flow {

namespace {

constexpr std::size_t k_page = 200;

bool is_it(const std::string& body, const OrderSearch& search) {
    return (!search.person || order::belongs_to(body, *search.person)) &&
           (search.sku.empty() || order::has_sku(body, search.sku));
}

/// The other filters first: they read no body.
bool passes(store::Database& database, store::OrderFilter filter, std::int64_t order) {
    filter.from_id = order;
    filter.before_id = order + 1;
    filter.limit = 1;
    return !store::list_orders(database, filter).empty();
}

void check_time(const OrderSearch& search) {
    if (search.until && std::chrono::steady_clock::now() > *search.until)
        throw store::TimeIsUp("too many bodies are to be read");
}

} // namespace

std::vector<std::int64_t> find_orders(store::Database& database, const store::OrderFilter& filter,
                                      const OrderSearch& search) {
    if (search.empty())
        return store::list_orders(database, filter);
    const auto marks = search.person ? order::marks_of(*search.person)
                                     : std::vector{order::mark_of_sku(search.sku)};
    std::vector<std::int64_t> found;
    std::int64_t before = filter.before_id;
    while (true) {
        const auto page = store::maybe_marked(database, marks, before, k_page);
        for (const std::int64_t id : page) {
            check_time(search);
            before = id;
            if (!passes(database, filter, id))
                continue;
            const auto head = store::find_order(database, id);
            if (!head || !is_it(store::webhook_body(database, head->webhook), search))
                continue;
            found.push_back(id);
            if (found.size() == filter.limit)
                return found;
        }
        if (page.size() < k_page)
            return found;
    }
}

} // namespace shoporder::flow
