#pragma once
// Purpose: what every command shares: global options, settings, the database, where output goes.
// State: the process: environment (captured once), standard streams, one database.
// Fails: Error(config|permission|io|…) when something is first asked for. Threads: main's alone.
#include "base/clock.hpp"
#include "base/error.hpp"
#include "config/settings.hpp"
#include "log/journal.hpp"
#include "report/json.hpp"
#include "report/table.hpp"
#include "store/database.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace shoporder::cmd {

struct Globals {
    std::string config;   ///< --config; "": not given
    std::string database; ///< --database
    std::string shop;     ///< --shop
    bool json = false;
    bool quiet = false;
    bool verbose = false;
    bool no_color = false;
};

/// Several orders or deliveries were meant: lists them, nothing was done, exits 65.
class Ambiguous : public base::Error {
public:
    Ambiguous(const std::string& message, std::vector<std::string> candidates)
        : Error(base::Exit::data, message), m_candidates(std::move(candidates)) {}
    [[nodiscard]] const std::vector<std::string>& candidates() const noexcept {
        return m_candidates;
    }

private:
    std::vector<std::string> m_candidates; ///< "12  1001-A  acme  held"
};

class Context {
public:
    explicit Context(config::Environment environment);

    Globals globals;
    config::Overrides overrides; ///< further settings a command's own options give: "listen"
    /// Set by the parsed command.
    std::function<base::Exit()> run;
    const CLI::App* parsed = nullptr; ///< the innermost command that was named, while it runs

    [[nodiscard]] const config::Environment& environment() const noexcept { return m_environment; }
    /// Loaded at the first call: flag > environment > file > default.
    [[nodiscard]] const config::Settings& settings();
    /// Makes sure we are who may touch the state folder; see whose_shell.hpp. Called by database().
    void enter_state(store::Access access);
    /// Opened at the first call, which must ask for all a command needs.
    [[nodiscard]] store::Database& database(store::Access access);

    [[nodiscard]] const base::Clock& clock() const noexcept { return m_clock; }
    [[nodiscard]] const log::Journal& journal() const noexcept { return *m_journal; }
    /// After the global options are known.
    void set_up_streams();

    /// Who acts, for events: "queue release (ann)".
    [[nodiscard]] std::string person(std::string_view command) const;
    [[nodiscard]] report::Style style() const;
    /// Standard input and error are a terminal: somebody can be asked.
    [[nodiscard]] static bool is_interactive();

    /// The answer: JSON with --json, else the text, broken at words where a terminal is too narrow.
    /// Both end in a newline, or are empty.
    void answer(const report::Value& json, const std::string& text) const;
    /// The same of a text that a program reads: every line stays one.
    void answer_as_is(const report::Value& json, const std::string& text) const;
    void print(std::string_view text) const;
    /// One entry of a list in JSON Lines; from now on an error is a line of its own, too.
    void print_entry(const report::Value& json);
    [[nodiscard]] bool prints_entries() const noexcept { return m_prints_entries; }
    /// Lines for people, like an answer's.
    void print_lines(std::string_view text) const;
    /// To standard error, a line; silent with --quiet.
    void say(std::string_view line) const;
    /// To standard error, whatever was asked for; ends in a newline.
    void complain(std::string_view text) const;

private:
    /// Columns of the terminal that this is; 0: it is none.
    [[nodiscard]] std::size_t width_of(int fd) const;

    config::Environment m_environment;
    base::SystemClock m_clock;
    std::optional<config::Settings> m_settings;
    std::optional<store::Database> m_database;
    store::Access m_access = store::Access::read; ///< how it was opened
    std::unique_ptr<log::Journal> m_journal;
    bool m_prints_entries = false;
};

/// Writes to standard output; Error(io) when it cannot, for instance on a full disk.
void write_out(std::string_view text);
/// All that was written is out; Error(io) otherwise. Called by main before it leaves.
void flush_out();

} // namespace shoporder::cmd
