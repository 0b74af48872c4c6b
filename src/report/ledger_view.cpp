#include "report/ledger_view.hpp"

#include "base/text.hpp"
#include "order/amounts.hpp"
#include "report/csv.hpp"

namespace shoporder::report {

namespace {

std::string amount(const std::optional<order::Money>& money) {
    return money ? money->amount.text() : std::string{};
}

std::string currency(const std::optional<order::Money>& money) {
    return money ? money->currency : std::string{};
}

Value money_json(const std::optional<order::Money>& money) {
    if (!money)
        return {};
    return Value::object().set("amount", money->amount.text()).set("currency", money->currency);
}

void add_to(std::optional<order::Decimal>& sum, const std::optional<order::Money>& money) {
    if (sum && money)
        sum = order::sum(*sum, money->amount);
}

/// Of a group whose amounts are in this currency.
std::optional<order::Money> summed(const std::optional<order::Decimal>& sum,
                                   const std::string& in) {
    return sum && !in.empty() ? std::optional{order::Money{*sum, in}} : std::nullopt;
}

std::string money_text(const std::optional<order::Money>& money) {
    return money ? order::text_of(*money) : "-";
}

} // namespace

Value to_json(const LedgerRow& row) {
    Value out = Value::object();
    out.set("delivery", json_id(row.delivery_id))
        .set("sent_at", row.sent_at)
        .set("shop", row.shop)
        .set("order", json_id(row.order_id))
        .set("order_name", json_text(row.order_name))
        .set("supplier", row.supplier)
        .set("po_number", row.po_number)
        .set("part", row.part)
        .set("revision", row.revision)
        .set("kind", row.kind)
        .set("state", order::name(row.state))
        .set("units", row.units ? Value{*row.units} : Value{})
        .set("goods", money_json(row.goods))
        .set("cost", money_json(row.cost))
        .set("document", json_id(row.document_id))
        .set("file_name", row.file_name)
        .set("size", row.size)
        .set("sha256", row.sha256)
        .set("supplier_number", row.supplier_number.empty() ? Value{} : Value{row.supplier_number});
    return out;
}

std::string ledger_csv_heading() {
    return csv_line({"delivery",       "sent_at",   "shop",      "order",          "order_name",
                     "supplier",       "po_number", "part",      "revision",       "kind",
                     "state",          "units",     "goods",     "goods_currency", "cost",
                     "cost_currency",  "document",  "file_name", "size",           "sha256",
                     "supplier_number"});
}

std::string to_csv(const LedgerRow& row) {
    return csv_line({std::to_string(row.delivery_id),
                     base::format_time(row.sent_at),
                     csv_cell(row.shop),
                     std::to_string(row.order_id),
                     csv_cell(row.order_name),
                     csv_cell(row.supplier),
                     csv_cell(row.po_number),
                     std::to_string(row.part),
                     std::to_string(row.revision),
                     row.kind,
                     std::string{order::name(row.state)},
                     row.units ? std::to_string(*row.units) : std::string{},
                     amount(row.goods),
                     csv_cell(currency(row.goods)),
                     amount(row.cost),
                     csv_cell(currency(row.cost)),
                     std::to_string(row.document_id),
                     csv_cell(row.file_name),
                     std::to_string(row.size),
                     row.sha256,
                     csv_cell(row.supplier_number)});
}

std::string to_text(const std::vector<LedgerRow>& rows, const Style& style) {
    Table table(
        {"SENT", "ORDER", "SUPPLIER", "PO NUMBER", "KIND", ">UNITS", ">GOODS", ">COST", "FILE"});
    for (const LedgerRow& row : rows)
        table.add({age(row.sent_at, style), base::printable(row.order_name, 24), row.supplier,
                   row.po_number + (row.revision > 1 ? " r" + std::to_string(row.revision) : ""),
                   row.kind, row.units ? std::to_string(*row.units) : "-", money_text(row.goods),
                   money_text(row.cost), row.file_name});
    return table.empty() ? std::string{} : table.text(style);
}

void LedgerSums::add(const LedgerRow& row) {
    Sum& sum = m_sums[{row.supplier, currency(row.goods), currency(row.cost)}];
    sum.orders.insert(row.order_id);
    sum.parts.insert({row.order_id, row.po_number});
    sum.documents.insert(row.document_id);
    sum.units += row.units.value_or(0);
    add_to(sum.goods, row.goods);
    add_to(sum.cost, row.cost);
}

Value LedgerSums::json() const {
    Value out = Value::array();
    for (const auto& [key, sum] : m_sums)
        out.push(Value::object()
                     .set("supplier", key.supplier)
                     .set("order_count", sum.orders.size())
                     .set("part_count", sum.parts.size())
                     .set("document_count", sum.documents.size())
                     .set("units", sum.units)
                     .set("goods", money_json(summed(sum.goods, key.goods_currency)))
                     .set("cost", money_json(summed(sum.cost, key.cost_currency))));
    return out;
}

std::string LedgerSums::csv() const {
    std::string out = csv_line({"supplier", "orders", "parts", "documents", "units", "goods",
                                "goods_currency", "cost", "cost_currency"});
    for (const auto& [key, sum] : m_sums) {
        const auto goods = summed(sum.goods, key.goods_currency);
        const auto cost = summed(sum.cost, key.cost_currency);
        out += csv_line({csv_cell(key.supplier), std::to_string(sum.orders.size()),
                         std::to_string(sum.parts.size()), std::to_string(sum.documents.size()),
                         std::to_string(sum.units), amount(goods), csv_cell(currency(goods)),
                         amount(cost), csv_cell(currency(cost))});
    }
    return out;
}

std::string LedgerSums::text(const Style& style) const {
    Table table({"SUPPLIER", ">ORDERS", ">PARTS", ">DOCUMENTS", ">UNITS", ">GOODS", ">COST"});
    for (const auto& [key, sum] : m_sums)
        table.add({key.supplier, std::to_string(sum.orders.size()),
                   std::to_string(sum.parts.size()), std::to_string(sum.documents.size()),
                   std::to_string(sum.units), money_text(summed(sum.goods, key.goods_currency)),
                   money_text(summed(sum.cost, key.cost_currency))});
    return table.empty() ? std::string{} : table.text(style);
}

} // namespace shoporder::report
