#pragma once
// Purpose: a made-up body for every topic that `serve` knows, for `trigger`: of the shape that
// Shopify documents, about nobody.
// State: none. Fails: not at all. Threads: pure.
#include "flow/operate/sample_order.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::flow {

/// What `topic` carries about the order `options.id` of the shop `domain`, of the shape that
/// Shopify documents for it. `options.state` is the topic's. nullopt for a topic without a sample.
[[nodiscard]] std::optional<std::string> sample_body(std::string_view topic, SampleOptions options,
                                                     std::span<const order::Supplier> suppliers,
                                                     const std::string& domain);

/// The topics that have one.
[[nodiscard]] std::vector<std::string_view> sample_topics();

} // namespace shoporder::flow
