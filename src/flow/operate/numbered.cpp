#include "flow/operate/numbered.hpp"

#include "store/suppliers.hpp"

#include <algorithm>

namespace shoporder::flow {

std::vector<order::Supplier> numbered(std::span<const order::Supplier> suppliers,
                                      std::span<const order::Supplier> stored) {
    std::int64_t last_id = store::k_unrouted_id;
    for (const order::Supplier& s : stored)
        last_id = std::max(last_id, s.id);
    std::vector<order::Supplier> out(suppliers.begin(), suppliers.end());
    for (order::Supplier& s : out) {
        const auto known = std::find_if(stored.begin(), stored.end(),
                                        [&](const auto& each) { return each.name == s.name; });
        s.id = known == stored.end() ? ++last_id : known->id;
    }
    return out;
}

} // namespace shoporder::flow
