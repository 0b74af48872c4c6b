#pragma once
// Purpose: one supplier's turn, under its lock: take up what an earlier process left, look for what
// is uncertain, then send window after window.
// State: the database, the supplier's server. Fails: Error for the database; the supplier's
// trouble is recorded and returned. Threads: one thread, one Database of its own.
#include "deliver/upload.hpp"
#include "flow/relay.hpp"
#include "order/supplier.hpp"
#include "store/deliveries.hpp"

#include <functional>
#include <random>

namespace shoporder::flow {

/// What a run shares with its siblings.
struct RunContext {
    const config::Settings& settings;
    const base::Clock& clock;
    const log::Journal& journal;
    const SessionFactory& sessions;
    const RelayOptions& options;
    const std::atomic<bool>& stop;
    base::Time end;                                  ///< no window starts after this
    std::function<std::size_t(std::size_t)> reserve; ///< takes up to N of the run's document limit
};

/// An outcome as one line: the reason, and where.
[[nodiscard]] std::string words(const base::Outcome& outcome);

class SupplierRun {
public:
    struct Item; // one claimed document
    SupplierRun(const RunContext& context, store::Database& database, std::int64_t supplier_id);
    ~SupplierRun() = default;
    SupplierRun(const SupplierRun&) = delete;
    SupplierRun& operator=(const SupplierRun&) = delete;

    /// False when another process holds the supplier's lock.
    bool run(RelayResult& result);

private:
    void recover();
    [[nodiscard]] bool connect();
    void expire(RelayResult& result);
    void reconcile(RelayResult& result);
    void settle_look(const store::Delivery& d, const deliver::Look& look, RelayResult& result);
    void send(order::DeliveryState from, RelayResult& result);
    [[nodiscard]] std::vector<Item> claim(order::DeliveryState from, std::size_t limit,
                                          RelayResult& result);
    [[nodiscard]] bool prepare(store::Write& write, std::int64_t id, std::vector<Item>& items);
    void record(const std::vector<Item>& items, const std::vector<deliver::Result>& outcomes,
                RelayResult& result);
    void record_one(store::Write& write, const Item& item, const deliver::Result& outcome,
                    RelayResult& result);
    [[nodiscard]] store::Step after(const Item& item, const base::Outcome& outcome) const;
    void park(const std::string& reason);
    void rename_next(std::span<const std::int64_t> documents);
    void take_back(std::span<const std::int64_t> documents);
    [[nodiscard]] bool over() const;

    const RunContext& m_context;
    store::Database& m_database;
    order::Supplier m_supplier;
    std::unique_ptr<remote::Session> m_session;
    mutable std::mt19937_64 m_random{std::random_device{}()};
    bool m_broken = false; ///< the connection failed, or the supplier was parked: no more windows
};

} // namespace shoporder::flow
