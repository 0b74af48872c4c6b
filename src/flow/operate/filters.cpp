#include "flow/operate/filters.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "store/suppliers.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;
using order::DeliveryState;

} // namespace

std::vector<DeliveryState> states_where(bool (*wanted)(DeliveryState)) {
    std::vector<DeliveryState> out;
    std::copy_if(order::k_delivery_states.begin(), order::k_delivery_states.end(),
                 std::back_inserter(out), wanted);
    return out;
}

std::vector<DeliveryState> delivery_states(const std::vector<std::string>& names,
                                           std::string_view option) {
    std::vector<DeliveryState> out;
    for (const std::string& name : names) {
        if (name == "all")
            return states_where([](DeliveryState) { return true; });
        const auto state = order::delivery_state(name);
        if (!state) {
            std::vector<std::string_view> known;
            std::transform(order::k_delivery_states.begin(), order::k_delivery_states.end(),
                           std::back_inserter(known),
                           [](DeliveryState s) { return order::name(s); });
            const std::string_view near = base::nearest(name.substr(0, 40), known);
            throw Error(Exit::usage,
                        std::string{option} + ": no state `" + base::printable(name, 40) + "`" +
                            (near.empty() ? "; see shoporder-queue(7)"
                                          : "; did you mean " + std::string{near} + "?"));
        }
        out.push_back(*state);
    }
    if (out.empty())
        return states_where([](DeliveryState state) { return !order::is_settled(state); });
    return out;
}

std::int64_t supplier_named(store::Database& database, const std::string& name) {
    if (name == order::k_unrouted)
        return store::k_unrouted_id;
    const auto supplier = store::find_supplier(database, name);
    if (!supplier)
        throw Error(Exit::not_found, "no supplier `" + base::printable(name, 40) +
                                         "`; `shoporder supplier list` shows them");
    return supplier->id;
}

std::string answer_state(const std::string& name, std::string_view option) {
    constexpr std::array<std::string_view, 5> k_known = {"", "received", "applied", "attention",
                                                         "settled"};
    if (std::find(k_known.begin(), k_known.end(), name) == k_known.end())
        throw Error(Exit::usage, std::string{option} + ": no state `" + base::printable(name, 40) +
                                     "`; known: received, applied, attention, settled");
    return name;
}

} // namespace shoporder::flow
