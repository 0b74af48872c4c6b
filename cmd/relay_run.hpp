#pragma once
// Purpose: what `dispatch` and `retry` share: one run of the relay, ended early by Ctrl-C, and its
// summary.
// State: signal handlers, while it runs. Fails: Error from flow. Threads: main's.
#include "cmd/command_line.hpp"
#include "cmd/context.hpp"
#include "flow/relay/relay.hpp"

#include <string>
#include <vector>

namespace shoporder::cmd {

struct RelayArguments {
    std::vector<std::string> suppliers;
    std::size_t limit = 0;
    std::size_t jobs = 8;
    std::string longest = "5m";
    std::string metrics; ///< a file to be written at the end; "": none
};
void add_relay_options(CLI::App& app, RelayArguments& arguments);

/// When what is ready leaves: "the next `shoporder dispatch` sends it; …".
[[nodiscard]] std::string next_dispatch(const std::string& does);

[[nodiscard]] report::Value to_json(const flow::RelayResult& result, bool dry_run);
/// Fills what the arguments say into `options`, runs, prints. 0 done, 1 something failed for good,
/// 75 something is deferred, uncertain or held after a try.
[[nodiscard]] base::Exit run_relay(Context& context, const RelayArguments& arguments,
                                   flow::RelayOptions options);

} // namespace shoporder::cmd
