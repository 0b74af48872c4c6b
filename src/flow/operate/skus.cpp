#include "flow/operate/skus.hpp"

#include "base/text.hpp"
#include "store/events.hpp"
#include "store/skus.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

constexpr std::size_t k_chunk = 1000; // rows a transaction: no lock is held for over 50 ms

void keep(std::vector<order::SkuEntry>& kept, std::int64_t& count, const order::SkuEntry& row,
          std::size_t most) {
    ++count;
    if (kept.size() < most)
        kept.push_back(row);
}

} // namespace

SkuChanges compare_skus(store::Database& database, std::int64_t supplier_id,
                        std::span<const order::SkuEntry> rows, std::size_t most) {
    SkuChanges out;
    std::size_t at = 0;
    const auto add_below = [&](const std::string* key) {
        for (; at < rows.size() && (key == nullptr || base::fold(rows[at].sku) < *key); ++at)
            keep(out.added, out.added_count, rows[at], most);
    };
    // Both are in the order of their keys.
    store::each_sku(database, supplier_id, [&](const order::SkuEntry& before) {
        const std::string key = base::fold(before.sku);
        add_below(&key);
        if (at == rows.size() || base::fold(rows[at].sku) != key) {
            keep(out.removed, out.removed_count, before, most);
            return;
        }
        const order::SkuEntry& now = rows[at++];
        if (now == before)
            ++out.unchanged;
        else
            keep(out.changed, out.changed_count, now, most);
    });
    add_below(nullptr);
    return out;
}

void replace_skus(store::Database& database, const order::Supplier& supplier,
                  std::span<const order::SkuEntry> rows, const std::string& words,
                  const std::string& actor, const base::Clock& clock) {
    const auto drop_old = [&] {
        for (bool more = true; more;) {
            store::Write write(database);
            more = store::drop_old_skus(write, supplier.id, k_chunk);
            write.commit();
        }
    };
    drop_old(); // of an import that did not come to its end
    std::int64_t edition = 0;
    for (std::size_t at = 0; at < rows.size(); at += k_chunk) {
        store::Write write(database);
        if (edition == 0)
            edition = store::begin_skus(write, supplier.id, clock.now());
        store::add_skus(write, supplier.id, edition,
                        rows.subspan(at, std::min(k_chunk, rows.size() - at)));
        write.commit();
    }
    {
        store::Write write(database);
        const base::Time now = clock.now();
        store::publish_skus(write, supplier.id, edition, static_cast<std::int64_t>(rows.size()),
                            now);
        store::Event event{now, "supplier"};
        event.supplier_id = supplier.id;
        event.actor = actor;
        event.text = words;
        store::add_event(write, event);
        store::mark_changed(write, 0);
        write.commit();
    }
    drop_old();
}

} // namespace shoporder::flow
