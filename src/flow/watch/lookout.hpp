#pragma once
// Purpose: what goes wrong without an error: a shop that fell silent, refusals that rise, orders
// that never came or lie for too long, a disk that ran full, a wrong clock. `status` prints it;
// `serve` writes it to the journal once when it begins, once a day while it lasts, and once when it
// is over. State: the database, read; Lookout remembers what it has said. Fails: Error from the
// database. Threads: one.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "log/journal.hpp"
#include "report/status_view.hpp"
#include "store/database.hpp"

#include <map>
#include <string>
#include <vector>

namespace shoporder::flow {

/// The worst first; empty when all is well.
[[nodiscard]] std::vector<report::Notice>
look_out(store::Database& database, const config::Settings& settings, base::Time now);

class Lookout {
public:
    Lookout(const config::Settings& settings, const log::Journal& journal)
        : m_settings(settings), m_journal(journal) {}
    void look(store::Database& database, base::Time now);

private:
    struct Said {
        base::Time at;
        std::string text;
    };
    const config::Settings& m_settings;
    const log::Journal& m_journal;
    std::map<std::string, Said> m_said; ///< by the notice's key
};

} // namespace shoporder::flow
