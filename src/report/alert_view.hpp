#pragma once
// Purpose: what a person is told who does not look: new problems, those that last, those that are
// over, and the day's digest; as a letter.
// State: none; flow fills the structs. Fails: not at all. Threads: values.
// A letter leaves the machine, maybe in clear: it names orders, suppliers, reason codes and
// commands, and never a customer or what somebody wrote.
#include "base/clock.hpp"
#include "report/ledger_view.hpp"
#include "report/status_view.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace shoporder::report {

struct Problem {
    std::string key; ///< what it is about, stable while it lasts: "held/acme/over_limit"
    std::string text;
    std::string next; ///< the command that leads on
};
/// One for each group that needs a person, and for each other complaint.
[[nodiscard]] std::vector<Problem> problems_of(const StatusView& view);

struct News {
    std::vector<Problem> fresh;
    std::vector<Problem> lasting; ///< told before, and due to be told again
    std::vector<Problem> over;    ///< text as it was told; without a command
    [[nodiscard]] bool empty() const noexcept {
        return fresh.empty() && lasting.empty() && over.empty();
    }
};

struct Letter {
    std::string subject; ///< one line
    std::string body;    ///< lines
    News news{};         ///< what it tells of; of a digest all that is wrong, as lasting
};
/// `where`: this machine's name.
[[nodiscard]] Letter letter_of(const News& news, const std::string& where);
[[nodiscard]] Value to_json(const News& news);

struct Digest {
    base::Time since;
    std::size_t orders = 0; ///< that came
    LedgerSums sent;
    std::vector<Problem> problems;
    std::map<order::DeliveryState, std::int64_t> open; ///< that go by themselves
};
[[nodiscard]] Letter letter_of(const Digest& digest, const std::string& where, const Style& style);

/// The letter as a program takes it: "mail" (with headers, for sendmail), "text", or "json" (an
/// object whose `text` chat services show). `to`: of a mail; empty: the command names it.
[[nodiscard]] std::string formed(const Letter& letter, const std::string& form,
                                 const std::string& to);

} // namespace shoporder::report
