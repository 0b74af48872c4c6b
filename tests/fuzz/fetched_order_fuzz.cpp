// Any answer of Shopify's API as an order: it becomes a webhook's body without a crash, the same
// twice, that body/ reads as an order of that id; or it is refused as no answer of Shopify's.
#include "order/body.hpp"
#include "require.hpp"
#include "shopify/fault.hpp"
#include "shopify/order_body.hpp"

#include <cstddef>
#include <cstdint>

using namespace shoporder;

namespace {

using shopify::Json;
using test::require;

std::vector<Json> nodes(const Json& told, const char* key) {
    const Json& list = shopify::member(told, key);
    return list.is_array() ? list.get<std::vector<Json>>() : std::vector<Json>{};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Json told = Json::parse(data, data + size, nullptr, false);
    shopify::FetchedOrder fetched{shopify::member(told, "order"), nodes(told, "lines"),
                                  nodes(told, "fulfillment_orders"), nodes(told, "fulfillments"),
                                  nodes(told, "refunds")};
    try {
        const std::string body = shopify::webhook_body(fetched);
        require(body == shopify::webhook_body(fetched), "the same answer is the same body");
        const order::Body read = order::read_body(body);
        require(read.kind == order::BodyKind::order, "it is read as an order");
        require(read.order_id == shopify::number_of(fetched.order, "legacyResourceId"),
                "of that id");
    } catch (const shopify::Fault& fault) {
        require(fault.kind() == shopify::FaultKind::strange, "refused as no answer of Shopify's");
    }
    return 0;
}
