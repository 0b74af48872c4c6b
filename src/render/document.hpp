#pragma once
// Purpose: what one supplier must receive for one revision of an order, as bytes.
// Same input, same bytes, for ever: no clock, no environment, no locale.
// State: none. Threads: pure. Fails: Error(bug) on a sheet that breaks what is said below, and if
// the result is not well-formed (asked of libxml2 each time; it costs less than one wrong file).
#include "base/clock.hpp"
#include "base/error.hpp"
#include "order/order.hpp"

#include <cstdint>
#include <optional>
#include <span>
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
    std::string gln{};                 ///< 13 digits
    std::vector<std::string> street{}; ///< at most two lines
    std::string zip{};
    std::string city{};
    std::string country{}; ///< ISO 3166-1 alpha-2
};

/// A line to ship, or a service that goes along: order::line_roles() of the whole order says which.
struct Line {
    /// Never null: a line of the sheet's order, or one that it had before.
    const order::LineItem* item = nullptr;
    /// To ship or to do, > 0 but in a change; of a cancel: called off.
    std::int64_t quantity = 0;
    /// What the supplier's SKU table says of it.
    std::string supplier_sku{};   ///< the supplier's own article number
    std::string supplier_title{}; ///< the supplier's own name for it
    std::int64_t pack_size = 0;   ///< pieces in one pack; 0: not told
    std::optional<order::Money>
        cost{}; ///< what the buyer pays for one piece; shown where it is set
};

struct Sheet {
    DocumentKind kind = DocumentKind::new_order;
    int revision = 1;      ///< 1, 2, …
    std::string po_number; ///< never empty
    std::string shop;      ///< the shop's domain
    std::string supplier;
    std::string account; ///< our customer number there
    Party buyer;
    const order::Order* order = nullptr; ///< never null, owned by the caller
    std::vector<Line> lines;
    /// To be collected from the shopper at delivery, > 0; nullopt: nothing. Not in a cancel.
    std::optional<order::Money> collect;
    bool show_prices = false; ///< retail unit prices; a line's cost needs no switch
    bool test = false;        ///< marks the document as a test
};

/// A document that cannot be made of this order as its supplier wants it.
class Unfit : public base::Error {
public:
    /// `code`: a stable word: field_limit, encoding, stylesheet, schema, columns, file_name.
    Unfit(std::string code, const std::string& what)
        : Error(base::Exit::data, what), m_code(std::move(code)) {}
    [[nodiscard]] const std::string& code() const noexcept { return m_code; }

private:
    std::string m_code;
};

enum class Altered {
    replaced,      ///< characters that no file can carry became U+FFFD
    left_out,      ///< it would break the schema, or mean something else
    question_mark, ///< characters that the encoding lacks
    plainer,       ///< likewise, by others near to them
    cut,           ///< too long
    rounded,       ///< digits behind the point that a column has no room for
    spaced,        ///< separators in a text of a file without quotes became blanks
};

/// What a document could not carry as the order has it.
struct Replacement {
    std::string field;     ///< where in the document: "line[2]/title", "ship-to/country/@code"
    std::size_t count = 0; ///< of characters, or of bytes that were left out
    Altered how = Altered::replaced;
};

struct Document {
    std::string bytes;
    /// In which way, by field: characters that are now others; and what was left out because it
    /// would break the schema: a currency or country code that is no code, an amount without one.
    std::vector<Replacement> replaced;
    std::string broken; ///< what its schema says against it, where that only warns; else empty
};

/// A line for the order's story for each way in which it was altered, and for a schema it breaks.
[[nodiscard]] std::vector<std::string> words_of(const Document& document);

/// The project's own order XML, namespace "urn:shoporder:order:1": every document is valid against
/// `share/order.xsd`, which explains each part. What is not told (empty text, 0) is left out.
[[nodiscard]] Document render_native(const Sheet& sheet);

/// Many of them in one document, for a supplier who takes batches; `number` counts them from 1.
/// The fields of what was replaced begin with "order[N]/".
[[nodiscard]] Document render_native_batch(std::int64_t number, std::span<const Sheet> sheets);

/// What a file's name may hold, `[A-Za-z0-9._-]`; each other byte becomes '-'.
[[nodiscard]] std::string safe_name(std::string_view text);

/// [PREFIX-]PO-ORDERID[-rN].xml from `[A-Za-z0-9._-]`, at most 64 characters; other bytes of the
/// prefix or number become '-'. Never starts with '.' or '-'. An order's name is never part of it.
[[nodiscard]] std::string file_name(std::string_view shop_prefix, std::string_view po_number,
                                    std::int64_t order_id, int revision,
                                    std::string_view extension = "xml");

/// batch-SUPPLIER-NNNNNN.xml: six digits and more, so that names sort as they were made. At most
/// 64 characters.
[[nodiscard]] std::string batch_name(std::string_view supplier, std::int64_t number,
                                     std::string_view extension = "xml");

} // namespace shoporder::render
