// Any bytes as a SKU table. Whatever is accepted has its keys once each and in order, whole packs,
// costs with a currency, and reads back as it is written; whatever is not is one base::Error(data).
#include "base/error.hpp"
#include "base/text.hpp"
#include "config/sku_file.hpp"
#include "require.hpp"

#include <cstdint>

using namespace shoporder;

namespace {

using test::require;

void read(std::string_view bytes, const config::SkuForm& form) {
    try {
        const auto rows = config::read_skus(bytes, "FILE", form).rows;
        require(!rows.empty(), "an empty table is refused");
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const order::SkuEntry& row = rows[i];
            require(i == 0 || base::fold(rows[i - 1].sku) < base::fold(row.sku),
                    "keys are in order, none twice");
            require(!row.sku.empty() && row.pack >= 0, "a row has its key and no odd pack");
            require(!row.cost || (!row.cost->amount.negative() && row.cost->currency.size() == 3),
                    "a cost has its currency");
        }
        const std::string written = config::write_skus(rows);
        require(config::read_skus(written, "WRITTEN").rows == rows, "it reads back the same");
    } catch (const base::Error& error) {
        require(error.code() == base::Exit::data, "a bad table is unusable input");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    read(bytes, {});
    config::SkuForm german;
    german.encoding = "windows-1252";
    german.decimal_comma = true;
    german.currency = "EUR";
    read(bytes, german);
    return 0;
}
