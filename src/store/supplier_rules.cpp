#include "store/supplier_rules.hpp"

#include "base/error.hpp"
#include "store/connection.hpp"

namespace shoporder::store {

namespace {

using order::MatchRule;

/// What the four columns of version 1 cannot say, in rule_text()'s form; "" where that is nothing.
std::string rest_of(MatchRule rule) {
    for (std::string* column : {&rule.vendor, &rule.sku, &rule.type, &rule.tag})
        column->clear();
    return rule == MatchRule{} ? std::string{} : order::rule_text(rule);
}

/// What it takes is not to be guessed: a rule that lost a condition would take more.
MatchRule stored_rule(const std::string& rest, const order::Supplier& supplier,
                      std::int64_t position) {
    try {
        return rest.empty() ? MatchRule{} : order::parse_rule(rest);
    } catch (const base::Error&) {
        throw base::Error(base::Exit::data,
                          "supplier " + supplier.name + ": its rule at position " +
                              std::to_string(position) +
                              " in the table supplier_rules cannot be read; it was changed by "
                              "hand: correct its column `rest`, or restore a backup");
    }
}

} // namespace

void put_rules(Write& write, std::int64_t id, const order::Supplier& supplier) {
    Query(write.connection(), "DELETE FROM supplier_rules WHERE supplier_id = ?", id).run();
    int position = 0;
    const auto put = [&](const std::vector<MatchRule>& rules, bool excludes) {
        for (const MatchRule& rule : rules)
            Query(write.connection(),
                  "INSERT INTO supplier_rules (supplier_id, position, vendor, sku, type, tag, "
                  "rest, excludes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                  id, position++, rule.vendor, rule.sku, rule.type, rule.tag, rest_of(rule),
                  excludes)
                .run();
    };
    put(supplier.match, false);
    put(supplier.exclude, true);
}

void read_rules(Database& database, order::Supplier& supplier) {
    Query q(database.connection(),
            "SELECT vendor, sku, type, tag, rest, excludes, position FROM supplier_rules"
            " WHERE supplier_id = ? ORDER BY position",
            supplier.id);
    while (q.step()) {
        MatchRule rule = stored_rule(q.text(4), supplier, q.integer(6));
        rule.vendor = q.text(0);
        rule.sku = q.text(1);
        rule.type = q.text(2);
        rule.tag = q.text(3);
        (q.integer(5) == 0 ? supplier.match : supplier.exclude).push_back(std::move(rule));
    }
}

} // namespace shoporder::store
