#pragma once
// Purpose: `serve`: listeners, intake, readiness, watchdog, signals, in one place.
// State: the whole process. Fails: Error before it is ready; afterwards the exit code says why it
// ended (74 after an error of the disk, so that the service manager starts it afresh). Threads:
// called once, from main, before any other thread exists.
#include "base/clock.hpp"
#include "base/error.hpp"
#include "config/settings.hpp"
#include "log/journal.hpp"

#include <functional>
#include <string>

namespace shoporder::flow {

/// `announce` is called with each listener's address once requests are accepted ("unix:/run/…").
/// SIGTERM and SIGINT end it after everything accepted is answered.
[[nodiscard]] base::Exit serve(const config::Settings& settings, const base::Clock& clock,
                               const log::Journal& journal,
                               const std::function<void(const std::string&)>& announce);

} // namespace shoporder::flow
