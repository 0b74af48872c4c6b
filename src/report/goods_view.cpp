#include "report/goods_view.hpp"

#include "base/text.hpp"

#include <vector>

namespace shoporder::report {

namespace {

std::string joined(const std::vector<std::string>& words, const char* between) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : between) + word;
    return out;
}

std::string money_text(const order::Money& money) {
    return money.amount.text() + (money.currency.empty() ? "" : " " + money.currency);
}

Value money_json(const std::optional<order::Money>& money) {
    if (!money)
        return {};
    Value out = Value::object();
    out.set("amount", money->amount.text());
    out.set("currency", money->currency.empty() ? Value{} : Value{money->currency});
    return out;
}

Value words_json(const std::vector<std::string>& words) {
    return json_array(
        words, [](const std::string& word) { return Value{word}; });
}

} // namespace

std::string goods_text(const order::GoodsRules& goods) {
    std::vector<std::string> out;
    if (goods.holds_unknown)
        out.emplace_back("unknown SKUs wait for a person");
    if (goods.holds_broken)
        out.emplace_back("whole packs");
    if (goods.minimum_quantity > 0)
        out.push_back("at least " + std::to_string(goods.minimum_quantity) + " pieces");
    if (goods.minimum_cost)
        out.push_back("a cost of at least " + money_text(*goods.minimum_cost));
    return joined(out, ", ");
}

std::string hold_text(const order::HoldRules& hold) {
    std::vector<std::string> out;
    for (const std::string& tag : hold.tags)
        out.push_back("tag " + base::printable(tag, 60));
    if (hold.value)
        out.push_back("total from " + money_text(*hold.value));
    if (!hold.countries.empty())
        out.push_back("to " + joined(hold.countries, ", "));
    if (!hold.elsewhere.empty())
        out.push_back("not to " + joined(hold.elsewhere, ", "));
    if (hold.strict_address)
        out.emplace_back("address not complete");
    return joined(out, "; ");
}

void set_goods(Value& supplier, const order::Supplier& s) {
    supplier.set("po_number", s.number_pattern)
        .set("prices", order::name(s.prices))
        .set("unknown_sku", s.goods.holds_unknown ? "hold" : "send")
        .set("packs", s.goods.holds_broken ? "hold" : "send")
        .set("minimum", Value::object()
                            .set("quantity", s.goods.minimum_quantity)
                            .set("cost", money_json(s.goods.minimum_cost)))
        .set("hold", Value::object()
                         .set("tag", words_json(s.hold.tags))
                         .set("value", money_json(s.hold.value))
                         .set("country", words_json(s.hold.countries))
                         .set("country_not", words_json(s.hold.elsewhere))
                         .set("address", s.hold.strict_address ? "strict" : "normal"));
}

} // namespace shoporder::report
