#include "report/sku_view.hpp"

#include "base/text.hpp"

namespace shoporder::report {

namespace {

Value or_null(const std::string& text) {
    return text.empty() ? Value{} : Value{text};
}

Value row_json(const order::SkuEntry& row) {
    Value out = Value::object();
    out.set("sku", row.sku).set("supplier_sku", or_null(row.supplier_sku));
    out.set("pack", row.pack == 0 ? Value{} : Value{row.pack});
    Value cost; // null: not told
    if (row.cost)
        cost = Value::object()
                   .set("amount", row.cost->amount.text())
                   .set("currency", row.cost->currency);
    out.set("cost", std::move(cost));
    out.set("title", or_null(row.title));
    return out;
}

std::vector<Table::Cell> cells(const order::SkuEntry& row) {
    return {base::printable(row.sku, 60), base::printable(row.supplier_sku, 60),
            row.pack == 0 ? std::string{} : std::to_string(row.pack),
            row.cost ? row.cost->amount.text() + " " + row.cost->currency : std::string{},
            base::printable(row.title, 60)};
}

Value group_json(const SkuGroup& group) {
    Value out = Value::object();
    out.set("count", group.count).set("rows", json_array(group.rows, row_json));
    out.set("more", static_cast<std::size_t>(group.count) > group.rows.size());
    return out;
}

} // namespace

std::string summary(const SkuImport& v) {
    std::string out;
    for (const SkuGroup* group : {&v.added, &v.changed, &v.removed})
        out += std::to_string(group->count) + " " + group->kind + ", ";
    return out + std::to_string(v.unchanged) + " unchanged";
}

Value to_json(const SkuImport& v) {
    Value out = Value::object();
    out.set("supplier", v.supplier).set("dry_run", v.dry_run);
    for (const SkuGroup* group : {&v.added, &v.changed, &v.removed})
        out.set(group->kind, group_json(*group));
    out.set("unchanged", v.unchanged);
    out.set("unused_columns",
            json_array(v.unused, [](const std::string& header) { return Value{header}; }));
    return out;
}

std::string to_text(const SkuImport& v, const Style& style) {
    Table table({"CHANGE", "SKU", "SUPPLIER SKU", ">PACK", ">COST", "TITLE"});
    std::string more;
    for (const SkuGroup* group : {&v.added, &v.changed, &v.removed}) {
        for (const order::SkuEntry& row : group->rows) {
            std::vector<Table::Cell> all{group->kind};
            for (Table::Cell& cell : cells(row))
                all.push_back(std::move(cell));
            table.add(std::move(all));
        }
        const auto left = static_cast<std::size_t>(group->count) - group->rows.size();
        if (left > 0)
            more += "and " + std::to_string(left) + " more " + group->kind + "\n";
    }
    return (table.empty() ? std::string{} : table.text(style)) + more + v.supplier + ": " +
           summary(v) + "\n";
}

Value to_json(const std::vector<order::SkuEntry>& rows) {
    return Value::object().set("skus", json_array(rows, row_json));
}

std::string to_text(const std::vector<order::SkuEntry>& rows, const Style& style) {
    Table table({"SKU", "SUPPLIER SKU", ">PACK", ">COST", "TITLE"});
    for (const order::SkuEntry& row : rows)
        table.add(cells(row));
    return table.empty() ? std::string{} : table.text(style);
}

} // namespace shoporder::report
