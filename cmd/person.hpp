#pragma once
// Purpose: which customer is meant. Named on standard input or at a prompt, never as an argument:
// others would see it in the list of processes, and the shell would keep it.
// State: standard input. Fails: Error(usage) for what is no customer, without quoting it.
// Threads: main's.
#include "order/person.hpp"

namespace shoporder::cmd {

[[nodiscard]] order::Person ask_person();

} // namespace shoporder::cmd
