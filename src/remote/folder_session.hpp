#pragma once
// Purpose: a supplier who reads a folder of this machine (or one mounted here): scheme `file`.
// A put is on disk before it is answered; a rename never replaces. Replies carry the CURLcode a
// server's answer would have given, so that one classification serves all. Private to remote.
// State: one descriptor of the folder. Threads: as Session.
#include "remote/session.hpp"

#include <memory>

namespace shoporder::remote {

[[nodiscard]] std::unique_ptr<Session> make_folder_session(const Settings& settings);

} // namespace shoporder::remote
