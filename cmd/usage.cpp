#include "cmd/usage.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <vector>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

std::string path_of(const CLI::App& app) {
    std::string out;
    for (const CLI::App* a = &app; a != nullptr; a = a->get_parent())
        out = a->get_name() + (out.empty() ? "" : " ") + out;
    return out;
}

std::vector<std::string> subcommand_names(const CLI::App& app) {
    std::vector<std::string> out;
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
        out.push_back(sub->get_name());
    return out;
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> out;
    for (const CLI::App* a = &app; a != nullptr; a = a->get_parent())
        for (const CLI::Option* option : a->get_options())
            for (const std::string& name : option->get_lnames())
                out.push_back("--" + name);
    return out;
}

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
    const std::vector<std::string_view> views(known.begin(), known.end());
    const std::string_view near = base::nearest(word.substr(0, 100), views);
    return near.empty() ? std::string{} : "; did you mean " + std::string{near} + "?";
}

std::string see_help(const CLI::App& app) {
    return "; see `" + path_of(app) + " --help`";
}

std::string join(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : ", ") + word;
    return out;
}

} // namespace

const CLI::App& innermost(const CLI::App& app) {
    const CLI::App* at = &app;
    while (!at->get_subcommands().empty())
        at = at->get_subcommands().front();
    return *at;
}

std::optional<Error> unknown_word(const CLI::App& app) {
    std::vector<std::string> left = app.remaining(true);
    std::erase(left, "--"); // no word: what follows it are arguments
    if (left.empty())
        return std::nullopt;
    const CLI::App& command = innermost(app);
    // An option that is not known explains the words behind it, too.
    const auto option = std::find_if(left.begin(), left.end(), [](const std::string& word) {
        return word.size() > 1 && word.front() == '-';
    });
    std::string word = option == left.end() ? left.front() : *option;
    word = word.substr(0, word.find('=')); // never repeat a value: it may be a secret
    const std::string shown = base::printable(word, 60);
    if (option != left.end()) {
        const std::string near = suggestion(word, option_names(command));
        return Error(Exit::usage,
                     "unknown option " + shown + (near.empty() ? see_help(command) : near));
    }
    const auto names = subcommand_names(command);
    if (const std::string path = path_of(command);
        path == "shoporder redact" || path == "shoporder data-request export")
        return Error(Exit::usage, "`" + path +
                                      "` takes no argument: it asks for the customer, or "
                                      "reads standard input, so that nobody else sees "
                                      "it" +
                                      see_help(command));
    if (names.empty())
        return Error(Exit::usage, "`" + path_of(command) + "` takes no argument `" + shown + "`" +
                                      see_help(command));
    const std::string near = suggestion(word, names);
    return Error(Exit::usage,
                 "unknown command `" + shown + "`" + (near.empty() ? see_help(command) : near));
}

Error usage_error(const CLI::App& app, const CLI::ParseError& error) {
    if (auto unknown = unknown_word(app))
        return *unknown;
    std::string text = error.what();
    std::replace(text.begin(), text.end(), '\n', ' ');
    return {Exit::usage, base::printable(text, 300) + see_help(innermost(app))};
}

Error missing_verb(const CLI::App& app) {
    const CLI::App& command = innermost(app);
    if (command.get_parent() == nullptr)
        return {Exit::usage, "a command is missing; see `shoporder --help`"};
    return {Exit::usage, "`" + path_of(command) + "` needs one of: " +
                             join(subcommand_names(command)) + see_help(command)};
}

} // namespace shoporder::cmd
