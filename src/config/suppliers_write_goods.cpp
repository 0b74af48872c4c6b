// What supplier_goods_table.cpp reads, written back.
#include "config/hold_settings.hpp"
#include "config/suppliers_write.hpp"
#include "config/toml_text.hpp"

#include <fmt/format.h>

namespace shoporder::config {

namespace {

using order::Supplier;

InlineTable minimum_table(const order::GoodsRules& goods) {
    InlineTable table;
    if (goods.minimum_quantity > 0)
        table.number("quantity", goods.minimum_quantity);
    if (goods.minimum_cost)
        table.text("cost", money_text(*goods.minimum_cost));
    return table;
}

InlineTable hold_table(const order::HoldRules& hold) {
    InlineTable table;
    if (!hold.tags.empty())
        table.list("tag", hold.tags);
    if (hold.value)
        table.text("value", money_text(*hold.value));
    if (!hold.countries.empty())
        table.list("country", hold.countries);
    if (!hold.elsewhere.empty())
        table.list("country_not", hold.elsewhere);
    if (hold.strict_address)
        table.text("address", "strict");
    return table;
}

} // namespace

std::string write_goods(const Supplier& supplier) {
    const Supplier preset;
    std::string out;
    const auto line = [&](std::string_view key, const std::string& value) {
        out += fmt::format("{} = {}\n", key, value);
    };
    if (supplier.number_pattern != preset.number_pattern)
        line("po_number", order::quoted(supplier.number_pattern));
    if (supplier.prices != preset.prices)
        line("prices", order::quoted(order::name(supplier.prices)));
    if (supplier.goods.holds_unknown)
        line("unknown_sku", order::quoted("hold"));
    if (supplier.goods.holds_broken)
        line("packs", order::quoted("hold"));
    if (const InlineTable table = minimum_table(supplier.goods); !table.empty())
        line("minimum", table.text());
    if (const InlineTable table = hold_table(supplier.hold); !table.empty())
        line("hold", table.text());
    return out;
}

} // namespace shoporder::config
