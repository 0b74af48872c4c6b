#include "flow/collect/match.hpp"

#include "base/text.hpp"
#include "flow/collect/ship.hpp"
#include "flow/plan/sheet.hpp"
#include "store/answers.hpp"

#include <algorithm>

namespace shoporder::flow {

Match match_answer(store::Database& database, const order::Supplier& supplier,
                   const order::OrderAnswer& said, const std::string& file_name, bool alone) {
    if (!said.po_number.empty()) {
        if (const auto id =
                store::delivery_by_number(database, supplier.id, said.po_number, said.revision);
            id != 0)
            return {id, {}};
        const std::string number = base::printable(said.po_number, 64);
        if (said.revision > 0 &&
            store::delivery_by_number(database, supplier.id, said.po_number, 0) != 0)
            return {0, number + " has no revision " + std::to_string(said.revision)};
        if (const std::string other = store::whose_number(database, supplier.id, said.po_number);
            !other.empty())
            return {0, number + " is " + other + "'s, not " + supplier.name + "'s"};
        return {0, "no purchase order " + number + " of " + supplier.name + " is known"};
    }
    if (alone)
        if (const auto id = store::delivery_by_file_name(database, supplier.id, file_name); id != 0)
            return {id, {}};
    if (!said.supplier_number.empty())
        if (const auto id =
                store::delivery_by_supplier_number(database, supplier.id, said.supplier_number);
            id != 0)
            return {id, {}};
    return {0, "it names no purchase order, and neither its file's name nor a number of the "
               "supplier's tells which it is"};
}

std::vector<confirm::AskedLine> asked_lines(store::Database& database,
                                            const store::Delivery& delivery,
                                            const order::Supplier& supplier) {
    std::vector<confirm::AskedLine> out;
    try {
        const KnownOrder known = load_order(database, delivery);
        for (const render::Line& line : make_sheet(known, delivery, supplier, nullptr).lines) {
            confirm::AskedLine asked{line.item->id, line.item->sku, line.quantity, {}};
            if (supplier.prices == order::Prices::retail && line.item->price)
                asked.price = order::Money{*line.item->price, known.order.currency};
            if (line.cost) // as the table has it now, which is what it should be
                asked.price = line.cost;
            asked.article = line.supplier_sku;
            out.push_back(std::move(asked));
        }
    } catch (const base::Error&) {
        out.clear(); // its body has been redacted: ids and quantities are left
    }
    // What was asked for is known without a body, too.
    for (const store::DeliveryLine& line : delivery.lines)
        if (asked_quantity(delivery, line) > 0 &&
            std::none_of(out.begin(), out.end(),
                         [&](const auto& asked) { return asked.line_id == line.line_id; }))
            out.push_back({line.line_id, {}, asked_quantity(delivery, line), {}});
    return out;
}

confirm::Judgement judge_delivery(store::Database& database, const store::Delivery& delivery,
                                  const order::Supplier& supplier, const confirm::Told* more) {
    std::vector<confirm::Told> told;
    for (const store::AnswerPart& part : store::delivery_answers(database, delivery.id))
        if (part.state == "applied")
            told.push_back({part.received_at, part.said});
    if (more != nullptr)
        told.push_back(*more);
    return confirm::judge(asked_lines(database, delivery, supplier), std::move(told),
                          shipped_pieces(database, delivery.id));
}

} // namespace shoporder::flow
