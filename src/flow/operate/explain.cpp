#include "flow/operate/explain.hpp"

#include "flow/operate/numbered.hpp"
#include "order/body.hpp"
#include "route/explain.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;

std::string name_of(std::int64_t id, std::span<const order::Supplier> suppliers) {
    if (id == store::k_unrouted_id)
        return std::string{order::k_unrouted};
    const auto found = std::find_if(suppliers.begin(), suppliers.end(),
                                    [&](const order::Supplier& s) { return s.id == id; });
    return found == suppliers.end() ? std::string{} : found->name;
}

report::Explanation told(const route::Facts& facts, std::span<const order::Supplier> suppliers) {
    const order::Order& order = *facts.order;
    const auto stories = route::explain(facts, suppliers, store::k_unrouted_id);
    report::Explanation out{order.id, order.name, {}};
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
        const order::LineItem& item = order.lines[i];
        const route::LineStory& story = stories[i];
        report::ExplainedLine line{item.id,         item.sku,
                                   item.title,      name_of(story.route.supplier_id, suppliers),
                                   story.route.why, {}};
        for (const route::PassedOver& other : story.others)
            line.others.emplace_back(other.supplier, other.why);
        out.lines.push_back(std::move(line));
    }
    return out;
}

} // namespace

report::Explanation explain_order(store::Database& database, std::int64_t order) {
    const store::Snapshot snapshot(database);
    const auto head = store::find_order(database, order);
    if (!head)
        throw Error(Exit::not_found, "no order " + std::to_string(order));
    const order::Body body = order::read_body(store::webhook_body(database, head->webhook));
    if (!body.order)
        throw Error(Exit::data, "the body of " + head->name +
                                    " is not there any more, so that no rule can be asked; "
                                    "`shoporder order show` has what is known");
    const auto suppliers = store::list_suppliers(database);
    route::Facts facts;
    facts.order = &*body.order;
    facts.shop = head->shop;
    facts.assigned = store::assignments(database, order);
    return told(facts, suppliers);
}

report::Explanation explain_body(std::string_view bytes, const std::string& shop,
                                 std::span<const order::Supplier> suppliers) {
    const order::Body body = order::read_body(bytes);
    if (!body.order)
        throw Error(Exit::data,
                    "the body is no order but of kind " + std::string{order::name(body.kind)});
    route::Facts facts;
    facts.order = &*body.order;
    facts.shop = shop;
    return told(facts, numbered(suppliers, {}));
}

} // namespace shoporder::flow
