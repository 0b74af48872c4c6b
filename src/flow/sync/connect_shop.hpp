#pragma once
// Purpose: a shop's settings as what Shopify's Admin API is asked with. Private to flow/sync: the
// others see what was found.
// State: reads credentials. Fails: Error(config) where one is missing. Threads: any.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "shopify/settings.hpp"

#include <atomic>

namespace shoporder::flow {

/// `stop`, `clock`: must outlive what is made of it.
[[nodiscard]] shopify::Settings api_settings(const config::Settings& settings,
                                             const config::Shop& shop, const base::Clock& clock,
                                             const std::atomic<bool>& stop);

} // namespace shoporder::flow
