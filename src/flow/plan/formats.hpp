#pragma once
// Purpose: from a supplier's settings to its way of writing documents; each is compiled once.
// State: what was compiled; stylesheets, schemas and credentials are read from their files.
// Fails: Error(config|data) naming the supplier, the setting, and the file with its line.
// Threads: any.
#include "config/settings.hpp"
#include "order/supplier.hpp"
#include "render/format.hpp"
#include "store/deliveries.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace shoporder::flow {

class Formats {
public:
    /// `settings` outlive it.
    explicit Formats(const config::Settings& settings) : m_settings(settings) {}

    [[nodiscard]] std::shared_ptr<const render::Format> of(const order::Supplier& supplier);

private:
    struct Known {
        std::string format;
        order::FlatForm flat;
        std::string zone;
        order::DocumentForm form;
        std::shared_ptr<const render::Format> made;
    };
    const config::Settings& m_settings;
    std::mutex m_mutex;
    std::map<std::string, Known, std::less<>> m_known; ///< by the supplier's name
};

/// All that can be said of its format before the first document: does its stylesheet compile and
/// know the parameters? Error as Formats::of; credentials and the schema (schemas.hpp) are not
/// asked.
void check_format(const order::Supplier& supplier);

/// What its file is called. `sequence` is asked for where the pattern has {seq}. Unfit("file_name")
/// for more than 64 characters.
[[nodiscard]] std::string file_name(const order::Supplier& supplier,
                                    const store::Delivery& delivery, std::int64_t sequence,
                                    base::Time now);
[[nodiscard]] bool needs_sequence(const order::Supplier& supplier);
[[nodiscard]] std::string batch_name(const order::Supplier& supplier, std::int64_t number,
                                     base::Time now);

} // namespace shoporder::flow
