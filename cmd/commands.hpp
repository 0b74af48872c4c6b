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
    X(dispatch, "dispatch", "route new orders and send what is ready")                             \
    X(retry, "retry", "send again what failed for a temporary reason")                             \
    X(confirm, "confirm", "collect suppliers' answers to their orders")                            \
    X(status, "status", "show the overall state, problems that need you first")                    \
    X(alert, "alert", "tell a person of new problems, and of their end")                           \
    X(doctor, "doctor", "find what is set up wrong, each with its remedy")                         \
    X(order, "order", "list orders, show the whole story of one, import lost ones")                \
    X(queue, "queue", "list deliveries that are waiting or held, and resolve them")                \
    X(answer, "answer", "list and show what suppliers sent back")                                  \
    X(supplier, "supplier", "manage suppliers: who ships what, and where it goes")                 \
    X(export_xml, "export-xml", "print a document as it was sent, or as it would be")              \
    X(log, "log", "the history")                                                                   \
    X(webhook, "webhook", "list and show what Shopify sent, as it came")                           \
    X(verify_hmac, "verify-hmac", "check the signature of a body, and say what is wrong with it")  \
    X(shopify, "shopify", "fetch what webhooks missed, mend the webhooks")                         \
    X(trigger, "trigger", "send a signed sample order to the listener")                            \
    X(setup, "setup", "ask the questions of the first day, write the configuration")               \
    X(config, "config", "show each setting with its source, and check them")                       \
    X(credential, "credential", "set, list and remove passwords and signing secrets")              \
    X(redact, "redact", "remove a customer's personal data for ever")                              \
    X(purge, "purge", "remove what is older than its retention")                                   \
    X(data_request, "data-request", "list shops' privacy requests, export a customer's data")      \
    X(backup, "backup", "copy the database while it is in use")                                    \
    X(restore, "restore", "put a backup in the place of the database")                             \
    X(migrate, "migrate", "create the database, or update it to this version")                     \
    X(completion, "completion", "print the completion script of a shell")

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
