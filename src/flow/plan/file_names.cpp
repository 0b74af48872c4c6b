// What files are called, by a supplier's patterns (rules.md 4).
#include "base/text.hpp"
#include "base/time_zone.hpp"
#include "flow/plan/formats.hpp"
#include "order/file_pattern.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::flow {

namespace {

using order::Supplier;

constexpr std::size_t k_longest = 64;

/// "20261129" where the supplier is.
std::string day(const Supplier& supplier, base::Time now) {
    const auto local = base::TimeZone{supplier.send.zone}.to_local(now);
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(local)};
    return fmt::format("{:04}{:02}{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string finished(const Supplier& supplier, std::string name) {
    if (supplier.document.upper_case)
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    if (name.size() > k_longest)
        throw render::Unfit("file_name", fmt::format("its file would be called {}, which has {} "
                                                     "characters; at most {} are allowed: shorten "
                                                     "document.name",
                                                     name, name.size(), k_longest));
    return name;
}

const char* extension_of(const Supplier& supplier) {
    switch (supplier.flat.kind) {
    case order::FlatKind::none:
        break;
    case order::FlatKind::csv:
        return "csv";
    case order::FlatKind::fixed:
        return "txt";
    }
    return supplier.format == "csv" ? "csv" : "xml";
}

} // namespace

bool needs_sequence(const Supplier& supplier) {
    return !supplier.document.name.empty() &&
           order::file_pattern(supplier.document.name).has("seq");
}

std::string file_name(const Supplier& supplier, const store::Delivery& d, std::int64_t sequence,
                      base::Time now) {
    if (supplier.document.name.empty()) // the purchase-order number carries the shop's prefix
        return finished(supplier, render::file_name("", d.po_number, d.order_id, d.revision,
                                                    extension_of(supplier)));
    return finished(supplier,
                    order::file_pattern(supplier.document.name)
                        .fill([&](std::string_view field) -> std::string {
                            if (field == "po")
                                return render::safe_name(d.po_number);
                            if (field == "order_id")
                                return std::to_string(static_cast<std::uint64_t>(d.order_id));
                            if (field == "revision")
                                return std::to_string(d.revision);
                            if (field == "-r")
                                return d.revision > 1 ? fmt::format("-r{}", d.revision)
                                                      : std::string{};
                            if (field == "kind")
                                return d.kind;
                            if (field == "supplier")
                                return supplier.name;
                            if (field == "seq")
                                return std::to_string(sequence);
                            return day(supplier, now);
                        }));
}

std::string batch_name(const Supplier& supplier, std::int64_t number, base::Time now) {
    if (supplier.document.batch_name.empty())
        return finished(supplier,
                        render::batch_name(supplier.name, number, extension_of(supplier)));
    return finished(supplier, order::batch_pattern(supplier.document.batch_name)
                                  .fill([&](std::string_view field) -> std::string {
                                      return field == "supplier" ? supplier.name
                                             : field == "seq"    ? std::to_string(number)
                                                                 : day(supplier, now);
                                  }));
}

} // namespace shoporder::flow
