#pragma once
// Purpose: what a supplier's IT department needs before the first order: sample files as they will
// come, the schemas, and a page on names, folder, login and answers. No password and no secret is
// in it, and nobody's data (sample_order.hpp).
// State: the schemas and stylesheets in their files. Fails: Error(data|config|io) naming the sample
// that cannot be made, or the file that is not there.
// Threads: one call.
#include "config/settings.hpp"
#include "order/supplier.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace shoporder::flow {

struct HandoutFile {
    std::string name; ///< below the handout's folder: "samples/new/1001-A-5550001001.xml"
    std::string bytes;
};

struct HandoutSources {
    std::filesystem::path order_schema;    ///< order.xsd
    std::filesystem::path answer_schema;   ///< answer.xsd
    std::filesystem::path shipment_schema; ///< shipment.xsd
};

/// `shop`: whose orders they are; null where no shop is configured yet.
[[nodiscard]] std::vector<HandoutFile> make_handout(const config::Settings& settings,
                                                    const config::Shop* shop,
                                                    const order::Supplier& supplier,
                                                    const HandoutSources& sources, base::Time now);

/// Why its format cannot write a sample order, with its stylesheet as it is on the disk now and the
/// schema that is kept; empty: it can.
/// A stylesheet may refuse the sample for good reasons.
[[nodiscard]] std::string why_no_sample(const config::Settings& settings, const config::Shop* shop,
                                        order::Supplier supplier, base::Time now);

} // namespace shoporder::flow
