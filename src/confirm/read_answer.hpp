#pragma once
// Purpose: a supplier's answer, from bytes to order::OrderAnswer: our own XML
// (share/answer.xsd), UBL OrderResponse and OrderResponseSimple, openTRANS ORDERRESPONSE, cXML
// ConfirmationRequest, flat files by a list of columns, and any other XML by a stylesheet into our
// own.
// State: none. Fails: by value, with what is wrong and where. Nothing outside the bytes is read but
// a stylesheet's own folder.
// Threads: pure.
#include "order/answer.hpp"
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

/// A flat file: rows of fields. The same form will write documents.
struct FlatForm {
    struct Column {
        std::string field; ///< a name of k_flat_fields
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
    const xml::Stylesheet* stylesheet = nullptr; ///< for "xsl"; must outlive the call
};

struct Reading {
    std::vector<order::OrderAnswer> orders; ///< empty exactly when there is a fault
    std::string form; ///< what it was: "native", "ubl", …; empty when nobody can tell
    /// Why it cannot be read, one printable line, which may quote the file; empty when it can.
    std::string fault;
};

/// More orders or lines than this in one file are refused.
inline constexpr std::size_t k_most_orders = 10'000;
inline constexpr std::size_t k_most_lines = 100'000;

[[nodiscard]] Reading read_answer(std::string_view bytes, const AnswerForm& form);

} // namespace shoporder::confirm
