#pragma once
// Purpose: whoever types a command, files of the state folder belong to its owner afterwards.
// Root's SQLite files beside the database would lock the service out of its own orders.
// State: the process's user and groups. Fails: Error(permission) with the line to type instead.
// Threads: called by main's thread before any other exists.
#include "config/settings.hpp"

namespace shoporder::cmd {

/// As root, where the state folder belongs to another user: reads the credentials (their folder is
/// root's alone) and becomes that user, for good. As somebody else who may not use the
/// folder: Error(permission). A missing folder is left to whoever opens it.
void become_state_owner(config::Settings& settings, bool writes);

} // namespace shoporder::cmd
