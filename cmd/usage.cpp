#include "cmd/usage.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

std::string path_of(const CLI::App& app) {
    std::string out;
    for (const CLI::App* a = &app; a != nullptr; a = a->get_parent())
        out.insert(0, a->get_name() + (out.empty() ? "" : " "));
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

/// What people type for a command of ours; the letters alone would lead to its opposite.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> k_other_words{{
    {"unpause", "resume"},
    {"unpark", "resume"},
    {"continue", "resume"},
    {"activate", "live"},
    {"enable", "live"},
    {"disable", "pause"},
    {"stop", "pause"},
    {"delete", "remove"},
}};

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
    const std::vector<std::string_view> views(known.begin(), known.end());
    std::string_view near = base::nearest(word.substr(0, 100), views);
    for (const auto& [other, ours] : k_other_words)
        if (word == other && std::find(known.begin(), known.end(), ours) != known.end())
            near = ours;
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

/// "--reason TEXT", "FILE".
std::string shown(const CLI::Option& option) {
    std::string out = option.get_name();
    const std::string type = option.get_type_name();
    if (!option.get_positional() && !type.empty())
        out += " " + type;
    return out;
}

/// An example of this command, one with the option where there is one.
std::string example(const CLI::App& command, const CLI::Option& option) {
    const auto lines = base::split(command.get_footer(), '\n');
    std::string_view first;
    for (const std::string& line : lines) {
        const std::string_view words = base::trim(line);
        if (words.find(" " + option.get_name() + " ") != std::string_view::npos)
            return "; for example: " + std::string{words};
        if (first.empty() && option.get_positional())
            first = words;
    }
    return first.empty() ? see_help(command) : "; for example: " + std::string{first};
}

/// The option whose name stands at the beginning of a text of CLI11's.
const CLI::Option* named_in(const CLI::App& command, std::string_view text) {
    for (const CLI::App* a = &command; a != nullptr; a = a->get_parent())
        for (const CLI::Option* option : a->get_options()) {
            const std::string name = option->get_name();
            if (text.starts_with(name) && (text.size() == name.size() || text[name.size()] == ' ' ||
                                           text[name.size()] == ':'))
                return option;
        }
    return nullptr;
}

Error missing(const CLI::App& command, const CLI::Option& option) {
    return {Exit::usage,
            "`" + path_of(command) + "` needs " + shown(option) + example(command, option)};
}

/// What CLI11 says of one option, in our words; empty: its own must do. Repeats no value: it may
/// be a secret or a person.
std::string words_of(const CLI::App& command, const CLI::Option& option, const std::string& rest,
                     const CLI::ParseError& error) {
    const std::string name = option.get_name();
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
        return rest.find("At Most") != std::string::npos
                   ? name + " is given more than once; give it once" + see_help(command)
                   : name + " needs a value: " + shown(option) + example(command, option);
    if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr)
        return option.get_type_name().empty()
                   ? name + " takes no value" + see_help(command)
                   : name + " cannot be that: " + shown(option) + example(command, option);
    const std::string other = rest.substr(rest.rfind(' ') + 1);
    if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr)
        return name + " and " + other + " cannot be given together; leave one out";
    if (dynamic_cast<const CLI::RequiresError*>(&error) != nullptr)
        return name + " needs " + other + " beside it" + see_help(command);
    constexpr std::string_view k_range = " not in range ";
    if (const auto at = rest.find(k_range); at != std::string::npos)
        return name + " must be a whole number from " + rest.substr(at + k_range.size()) +
               see_help(command);
    return {};
}

} // namespace

const CLI::App& innermost(const CLI::App& app) {
    const CLI::App* at = &app;
    while (!at->get_subcommands().empty())
        at = at->get_subcommands().front();
    return *at;
}

bool has_commands(const CLI::App& app) {
    return !subcommand_names(app).empty();
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
    const CLI::App& command = innermost(app);
    constexpr std::string_view k_of_values = "Could not convert: ";
    const std::string named = text.substr(text.starts_with(k_of_values) ? k_of_values.size() : 0);
    if (const CLI::Option* option = named_in(command, named)) {
        if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr)
            return missing(command, *option);
        const std::string rest = named.substr(option->get_name().size());
        if (const std::string words = words_of(command, *option, rest, error); !words.empty())
            return {Exit::usage, words};
    }
    return {Exit::usage, base::printable(text, 300) + see_help(innermost(app))};
}

void require(const Context& context, const std::string& option, const std::string& text) {
    if (!base::trim(text).empty())
        return;
    throw missing(*context.parsed, *context.parsed->get_option(option));
}

Error missing_verb(const CLI::App& app) {
    const CLI::App& command = innermost(app);
    if (command.get_parent() == nullptr)
        return {Exit::usage, "a command is missing; see `shoporder --help`"};
    return {Exit::usage, "`" + path_of(command) + "` needs one of: " +
                             join(subcommand_names(command)) + see_help(command)};
}

} // namespace shoporder::cmd
