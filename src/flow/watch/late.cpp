#include "flow/watch/late.hpp"

#include "base/text.hpp"
#include "route/calendar.hpp"
#include "store/answers.hpp"
#include "store/suppliers.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

constexpr std::size_t k_named = 3;
constexpr std::size_t k_counted = 1000;
/// A look that failed says nothing yet; when none has worked for so long, somebody should know.
constexpr std::chrono::hours k_blind{1};

void find_blind(const order::Supplier& s, const store::AnswersHealth& health, base::Time now,
                std::vector<report::Notice>& out) {
    if (!health.failing_since || now - *health.failing_since < k_blind)
        return;
    out.push_back({"answers/" + s.name,
                   "the answers of " + s.name + " cannot be collected for " +
                       base::format_span(now - *health.failing_since) + ": " +
                       base::printable(health.problem, 200) + "; what it says is not known here",
                   "shoporder confirm --supplier " + s.name});
}

void find_unanswered(store::Database& database, const order::Supplier& s, base::Time now,
                     std::vector<report::Notice>& out) {
    const auto limit = route::before_open_time(s.send, now, s.answering.within);
    if (!limit)
        return;
    const auto late = store::unanswered_since(database, s.id, *limit, k_counted);
    if (late.empty())
        return;
    std::string numbers;
    for (std::size_t i = 0; i < std::min(late.size(), k_named); ++i)
        numbers += (i == 0 ? "" : ", ") + late[i].po_number;
    if (late.size() > k_named)
        numbers += " and " + std::string{late.size() == k_counted ? "at least " : ""} +
                   std::to_string(late.size() - k_named) + " more";
    const bool taken = s.answering.how == order::Confirming::pickup;
    out.push_back(
        {"late/" + s.name,
         s.name + " has not " + (taken ? "taken " : "answered ") + numbers + " within " +
             base::format_span(s.answering.within) + " of its hours; the oldest was sent " +
             base::format_span(now - late[0].uploaded_at) + " ago: ask it",
         late.size() == 1 ? "shoporder queue show " + std::to_string(late[0].delivery_id)
                          : "shoporder queue list --state uploaded --supplier " + s.name});
}

} // namespace

void find_late(store::Database& database, base::Time now, std::vector<report::Notice>& out) {
    for (const order::Supplier& s : store::list_suppliers(database)) {
        if (s.answering.how == order::Confirming::none)
            continue;
        find_blind(s, store::answers_health(database, s.id), now, out);
        if (s.answering.within.count() > 0)
            find_unanswered(database, s, now, out);
    }
    if (const std::size_t open = store::count_answers(database, "attention"); open > 0)
        out.push_back(
            {"answers",
             report::count_of(open, "answer") + (open == 1 ? " needs" : " need") + " a person",
             "shoporder answer list --attention"});
}

} // namespace shoporder::flow
