#pragma once
// Purpose: what was sent, row by row and in sums by supplier, for people, programs and the
// accountant's spreadsheet. Names no person.
// State: LedgerSums counts. Fails: not at all. Threads: values.
#include "base/clock.hpp"
#include "order/delivery.hpp"
#include "order/money.hpp"
#include "report/json.hpp"
#include "report/table.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace shoporder::report {

struct LedgerRow {
    std::int64_t delivery_id = 0;
    std::int64_t order_id = 0;
    std::string order_name; ///< any text
    std::string shop;
    std::string supplier;
    std::string po_number;
    int part = 1;
    int revision = 1;
    std::string kind; ///< new, change, cancel
    order::DeliveryState state{};
    std::int64_t document_id = 0;
    std::string file_name;
    std::uint64_t size = 0; ///< bytes
    std::string sha256;     ///< hexadecimal
    base::Time sent_at;
    /// What the document added to what was ordered before; below zero where it took something back.
    std::optional<std::int64_t> units;
    std::optional<order::Money> goods;
    std::optional<order::Money> cost;
    std::string supplier_number;
};

[[nodiscard]] Value to_json(const LedgerRow& row);
[[nodiscard]] std::string ledger_csv_heading();
[[nodiscard]] std::string to_csv(const LedgerRow& row);
[[nodiscard]] std::string to_text(const std::vector<LedgerRow>& rows, const Style& style);

/// Sums by supplier and currencies; what is not known stands in a sum of its own.
class LedgerSums {
public:
    void add(const LedgerRow& row);

    [[nodiscard]] bool empty() const noexcept { return m_sums.empty(); }
    [[nodiscard]] Value json() const;
    [[nodiscard]] std::string csv() const; ///< with its heading
    [[nodiscard]] std::string text(const Style& style) const;

private:
    struct Key {
        std::string supplier;
        std::string goods_currency; ///< empty: the amount is not known
        std::string cost_currency;
        friend bool operator<(const Key& a, const Key& b) {
            return std::tie(a.supplier, a.goods_currency, a.cost_currency) <
                   std::tie(b.supplier, b.goods_currency, b.cost_currency);
        }
    };
    struct Sum {
        std::set<std::int64_t> orders;
        std::set<std::tuple<std::int64_t, std::string>> parts; ///< by order and number
        std::set<std::int64_t> documents;
        std::int64_t units = 0;
        std::optional<order::Decimal> goods = order::Decimal{}; ///< nullopt: beyond 18 digits
        std::optional<order::Decimal> cost = order::Decimal{};
    };
    std::map<Key, Sum> m_sums;
};

} // namespace shoporder::report
