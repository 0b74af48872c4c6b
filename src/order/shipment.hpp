#pragma once
// Purpose: what a supplier says it has shipped, whatever form that came in.
// State: none. Fails: by value.
// Threads: values.
#include "base/clock.hpp"
#include "order/line_reference.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::order {

/// By which the shopper follows one parcel.
struct Tracking {
    std::string number;
    std::string url; ///< https://… of the carrier's page; empty: not told
    friend bool operator==(const Tracking&, const Tracking&) = default;
};

/// Some pieces of one line.
struct ShippedLine : LineReference {
    std::optional<std::int64_t> quantity; ///< pieces, at least 1; nullopt: all that had not shipped
    friend bool operator==(const ShippedLine&, const ShippedLine&) = default;
};

/// What left together, of one purchase order: one parcel with its lines, or several of which
/// nobody says what is in which.
struct Shipment {
    std::string po_number; ///< empty: not told; a file's name may tell
    int revision = 0;      ///< of our document; 0: not told
    /// The supplier's own number of it (despatch advice, delivery note): the same number again is
    /// the same shipment, corrected. Empty: not told.
    std::string number;
    std::optional<base::Time> shipped_at; ///< a day without an hour is its midnight UTC
    std::string carrier;                  ///< as the supplier calls it; empty: not told
    std::vector<Tracking> tracking;       ///< one for each parcel
    std::vector<ShippedLine> lines;       ///< empty: all that had not shipped
    friend bool operator==(const Shipment&, const Shipment&) = default;
};

} // namespace shoporder::order
