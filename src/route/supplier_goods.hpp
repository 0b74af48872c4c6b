#pragma once
// Purpose: one supplier's goods that have not been sent, shared out among its deliveries: those
// that are there and follow the order, and new parts. Inside `route` only.
// State: what add() was told. Fails: not at all. Threads: pure.
#include "route/numbers.hpp"
#include "route/plan.hpp"

#include <map>
#include <vector>

namespace shoporder::route {

class SupplierGoods {
public:
    /// Both outlive it.
    SupplierGoods(const Situation& situation, std::int64_t supplier_id, const History& history);

    /// A line of this supplier; `of` is a service's goods line, else 0.
    void add(const LineCount& count, std::int64_t of);
    /// After the last line: which delivery carries what. What is in a delivery stays there; what is
    /// new goes along with what is due in the same delivery, and what the shop has not released,
    /// and a service whose goods left already, wait in one of their own, so that they hold up
    /// nothing that may go.
    void share_out();
    /// How many parts carry something: sent and not.
    [[nodiscard]] std::size_t parts() const;
    [[nodiscard]] bool is_nothing() const; ///< nothing is unsent
    /// The steps are added; `shared`: the order has other parts.
    void plan(const PartNumbers& numbers, bool shared, std::vector<Step>& steps);
    [[nodiscard]] const order::Supplier* supplier() const { return m_supplier; } ///< null: no route

private:
    /// One delivery of goods to be: that which is there, or a new part.
    struct Slot {
        const Past* past = nullptr; ///< null: to be added
        Quantities due;
        Quantities not_released;
        Quantities service_only;
        [[nodiscard]] bool is_empty() const {
            return due.empty() && not_released.empty() && service_only.empty();
        }
    };
    template <typename Wanted>
    Slot& slot_where(const Wanted& wanted);
    void share_out_due();
    [[nodiscard]] bool is_in_past(const Slot& slot, const Quantities& lines) const;
    [[nodiscard]] std::vector<PlannedLine> lines(const Slot& slot) const;
    [[nodiscard]] bool is_addition(const Slot& slot) const;
    [[nodiscard]] Load load_of(const Slot& slot) const;
    [[nodiscard]] std::string told_of(const Facts& facts) const;
    [[nodiscard]] Add new_part(const PartNumbers& numbers);
    [[nodiscard]] bool is_in_doubt(const Past& d, const Verdict& verdict) const;
    void plan_past(const Slot& slot, const Facts& facts, std::vector<Step>& steps);

    const Situation& m_s;
    std::int64_t m_supplier_id;
    const order::Supplier* m_supplier = nullptr; ///< null: no route
    const History& m_history;
    std::map<std::int64_t, LineCount> m_counts; ///< by line
    Quantities m_due;
    Quantities m_not_released;
    Quantities m_service_only;
    std::map<std::int64_t, std::int64_t> m_services; ///< service → its goods line
    std::vector<Slot> m_slots;
    int m_added = 0;
};

} // namespace shoporder::route
