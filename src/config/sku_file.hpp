#pragma once
// Purpose: a supplier's SKU table as a CSV file, in both directions.
// State: none. Fails: Error(data) "FILE:LINE: …", with how many more lines are at fault: a file is
// taken as a whole or not at all. Threads: pure functions.
//
// The first row names the columns: sku, supplier_sku, pack, cost, currency, title, in any order;
// `sku` must be there, others may be missing or be of no interest. Nothing is guessed: neither the
// encoding, nor a thousands separator, nor a currency.
#include "order/sku_entry.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::config {

struct SkuForm {
    std::string encoding = "UTF-8"; ///< a byte-order mark overrules it
    bool decimal_comma = false;
    std::string currency; ///< of costs whose row names none; empty: each must name its own
};

struct SkuFile {
    std::vector<order::SkuEntry> rows; ///< by their folded SKUs, none twice, at least one
    std::vector<std::string> unused;   ///< headers of columns that are of no interest
};

/// Comma, semicolon or tab: whichever makes the header's columns. `file` stands in the messages.
[[nodiscard]] SkuFile read_skus(std::string_view bytes, const std::string& file,
                                const SkuForm& form = {});
/// With commas, in UTF-8; reads back as the same.
[[nodiscard]] std::string write_skus(std::span<const order::SkuEntry> rows);
/// Throws Error(data) unless it is three capital letters.
void check_currency(const std::string& text);

} // namespace shoporder::config
