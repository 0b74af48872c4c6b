// The writing side of sku_file.hpp.
#include "config/sku_file.hpp"

namespace shoporder::config {

namespace {

std::string csv_field(const std::string& text) {
    if (text.find_first_of(",;\t\"\r\n") == std::string::npos)
        return text;
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? std::string{"\"\""} : std::string(1, c);
    return out + "\"";
}

} // namespace

std::string write_skus(std::span<const order::SkuEntry> rows) {
    std::string out = "sku,supplier_sku,pack,cost,currency,title\n";
    for (const order::SkuEntry& row : rows) {
        out += csv_field(row.sku) + "," + csv_field(row.supplier_sku) + ",";
        if (row.pack > 0)
            out += std::to_string(row.pack);
        out += row.cost ? "," + row.cost->amount.text() + "," + row.cost->currency : ",,";
        out += "," + csv_field(row.title) + "\n";
    }
    return out;
}

} // namespace shoporder::config
