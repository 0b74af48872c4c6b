#pragma once
// Purpose: one supplier asked for its answers and shipments, under its lock: what they share, and
// the three ways.
// State: the database and one session. Fails: Trouble for the server's; Error for the database.
// Threads: one.
#include "flow/collect/collect.hpp"

#include <functional>
#include <stdexcept>
#include <string>

namespace shoporder::flow {

/// The supplier's server, folder or login: its own words and ours.
class Trouble : public std::runtime_error {
public:
    /// `stays`: a person has to act, so it is not tried again at once.
    Trouble(const std::string& what, bool stays) : runtime_error(what), m_stays(stays) {}
    [[nodiscard]] bool stays() const noexcept { return m_stays; }

private:
    bool m_stays;
};
/// Throws Trouble unless the reply is ok.
void expect(const remote::Reply& reply, const std::string& doing);

struct Asking {
    const config::Settings& settings;
    const log::Journal& journal;
    const CollectOptions& options;
    const Collector::SessionFactory& sessions;
    Applying how;
    std::function<bool()> over; ///< its time is up, or the run is stopped
    CollectResult result;

    /// Opens the folder; throws Trouble. `credential`: of a login that is not the supplier's own.
    [[nodiscard]] std::unique_ptr<remote::Session> open(const order::Endpoint& where,
                                                        const std::string& subfolder,
                                                        const std::string& credential = {}) const;
};

/// Each upload that was verified is the answer.
void ask_receipts(Asking& asking);
/// Where the files lie now is the answer.
void ask_pickups(Asking& asking);
/// Fetches, stores, applies and acknowledges the files it wrote. `name`: "answers", "shipments".
void ask_files(Asking& asking, const order::Inbox& inbox, const std::string& name);

} // namespace shoporder::flow
