#include "flow/watch/alerting.hpp"

#include "base/child.hpp"
#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/local_time.hpp"
#include "base/text.hpp"
#include "flow/operate/views.hpp"
#include "store/events.hpp"
#include "store/order_views.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <unistd.h>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;
using std::chrono::hours;
using std::chrono::minutes;

/// Waits before it is told again: the first, the second, …; the last for ever.
constexpr std::array k_intervals{hours{1}, hours{4}, hours{12}, hours{24}, hours{48}, hours{168}};
/// So long it must be gone to be over.
constexpr minutes k_calm{10};
constexpr std::chrono::seconds k_longest{60}; // of the program
constexpr std::string_view k_digest = "alert/digest";
constexpr std::string_view k_proven = "alert/proven";

hours interval_after(int times) {
    const auto last = k_intervals.size() - 1;
    return k_intervals[std::min(static_cast<std::size_t>(std::max(times, 1) - 1), last)];
}

std::string machine_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0)
        return "this machine";
    return base::printable(name.data(), 64);
}

void send(const config::Settings& settings, const report::Letter& letter) {
    const config::AlertSettings& how = settings.alert;
    if (how.command.empty())
        throw Error(Exit::config,
                    "alert.command is not set, so nobody is told: write to the section "
                    "[alert] command = [\"/usr/sbin/sendmail\", \"-t\"] and to = "
                    "\"you@shop.example\"; see shoporder-alert(1)");
    const base::ChildEnd end =
        base::run_child(how.command, report::formed(letter, how.form, how.to), k_longest);
    if (!end.timed_out && end.status == 0)
        return;
    const std::string said{base::trim(end.said)};
    throw Error(Exit::unavailable,
                "alert.command " + how.command[0] +
                    (end.timed_out ? " did not end in " + base::format_span(k_longest)
                                   : " failed with status " + std::to_string(end.status)) +
                    (said.empty() ? "" : ": " + base::printable(said, 300)) +
                    "; what it was to tell is told by the next run");
}

report::Digest digest_of(store::Database& database, const report::StatusView& view,
                         base::Time since) {
    report::Digest out;
    out.since = since;
    store::SentFilter sent;
    sent.since = since;
    each_sent(database, sent, [&out](const report::LedgerRow& row) {
        out.sent.add(row);
        return true;
    });
    out.orders = store::count_orders_since(database, since);
    out.problems = report::problems_of(view);
    for (const auto& [state, count] : view.counts)
        if (order::may_still_leave(state) && !order::is_attention(state))
            out.open[state] = count;
    return out;
}

/// Since when the next digest counts; nullopt: it is not due.
std::optional<base::Time> digest_due(store::Database& database, const std::string& at,
                                     base::Time now) {
    if (at.empty())
        return std::nullopt;
    std::optional<base::Time> last;
    for (const store::Tally& tally : store::list_tallies(database, std::string{k_digest}))
        last = tally.at;
    if (last && *last >= last_time_of_day(at, now))
        return std::nullopt;
    return std::max(last.value_or(now - hours{24}), now - hours{7 * 24});
}

} // namespace

Telling what_to_tell(const std::vector<report::Problem>& problems,
                     const std::vector<store::Alert>& known, base::Time now) {
    Telling out;
    std::map<std::string, const store::Alert*> told;
    for (const store::Alert& alert : known)
        told[alert.key] = &alert;
    for (const report::Problem& problem : problems) {
        const auto found = told.find(problem.key);
        if (found == told.end()) {
            out.news.fresh.push_back(problem);
            out.put.push_back({problem.key, problem.text, now, now, 1, std::nullopt});
            continue;
        }
        store::Alert alert = *found->second;
        told.erase(found);
        const bool again = now - alert.told_at >= interval_after(alert.times);
        if (again) {
            out.news.lasting.push_back(problem);
            alert.text = problem.text;
            alert.told_at = now;
            ++alert.times;
        }
        if (again || alert.gone_at) {
            alert.gone_at.reset();
            out.put.push_back(std::move(alert));
        }
    }
    for (const auto& [key, alert] : told) {
        if (!alert->gone_at) {
            out.put.push_back(*alert);
            out.put.back().gone_at = now;
        } else if (now - *alert->gone_at >= k_calm) {
            out.news.over.push_back({key, alert->text, ""});
            out.drop.push_back(key);
        }
    }
    return out;
}

base::Time last_time_of_day(const std::string& at, base::Time now) {
    const auto minute = hours{std::stoi(at.substr(0, 2))} + minutes{std::stoi(at.substr(3, 2))};
    const auto on = [&](base::Time day) {
        const std::string local = base::format_time(day + base::local_offset(day)).substr(0, 10);
        return base::local_midnight(local).value_or(day) + minute;
    };
    const base::Time today = on(now);
    return today <= now ? today : on(now - hours{24});
}

AlertResult alert(store::Database& database, const config::Settings& settings, base::Time now,
                  const report::Style& style, bool dry_run) {
    std::optional<base::FileLock> lock;
    if (!dry_run) {
        lock = base::FileLock::attempt(settings.database.string() + ".alert");
        if (!lock)
            throw Error(Exit::partly, "another `shoporder alert` runs");
    }
    const report::StatusView view = status_view(database, settings, now);
    Telling telling = what_to_tell(report::problems_of(view), store::list_alerts(database), now);
    AlertResult result;
    result.news = telling.news;
    if (!telling.news.empty())
        result.letter = report::letter_of(telling.news, machine_name());
    if (const auto since = digest_due(database, settings.alert.digest, now))
        result.digest = report::letter_of(digest_of(database, view, *since), machine_name(), style);
    if (dry_run)
        return result;
    if (result.letter)
        send(settings, *result.letter);
    if (!telling.put.empty() || !telling.drop.empty()) {
        store::Write write(database);
        for (const store::Alert& each : telling.put)
            store::put_alert(write, each);
        for (const std::string& key : telling.drop)
            store::drop_alert(write, key);
        write.commit();
    }
    if (result.digest) {
        send(settings, *result.digest);
        store::Write write(database);
        store::add_tally(write, std::string{k_digest}, now);
        write.commit();
    }
    if (result.letter || result.digest)
        note_alert_test(database, settings, now);
    return result;
}

namespace {

/// Of the command as it is set: another one is another promise.
std::int64_t number_of(const config::AlertSettings& how) {
    std::string all = how.form + "\n" + how.to;
    for (const std::string& word : how.command)
        all += "\n" + word;
    std::int64_t number = 0;
    std::memcpy(&number, base::sha256(all).data(), sizeof number);
    return number;
}

} // namespace

void note_alert_test(store::Database& database, const config::Settings& settings, base::Time now) {
    store::Write write(database);
    static_cast<void>(
        store::set_tally(write, std::string{k_proven}, number_of(settings.alert), now));
    write.commit();
}

std::optional<base::Time> alert_proven_at(store::Database& database,
                                          const config::Settings& settings) {
    for (const store::Tally& tally : store::list_tallies(database, std::string{k_proven}))
        if (tally.name == k_proven && tally.count == number_of(settings.alert))
            return tally.at;
    return std::nullopt;
}

void send_test_alert(const config::Settings& settings) {
    send(settings, {"shoporder on " + machine_name() + ": a test",
                    "This is a test of alert.command. Nothing is wrong.\n"});
}

} // namespace shoporder::flow
