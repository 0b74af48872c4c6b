#pragma once
// Purpose: a supplier's answer, from bytes to order::OrderAnswer, or its word of what it shipped,
// to order::Shipment: our own XML (share/answer.xsd, share/shipment.xsd), UBL OrderResponse,
// OrderResponseSimple and DespatchAdvice, openTRANS ORDERRESPONSE and DISPATCHNOTIFICATION, cXML
// ConfirmationRequest and ShipNoticeRequest, flat files by a list of columns, and any other XML by
// a stylesheet into our own.
// State: none. Fails: by value, with what is wrong and where. Nothing outside the bytes is read but
// a stylesheet's own folder.
// Threads: pure.
#include "order/answer.hpp"
#include "order/shipment.hpp"
#include "xml/stylesheet.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::confirm {

/// What a column can hold. The order: its purchase order, the revision of our document that it
/// answers, the supplier's own number, when it was answered, when the goods come, and what is said
/// of it as a whole. The line: its id or position in our document, our sku or the supplier's
/// article number; what is said of it, of how many pieces, and the rest of order::LineAnswer.
inline constexpr std::array<std::string_view, 18> k_flat_fields{
    "purchase_order", "revision",      "number",   "dated",    "promised",   "order_verdict",
    "order_reason",   "line_id",       "position", "sku",      "article",    "verdict",
    "quantity",       "line_promised", "price",    "currency", "substitute", "reason"};

/// What a column can hold in a file of shipments. The shipment: its purchase order and revision,
/// the supplier's number of it, when it left, who carries it. Rows of one purchase order and
/// number, or, where there is no number, of one tracking number, are one shipment. The line as
/// above; a row without one ships all that had not shipped.
inline constexpr std::array<std::string_view, 12> k_shipment_fields{
    "purchase_order", "revision", "number",   "dated", "carrier", "tracking",
    "tracking_url",   "line_id",  "position", "sku",   "article", "quantity"};

/// A flat file: rows of fields. The same form will write documents.
struct FlatForm {
    struct Column {
        std::string field; ///< a name of k_flat_fields or k_shipment_fields
        std::string at;    ///< the header's text, folded; or, where there is none, "1", "2", …
    };
    std::vector<Column> columns;
    char separator = ';';
    char quote = '"'; ///< '\0': none
    bool header = true;
    bool decimal_comma = false;
    std::string encoding = "UTF-8"; ///< or "ISO-8859-1", "windows-1252", "UTF-16LE", …
};

struct AnswerForm {
    /// "auto": by what the XML says of itself; "native", "ubl", "opentrans", "cxml": no other than
    /// this; "csv": `flat`; "xsl": `stylesheet`.
    std::string name = "auto";
    FlatForm flat;
    bool flat_shipments = false;                 ///< "csv": its rows are shipments, no answers
    const xml::Stylesheet* stylesheet = nullptr; ///< for "xsl"; must outlive the call
};

struct Reading {
    // One of the two; both are empty exactly when there is a fault.
    std::vector<order::OrderAnswer> orders;
    std::vector<order::Shipment> shipments;
    std::string form; ///< what it was: "native", "ubl", …; empty when nobody can tell
    /// Why it cannot be read, one printable line, which may quote the file; empty when it can.
    std::string fault;
};

/// More orders (or shipments) or lines than this in one file are refused, and more tracking numbers
/// of one shipment.
inline constexpr std::size_t k_most_orders = 10'000;
inline constexpr std::size_t k_most_lines = 100'000;
inline constexpr std::size_t k_most_parcels = 1'000;

[[nodiscard]] Reading read_answer(std::string_view bytes, const AnswerForm& form);

} // namespace shoporder::confirm
