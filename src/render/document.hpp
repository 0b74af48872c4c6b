#pragma once
// Purpose: what one supplier must receive for one revision of an order, as bytes.
// Same input, same bytes, for ever: no clock, no environment, no locale.
// State: none. Fails: Error(bug) if the result is not well-formed. Threads: pure.
#include "base/clock.hpp"
#include "order/order.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::render {

enum class DocumentKind { new_order, change, cancel };
[[nodiscard]] std::string_view name(DocumentKind kind) noexcept; ///< "new", "change", "cancel"

/// Who orders from the supplier (`[shop.buyer]`).
struct Party {
    std::string name;
    std::string vat;
    std::string email;
    std::string phone;
};

struct Line {
    const order::LineItem* item = nullptr; ///< never null, owned by the caller
    std::int64_t quantity = 0;             ///< to ship, > 0 except in a cancel
};

struct Sheet {
    DocumentKind kind = DocumentKind::new_order;
    int revision = 1; ///< 1, 2, …
    std::string po_number;
    std::string shop; ///< the shop's domain
    std::string supplier;
    std::string account; ///< our customer number there
    Party buyer;
    const order::Order* order = nullptr; ///< never null, owned by the caller
    std::vector<Line> lines;
    bool show_prices = false; ///< retail unit prices
    bool test = false;        ///< marks the document as a test
};

struct Replacement {
    std::string field; ///< where in the document: "line[2]/title"
    std::size_t count = 0;
};

struct Document {
    std::string bytes;
    std::vector<Replacement> replaced; ///< characters XML cannot carry, now U+FFFD
};

/// The project's own order XML, `share/order.xsd`, namespace "urn:shoporder:order:1".
[[nodiscard]] Document render_native(const Sheet& sheet);

/// [PREFIX-]PO-ORDERID[-rN].xml from `[A-Za-z0-9._-]`, at most 64 characters; other bytes of the
/// prefix or number become '-'. Never starts with '.' or '-'. An order's name is never part of it.
[[nodiscard]] std::string file_name(std::string_view shop_prefix, std::string_view po_number,
                                    std::int64_t order_id, int revision,
                                    std::string_view extension = "xml");

} // namespace shoporder::render
