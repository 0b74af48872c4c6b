#pragma once
// Purpose: what the files of `shoporder queue` share.
// State: none.
// Fails: as their callers. Threads: main's.
#include "cmd/command_line.hpp"
#include "cmd/context.hpp"
#include "store/ledger.hpp"

#include <cstddef>
#include <optional>

namespace shoporder::cmd {

/// resend: what was delivered, once more.
void add_queue_resend(CLI::App& parent, Context& context);
/// confirm, reject: what a supplier said to a person.
void add_queue_answer(CLI::App& parent, Context& context);

/// What `queue list --sent` was told.
struct SentArguments {
    store::SentFilter filter;
    std::optional<std::size_t> limit; ///< nullopt: a page for a person, all for a program
    bool csv = false;
    bool sums = false; ///< no rows
};
base::Exit list_sent(Context& context, store::Database& database, const SentArguments& arguments);

} // namespace shoporder::cmd
