#pragma once
// Purpose: sending a document again although it was delivered, or may have been, because a person
// says so: a look at the server, then the same bytes under the same name. State: the database;
// look_again() talks to the supplier's server. Fails: Error(data) for a delivery that cannot be
// sent again, naming what works; Error(unavailable) when nobody can look. Threads: one.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "flow/operate/operate.hpp"
#include "flow/relay/relay.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace shoporder::flow {

struct SecondLook {
    std::string supplier, server, file_name;
    std::uint64_t size = 0;             ///< of the document
    std::optional<std::uint64_t> there; ///< bytes under the final name now; nullopt: no such file
    bool elsewhere = false; ///< it went to `server`, which is no more the supplier's url
    std::optional<base::Time> uploaded_at;
    std::size_t times = 0; ///< so often it was tried until now
};
/// Under the supplier's lock: Error(partly) while another process works for it.
[[nodiscard]] SecondLook look_again(store::Database& database, const config::Settings& settings,
                                    std::int64_t delivery,
                                    const SessionFactory& sessions = remote::make_session);

/// uploaded, confirmed, partial, rejected, or held after an attempt → deferred, due now: `retry`
/// sends the same bytes.
void resend(store::Database& database, std::int64_t delivery, const Person& person,
            const base::Clock& clock);

} // namespace shoporder::flow
