#include "flow/plan/skus.hpp"

#include "base/text.hpp"
#include "store/skus.hpp"

#include <map>
#include <string>
#include <vector>

namespace shoporder::flow {

route::SkuFacts load_skus(store::Database& database, std::span<const order::LineItem> lines) {
    route::SkuFacts facts;
    if (store::sku_tables(database).empty())
        return facts;
    std::map<std::string, std::vector<std::int64_t>> by_sku; // folded: each is asked once
    for (const order::LineItem& line : lines)
        if (std::string key = base::fold(line.sku); !key.empty())
            by_sku[std::move(key)].push_back(line.id);
    for (const auto& [key, ids] : by_sku)
        for (const auto& [supplier, entry] : store::find_skus(database, key))
            for (const std::int64_t id : ids)
                facts[supplier].emplace(id, entry);
    return facts;
}

} // namespace shoporder::flow
