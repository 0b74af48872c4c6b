#pragma once
// Purpose: one connection to one supplier, and what goes over it: looking for what is uncertain,
// then window after window of claimed documents.
// State: the database, the supplier's server. Fails: Error for the database; the supplier's trouble
// is recorded. Threads: one thread and a Database of its own; several lanes share a Turn.
#include "deliver/upload.hpp"
#include "flow/relay/drafting.hpp"
#include "flow/relay/turn.hpp"
#include "store/deliveries.hpp"

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <span>
#include <vector>

namespace shoporder::flow {

class Lane {
public:
    struct Item; // one claimed document
    struct Claimed;
    static constexpr std::size_t k_first_window = 4;

    Lane(Turn& turn, store::Database& database);
    ~Lane();
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    /// A fresh session, logged in. Counts for the breaker; parks where a person must act.
    [[nodiscard]] bool connect();
    /// A further connection beside one that works: when the server wants no more of them, that is
    /// nobody's trouble.
    [[nodiscard]] bool connect_beside();

    [[nodiscard]] bool is_connected() const noexcept { return m_session != nullptr; }

    /// Looks for every uncertain document, before anything is sent again.
    void reconcile();
    /// One window of what is in this state. True when it was full: there may be more.
    bool send(order::DeliveryState from);
    /// Windows, until nothing is left that may go; `between` is asked after each full one and ends
    /// it with false.
    void work(const std::function<bool()>& between);
    /// Removes stale temporary files of settled documents, over an open connection.
    void clean();

private:
    [[nodiscard]] base::Outcome open();
    void hang_up();
    bool wait(std::chrono::milliseconds time);
    void draft_ahead(order::DeliveryState from);
    [[nodiscard]] std::size_t share_of(order::DeliveryState from);
    [[nodiscard]] deliver::Manner manner() const;

    [[nodiscard]] Claimed claim(order::DeliveryState from, std::size_t documents);
    void prepare(store::Write& write, std::span<const std::int64_t> ids, std::vector<Item>& items);
    void prepare_batch(store::Write& write, std::vector<store::Delivery> fresh,
                       std::vector<Item>& items);
    [[nodiscard]] bool fix_document(store::Write& write, store::Delivery& delivery,
                                    std::string& bytes);
    void hold_unfit(store::Write& write, const store::Delivery& d, const std::exception& error);
    void take_siblings(store::Write& write, Item& item);
    void begin(store::Write& write, Item& item);

    void record(const std::vector<Item>& items, const std::vector<deliver::Result>& outcomes);
    void judge_window(const std::vector<deliver::Result>& outcomes);
    void record_one(store::Write& write, const Item& item, const deliver::Result& sent,
                    RelayResult& result);
    [[nodiscard]] store::Step after(const Item& item, const store::Delivery& d,
                                    const base::Outcome& outcome);
    [[nodiscard]] std::span<const std::chrono::seconds> schedule() const;

    void count_refusal(std::span<const store::Delivery> deliveries, const deliver::Look& look);
    [[nodiscard]] bool renames_others(std::int64_t document);
    [[nodiscard]] deliver::Look look_for(std::int64_t document);
    void settle_look(std::span<const store::Delivery> deliveries, const deliver::Look& look);
    [[nodiscard]] store::Step after_look(const store::Delivery& d, const deliver::Look& look);
    [[nodiscard]] std::map<std::int64_t, std::vector<store::Delivery>> doubtful() const;

    void commit(std::span<const std::int64_t> documents, deliver::Mark mark);

    Turn& m_turn;
    const RunContext& m_context;
    const order::Supplier& m_supplier;
    store::Database& m_database;
    std::unique_ptr<remote::Session> m_session;
    base::Outcome m_trouble;               ///< why there is no session
    std::size_t m_window = k_first_window; ///< documents; grows while windows stay short
    std::chrono::milliseconds m_waited{};  ///< in the window, for refusals to pass
    Drafting m_drafting;
    std::mt19937_64 m_random{std::random_device{}()};
};

/// A document on its way: what it carries, and what goes over the wire.
struct Lane::Item {
    std::vector<store::Delivery> deliveries; ///< one; of a batch, those that are on their way
    std::int64_t document = 0;
    std::int64_t attempt = 0;
    std::string bytes;
    std::string final_name;
    std::string temporary_name;
};

struct Lane::Claimed {
    std::vector<Item> items;
    bool cut_short = false; ///< there is more, and making its documents took too long
};

} // namespace shoporder::flow
