#pragma once
// Purpose: what a column of a flat file can hold: paths into the order, in the words of the native
// document (share/order.xsd) with `_` for its `-`.
// State: constants. Fails: by value. Threads: pure.
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace shoporder::order {

enum class FlatType {
    text,   ///< for people: may be cut
    code,   ///< names one thing: a cut one would name another
    count,  ///< a whole number
    amount, ///< money
    time,   ///< an instant
    day,    ///< a date as somebody wrote it
    flag,   ///< "true", or nothing
};

struct FlatPath {
    std::string_view name; ///< ends in a dot where a name follows: "attribute."
    FlatType type = FlatType::text;
    /// Whose rules it obeys: one of document_fields(); empty: of none.
    std::string_view field{};
    [[nodiscard]] constexpr bool of_line() const noexcept { return name.starts_with("line."); }
};

inline constexpr std::array k_flat_paths = {
    FlatPath{"po", FlatType::code, "purchase-order"},
    FlatPath{"revision", FlatType::count},
    FlatPath{"kind", FlatType::code},
    FlatPath{"test", FlatType::flag},
    FlatPath{"batch", FlatType::count},
    FlatPath{"shop", FlatType::code, "shop"},
    FlatPath{"supplier", FlatType::code, "supplier/name"},
    FlatPath{"account", FlatType::code, "supplier/account"},
    FlatPath{"order.id", FlatType::code},
    FlatPath{"order.name", FlatType::text, "shop-order/name"},
    FlatPath{"order.number", FlatType::count},
    FlatPath{"order.created", FlatType::time},
    FlatPath{"order.updated", FlatType::time},
    FlatPath{"order.cancelled", FlatType::time},
    FlatPath{"order.cancel_reason", FlatType::code, "shop-order/cancel-reason"},
    FlatPath{"order.reference", FlatType::text, "shop-order/customer-reference"},
    FlatPath{"order.company", FlatType::text, "shop-order/company"},
    FlatPath{"buyer.name", FlatType::text, "buyer/name"},
    FlatPath{"buyer.vat", FlatType::code, "buyer/vat"},
    FlatPath{"buyer.gln", FlatType::code, "buyer/gln"},
    FlatPath{"buyer.email", FlatType::code, "buyer/email"},
    FlatPath{"buyer.phone", FlatType::code, "buyer/phone"},
    FlatPath{"buyer.street1", FlatType::text, "buyer/street"},
    FlatPath{"buyer.street2", FlatType::text, "buyer/street"},
    FlatPath{"buyer.zip", FlatType::code, "buyer/zip"},
    FlatPath{"buyer.city", FlatType::text, "buyer/city"},
    FlatPath{"buyer.country_code", FlatType::code, "buyer/country"},
    FlatPath{"ship_to.name", FlatType::text, "ship-to/name"},
    FlatPath{"ship_to.company", FlatType::text, "ship-to/company"},
    FlatPath{"ship_to.street1", FlatType::text, "ship-to/street"},
    FlatPath{"ship_to.street2", FlatType::text, "ship-to/street"},
    FlatPath{"ship_to.zip", FlatType::code, "ship-to/zip"},
    FlatPath{"ship_to.city", FlatType::text, "ship-to/city"},
    FlatPath{"ship_to.province", FlatType::text, "ship-to/province"},
    FlatPath{"ship_to.province_code", FlatType::code, "ship-to/province"},
    FlatPath{"ship_to.country", FlatType::text, "ship-to/country"},
    FlatPath{"ship_to.country_code", FlatType::code, "ship-to/country"},
    FlatPath{"ship_to.phone", FlatType::code, "ship-to/phone"},
    FlatPath{"bill_to.name", FlatType::text, "bill-to/name"},
    FlatPath{"bill_to.company", FlatType::text, "bill-to/company"},
    FlatPath{"bill_to.street1", FlatType::text, "bill-to/street"},
    FlatPath{"bill_to.street2", FlatType::text, "bill-to/street"},
    FlatPath{"bill_to.zip", FlatType::code, "bill-to/zip"},
    FlatPath{"bill_to.city", FlatType::text, "bill-to/city"},
    FlatPath{"bill_to.province", FlatType::text, "bill-to/province"},
    FlatPath{"bill_to.province_code", FlatType::code, "bill-to/province"},
    FlatPath{"bill_to.country", FlatType::text, "bill-to/country"},
    FlatPath{"bill_to.country_code", FlatType::code, "bill-to/country"},
    FlatPath{"bill_to.phone", FlatType::code, "bill-to/phone"},
    FlatPath{"contact.email", FlatType::code, "contact/email"},
    FlatPath{"contact.phone", FlatType::code, "contact/phone"},
    FlatPath{"method.title", FlatType::text, "shipping-method/title"},
    FlatPath{"method.code", FlatType::code, "shipping-method/code"},
    FlatPath{"method.pick_up", FlatType::flag},
    FlatPath{"delivery.date", FlatType::day, "delivery/requested-date"},
    FlatPath{"delivery.time", FlatType::text, "delivery/requested-time"},
    FlatPath{"delivery.instructions", FlatType::text, "delivery/instructions"},
    FlatPath{"note", FlatType::text, "note"},
    FlatPath{"attribute.", FlatType::text, "note-attribute"},
    FlatPath{"currency", FlatType::code},
    FlatPath{"collect", FlatType::amount},
    FlatPath{"collect.currency", FlatType::code},
    FlatPath{"line.position", FlatType::count},
    FlatPath{"line.id", FlatType::code},
    FlatPath{"line.sku", FlatType::code, "line/sku"},
    FlatPath{"line.supplier_sku", FlatType::code, "line/supplier-sku"},
    FlatPath{"line.article", FlatType::code, "line/sku"},
    FlatPath{"line.title", FlatType::text, "line/title"},
    FlatPath{"line.supplier_title", FlatType::text, "line/supplier-title"},
    FlatPath{"line.variant", FlatType::text, "line/variant"},
    FlatPath{"line.vendor", FlatType::text, "line/vendor"},
    FlatPath{"line.product_id", FlatType::code},
    FlatPath{"line.variant_id", FlatType::code},
    FlatPath{"line.quantity", FlatType::count},
    FlatPath{"line.pack_size", FlatType::count},
    FlatPath{"line.price", FlatType::amount},
    FlatPath{"line.total", FlatType::amount},
    FlatPath{"line.cost", FlatType::amount},
    FlatPath{"line.cost_currency", FlatType::code},
    FlatPath{"line.weight_grams", FlatType::count},
    FlatPath{"line.bundle", FlatType::code},
    FlatPath{"line.gift_card", FlatType::flag},
    FlatPath{"line.is_service", FlatType::flag},
    FlatPath{"line.for", FlatType::code},
    FlatPath{"line.property.", FlatType::text, "line/property"},
    FlatPath{"line.properties", FlatType::text, "line/property"},
};

/// A path as somebody wrote it: its place in k_flat_paths, and "Engraving" of
/// "line.property.Engraving".
struct FoundPath {
    std::size_t index = 0;
    std::string_view rest; ///< a part of the text that was asked for
    [[nodiscard]] constexpr const FlatPath& path() const noexcept { return k_flat_paths[index]; }
};
[[nodiscard]] std::optional<FoundPath> find_flat_path(std::string_view text) noexcept;

/// "`line.qty` is no path into the order; did you mean line.quantity?"
[[nodiscard]] std::string unknown_flat_path(std::string_view text);

} // namespace shoporder::order
