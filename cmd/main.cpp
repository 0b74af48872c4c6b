// shoporder: signed Shopify webhooks in, one document for each supplier out, exactly once.
// main knows the global options, runs the command that was parsed, and turns what went wrong into
// one line and an exit code. All else is in a command's own file.
#include "base/error.hpp"
#include "base/text.hpp"
#include "cmd/command_line.hpp"
#include "cmd/commands.hpp"
#include "cmd/context.hpp"
#include "cmd/help.hpp"
#include "cmd/usage.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <span>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace shoporder::cmd {
namespace {

using base::Exit;

config::Environment capture_environment() {
    config::Environment out;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        if (const auto at = text.find('='); at != std::string_view::npos)
            out.emplace(text.substr(0, at), text.substr(at + 1));
    }
    return out;
}

void add_globals(CLI::App& app, Globals& globals) {
    app.set_help_flag("-h,--help", "show this help; every command has its own");
    app.set_version_flag("--version", std::string{"shoporder "} + SHOPORDER_VERSION,
                         "show the version");
    app.add_option("-c,--config", globals.config,
                   "settings and shops; else $SHOPORDER_CONFIG, else /etc/shoporder/shoporder.toml")
        ->type_name("FILE");
    app.add_option("--database", globals.database,
                   "the database; else $SHOPORDER_DATABASE, else the settings, else "
                   "/var/lib/shoporder/shoporder.db")
        ->type_name("FILE");
    app.add_option("--shop", globals.shop, "one shop, where several are configured")
        ->type_name("DOMAIN");
    app.add_flag("--json", globals.json, "print answers and errors as JSON");
    app.add_flag("-q,--quiet", globals.quiet, "print only errors and the answer");
    app.add_flag("-v,--verbose", globals.verbose, "print more messages");
    app.add_flag("--no-color", globals.no_color, "no colours, as with $NO_COLOR");
}

/// Of a command that no word names, the name and the summary are enough: to make the options of
/// all takes longer than most commands do.
void build(CLI::App& app, Context& context, std::span<char* const> words) {
    app.name("shoporder");
    app.formatter(make_help_formatter());
    // Inherited by every command: global options may stand anywhere, and words nothing takes are
    // collected for unknown_word(), which has a better answer than CLI11.
    app.fallthrough();
    app.allow_extras();
    add_globals(app, context.globals);
    for (const Command& command : commands()) {
        CLI::App* const sub =
            app.add_subcommand(std::string{command.name}, std::string{command.summary});
        if (std::find(words.begin(), words.end(), command.name) != words.end())
            command.add(*sub, context);
    }
    app.require_subcommand(0, 1);
    set_examples(
        app, {"shoporder status", "shoporder order show 1001", "shoporder queue list --attention"});
}

int fail(const Context& context, Exit code, const std::string& message,
         const std::vector<std::string>& candidates = {}) {
    if (context.globals.json) {
        report::Value error = report::Value::object();
        error.set("code", base::exit_name(code)).set("message", message);
        if (!candidates.empty())
            error.set("candidates", report::json_array(candidates, [](const std::string& line) {
                          return report::Value{line.substr(0, line.find(' '))};
                      }));
        report::Value out = report::Value::object();
        out.set("error", std::move(error));
        write_out(out.text(context.prints_entries())); // who reads lines gets a line
    } else {
        std::string text =
            "shoporder: " + base::printable(message, 2000) + (candidates.empty() ? "\n" : ":\n");
        for (const std::string& line : candidates)
            text += "  " + base::printable(line) + "\n";
        context.complain(text);
    }
    return static_cast<int>(code);
}

int run(int argc, char** argv, Context& context) {
    CLI::App app{"Shopify orders to the suppliers who ship them, each exactly once"};
    const std::span<char* const> words{argv, static_cast<std::size_t>(argc)};
    build(app, context, words);
    // An error in the command line must already know how it is to be told.
    for (const std::string_view word : words)
        context.globals.json = context.globals.json || word == "--json";
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        // Help for a command that does not exist would look as if it did.
        if (auto unknown = unknown_word(app); unknown && has_commands(innermost(app)))
            throw *unknown;
        write_out(app.help());
        return 0;
    } catch (const CLI::CallForVersion&) {
        write_out(std::string{"shoporder "} + SHOPORDER_VERSION + "\n");
        return 0;
    } catch (const CLI::ParseError& error) {
        throw usage_error(app, error);
    }
    if (auto unknown = unknown_word(app))
        throw *unknown;
    if (!context.run)
        throw missing_verb(app);
    context.set_up_streams();
    context.parsed = &innermost(app);
    return static_cast<int>(context.run());
}

} // namespace
} // namespace shoporder::cmd

int main(int argc, char** argv) {
    namespace cmd = shoporder::cmd;
    using shoporder::base::Exit;
    // Whatever the shell's umask is: nobody else writes in what we make, and we can read it again.
    ::umask((::umask(0) & 077U) | 022U);
    cmd::Context context(cmd::capture_environment());
    int code = static_cast<int>(Exit::bug);
    try {
        try {
            code = cmd::run(argc, argv, context);
        } catch (const cmd::Ambiguous& error) {
            code = cmd::fail(context, error.code(), error.what(), error.candidates());
        } catch (const shoporder::base::Error& error) {
            code = cmd::fail(context, error.code(), error.what());
        } catch (const std::exception& error) {
            code = cmd::fail(context, Exit::bug,
                             std::string{"a defect of shoporder: "} + error.what());
        }
        cmd::flush_out();
    } catch (const std::exception& error) { // even standard output is gone
        static_cast<void>(std::fprintf(stderr, "shoporder: %s\n", error.what()));
        code = static_cast<int>(Exit::io);
    }
    return code;
}
