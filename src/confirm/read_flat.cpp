// A flat answer: a row for each line, or for some pieces of it, with what is true of the whole
// order on each of its rows or on one of them. A row that names no line speaks of the whole order.
#include "base/text.hpp"
#include "confirm/flat_table.hpp"
#include "confirm/readers.hpp"

namespace shoporder::confirm {

namespace {

using V = order::Verdict;

/// The words of our own forms, and those that suppliers' files have in their place. Folded.
V flat_verdict(std::string_view where, std::string_view text) {
    return verdict_of(where, "verdict", base::fold(text),
                      {{"accepted", V::accepted},
                       {"accept", V::accepted},
                       {"confirmed", V::accepted},
                       {"ok", V::accepted},
                       {"yes", V::accepted},
                       {"changed", V::changed},
                       {"change", V::changed},
                       {"modified", V::changed},
                       {"backordered", V::backordered},
                       {"backorder", V::backordered},
                       {"back-ordered", V::backordered},
                       {"delayed", V::backordered},
                       {"refused", V::refused},
                       {"rejected", V::refused},
                       {"reject", V::refused},
                       {"cancelled", V::refused},
                       {"canceled", V::refused},
                       {"no", V::refused}});
}

class FlatReader {
public:
    void add(const FlatFields& row) {
        order::OrderAnswer& answer = order_of(row);
        read_order(answer, row);
        if (row.names_a_line())
            read_line(answer, row);
        else
            read_whole(answer, row);
    }

    std::vector<order::OrderAnswer> finish() { return std::move(m_orders); }

private:
    order::OrderAnswer& order_of(const FlatFields& row) {
        std::string po = row.identifier_of("purchase_order", k_longest_po);
        const auto [found, fresh] = m_by_po.try_emplace(po, m_orders.size());
        if (fresh) {
            if (m_orders.size() == k_most_orders)
                unreadable(row.where(), "there are more orders than are read");
            m_orders.emplace_back().po_number = std::move(po);
        }
        return m_orders[found->second];
    }

    static void read_order(order::OrderAnswer& answer, const FlatFields& row) {
        row.agree(answer.revision, static_cast<int>(row.whole("revision", 999'999)), "revision");
        row.agree(answer.supplier_number, row.identifier_of("number"), "number");
        if (const auto text = row.field("dated"); !text.empty())
            row.agree(answer.dated, std::optional{when(row.where(), text, true).time}, "dated");
        if (const auto text = row.field("promised"); !text.empty())
            row.agree(answer.promised, when(row.where(), text, true).day, "promised");
        if (const auto text = row.field("order_verdict"); !text.empty())
            row.agree(answer.verdict, std::optional{flat_verdict(row.where(), text)},
                      "order_verdict");
        row.agree(answer.reason, reason(row.field("order_reason")), "order_reason");
    }

    static void read_line(order::OrderAnswer& answer, const FlatFields& row) {
        order::LineAnswer line;
        row.read_reference(line);
        if (const std::string text = row.number("quantity"); !text.empty())
            line.quantity = pieces(row.where(), text);
        const std::string_view said = row.field("verdict");
        if (!said.empty())
            line.verdict = flat_verdict(row.where(), said);
        else if (!line.quantity)
            unreadable(row.where(), "neither a verdict nor a quantity");
        if (const auto text = row.field("line_promised"); !text.empty())
            line.promised = when(row.where(), text, true).day;
        line.reason = reason(row.field("reason"));
        set_price(line, row.where(), row.number("price"), {}, row.field("currency"));
        line.substitute = row.identifier_of("substitute");
        add_line(answer, std::move(line));
    }

    /// What would be a line's has no line to belong to.
    static void read_whole(order::OrderAnswer& answer, const FlatFields& row) {
        for (const char* name : {"quantity", "price", "substitute", "line_promised"})
            if (!row.field(name).empty())
                unreadable(row.where(), std::string{name} + " of no line");
        if (const auto text = row.field("verdict"); !text.empty())
            row.agree(answer.verdict, std::optional{flat_verdict(row.where(), text)}, "verdict");
        else if (row.field("order_verdict").empty())
            unreadable(row.where(), "neither a line nor a verdict");
        row.agree(answer.reason, reason(row.field("reason")), "reason");
    }

    std::vector<order::OrderAnswer> m_orders;
    std::unordered_map<std::string, std::size_t> m_by_po;
};

} // namespace

std::vector<order::OrderAnswer> read_flat(std::string_view bytes, const FlatForm& form) {
    FlatReader reader;
    each_row(bytes, form, [&](const FlatFields& row) { reader.add(row); });
    return reader.finish();
}

} // namespace shoporder::confirm
