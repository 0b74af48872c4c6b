#pragma once
// Purpose: the one list of commands; help, errors, tests and man pages are held against it.
// State: none.
// Fails: not at all. Threads: none.
#include "cmd/command_line.hpp"
#include "cmd/context.hpp"

#include <span>
#include <string_view>

namespace shoporder::cmd {

// X(function suffix, name, summary). One line, one file cmd/SUFFIX.cpp, one page
// man/shoporder-NAME.1; in the order help shows them: first what runs, then what looks, then
// what changes.
#define SHOPORDER_COMMANDS(X)                                                                      \
    X(serve, "serve", "accept, verify and store webhooks")                                         \
    X(dispatch, "dispatch", "route what is new and send what is ready")                            \
    X(retry, "retry", "send again what failed for a passing reason")                               \
    X(confirm, "confirm", "collect what suppliers say of their orders")                            \
    X(status, "status", "how it stands, what needs a person first")                                \
    X(order, "order", "orders and the whole story of one")                                         \
    X(queue, "queue", "deliveries: what waits, what is held, and the way out")                     \
    X(answer, "answer", "what suppliers sent back")                                                \
    X(supplier, "supplier", "who ships what, and where it goes")                                   \
    X(export_xml, "export-xml", "the document: as it was sent, or a preview")                      \
    X(log, "log", "the history")                                                                   \
    X(webhook, "webhook", "what Shopify sent, as it came")                                         \
    X(verify_hmac, "verify-hmac", "is this body really signed, and if not, why not")               \
    X(trigger, "trigger", "send a signed sample order to the listener")                            \
    X(config, "config", "each setting with its source; check them")                                \
    X(credential, "credential", "passwords and signing secrets")                                   \
    X(backup, "backup", "copy the database while it is in use")                                    \
    X(migrate, "migrate", "create the database, or bring it to this version")

struct Command {
    std::string_view name;
    std::string_view summary;
    /// Adds options and verbs to its own subcommand; parsing sets Context::run.
    void (*add)(CLI::App& app, Context& context);
};

[[nodiscard]] std::span<const Command> commands() noexcept;

#define SHOPORDER_DECLARE(suffix, name, summary) void add_##suffix(CLI::App& app, Context& context);
SHOPORDER_COMMANDS(SHOPORDER_DECLARE)
#undef SHOPORDER_DECLARE

} // namespace shoporder::cmd
