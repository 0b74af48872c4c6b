#pragma once
// Purpose: sftp by libcurl. Private to remote; see session.hpp.
// State: one connection. Fails: as Session; Error(bug) when libcurl cannot start. Threads: as
// Session.
#include "remote/session.hpp"

#include <memory>

namespace shoporder::remote {

[[nodiscard]] std::unique_ptr<Session> make_sftp_session(const Settings& settings);

} // namespace shoporder::remote
