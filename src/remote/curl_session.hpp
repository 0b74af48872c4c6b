#pragma once
// Purpose: ftp, ftpes, ftps and sftp by libcurl. Private to remote; see session.hpp.
// libcurl's own traps that this file answers for: reference numbers in the comments of the .cpp.
// State: one connection in one multi handle. Threads: as Session.
#include "remote/session.hpp"

#include <memory>

namespace shoporder::remote {

[[nodiscard]] std::unique_ptr<Session> make_curl_session(const Settings& settings);

} // namespace shoporder::remote
