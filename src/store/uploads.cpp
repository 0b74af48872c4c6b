#include "store/uploads.hpp"

#include "store/connection.hpp"

#include <algorithm>

namespace shoporder::store {

namespace {

constexpr std::int64_t k_beyond = 0; // no bound

/// The bound of the bucket that a span belongs to.
std::int64_t bound_of(base::Duration span) {
    const auto found = std::find_if(
        k_upload_bounds_ms.begin(), k_upload_bounds_ms.end(),
        [span](std::int64_t bound) { return span <= std::chrono::milliseconds{bound}; });
    return found == k_upload_bounds_ms.end() ? k_beyond : *found;
}

void add(Write& write, std::int64_t supplier, std::string_view outcome, std::int64_t bound,
         std::int64_t micros) {
    Query(write.connection(),
          "INSERT INTO uploads (supplier_id, outcome, bound, count, micros) VALUES (?1, ?2, ?3, 1,"
          " ?4) ON CONFLICT (supplier_id, outcome, bound) DO UPDATE SET count = count + 1,"
          " micros = micros + ?4",
          supplier, outcome, bound, micros)
        .run();
}

} // namespace

void count_sent(Write& write, std::int64_t document_id) {
    std::int64_t supplier = 0;
    {
        Query q(write.connection(), "SELECT supplier_id FROM documents WHERE id = ?", document_id);
        if (!q.step())
            return;
        supplier = q.integer(0);
    }
    add(write, supplier, "sent", k_beyond, 0);
}

void count_attempt(Write& write, std::int64_t attempt_id, const base::Outcome& outcome,
                   base::Time now) {
    if (outcome.phase == "unsent")
        return;
    std::int64_t supplier = 0;
    base::Duration span{0};
    {
        Query q(write.connection(),
                "SELECT supplier_id, started_at FROM attempts JOIN documents"
                " ON documents.id = document_id WHERE attempts.id = ?",
                attempt_id);
        if (!q.step())
            return;
        supplier = q.integer(0);
        // A clock that was set back between the two took no time away.
        span = std::max(now - base::from_micros(q.integer(1)), base::Duration{0});
    }
    const bool done = outcome.done();
    add(write, supplier, base::name(outcome.cls), done ? bound_of(span) : k_beyond,
        done ? span.count() : 0);
}

std::map<std::int64_t, UploadFigures> upload_figures(Database& database) {
    std::map<std::int64_t, UploadFigures> out;
    Query q(database.connection(),
            "SELECT supplier_id, outcome, bound, count, micros FROM uploads");
    while (q.step()) {
        UploadFigures& figures = out[q.integer(0)];
        const std::string outcome = q.text(1);
        const std::int64_t count = q.integer(3);
        if (outcome == "sent") {
            figures.sent += count;
        } else if (outcome != base::name(base::OutcomeClass::done)) {
            figures.failed[outcome] += count;
        } else {
            const auto found =
                std::find(k_upload_bounds_ms.begin(), k_upload_bounds_ms.end(), q.integer(2));
            figures.micros += q.integer(4);
            if (found == k_upload_bounds_ms.end())
                figures.beyond += count;
            else
                figures.took[static_cast<std::size_t>(found - k_upload_bounds_ms.begin())] += count;
        }
    }
    return out;
}

} // namespace shoporder::store
