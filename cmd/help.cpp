#include "cmd/help.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <vector>

namespace shoporder::cmd {

namespace {

constexpr std::size_t k_width = 80;
constexpr std::size_t k_left = 26; ///< where descriptions begin

constexpr const char* k_read_on =
    "\nRead on:\n"
    "  man shoporder               what it does, all commands, exit codes\n"
    "  man 7 shoporder-operations  what to type, from installation to alarms\n"
    "  man 7 shoporder-queue       an order's way, every state and every reason\n"
    "  man 5 shoporder.toml        settings, shops and suppliers\n";

/// `text` in lines of at most `width`, each but the first after `indent` blanks.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t width) {
    std::string out;
    std::size_t column = 0;
    for (const std::string& word : base::split(text, ' ')) {
        if (column > 0 && indent + column + 1 + word.size() > width) {
            out += "\n" + std::string(indent, ' ');
            column = 0;
        }
        if (column > 0) {
            out += ' ';
            ++column;
        }
        out += word;
        column += word.size();
    }
    return out;
}

std::string row(const std::string& left, const std::string& text) {
    std::string out = "  " + left;
    if (out.size() + 2 > k_left)
        out += "\n" + std::string(k_left, ' ');
    else
        out += std::string(k_left - out.size(), ' ');
    return out + wrapped(text, k_left, k_width) + "\n";
}

std::string option_left(const CLI::Option& option) {
    std::string out = option.get_positional() ? option.get_name() : "";
    if (!option.get_positional()) {
        for (const std::string& name : option.get_snames())
            out += (out.empty() ? "-" : ", -") + name;
        for (const std::string& name : option.get_lnames())
            out += (out.empty() ? "--" : ", --") + name;
        if (const std::string type = option.get_type_name(); !type.empty())
            out += " " + type;
    }
    return out;
}

std::string option_text(const CLI::Option& option) {
    std::string out = option.get_description();
    if (!option.get_default_str().empty())
        out += " (default: " + option.get_default_str() + ")";
    return out;
}

class HelpFormatter final : public CLI::Formatter {
public:
    std::string make_help(const CLI::App* app, std::string name,
                          CLI::AppFormatMode /*mode*/) const override {
        const std::string full = full_name(*app, name);
        std::string out = wrapped(full + " - " + app->get_description(), 4, k_width) + "\n\n";
        out += usage(*app, full);
        out += options(*app, "Arguments", true);
        out += options(*app, "Options", false);
        out += subcommands(*app);
        if (app->get_parent() != nullptr)
            out += "\nGlobal options: see `shoporder --help`.\n";
        if (!app->get_footer().empty())
            out += "\nExamples:\n" + app->get_footer();
        if (app->get_parent() == nullptr)
            out += k_read_on;
        return out;
    }

private:
    static std::string full_name(const CLI::App& app, const std::string& fallback) {
        std::string out;
        for (const CLI::App* a = &app; a != nullptr; a = a->get_parent())
            out.insert(0, a->get_name() + (out.empty() ? "" : " "));
        return out.empty() ? fallback : out;
    }

    static std::string usage(const CLI::App& app, const std::string& full) {
        std::string text = full;
        const bool groups = !app.get_subcommands([](const CLI::App*) { return true; }).empty();
        if (groups)
            text += app.get_parent() == nullptr ? " [OPTIONS] COMMAND …" : " VERB …";
        else
            text += " [OPTIONS]";
        for (const CLI::Option* o : app.get_options())
            if (o->get_positional()) {
                std::string argument = o->get_name();
                if (o->get_expected_max() > 1)
                    argument += "...";
                text += " " + (o->get_required() ? argument : "[" + argument + "]");
            }
        for (auto at = text.find("…"); at != std::string::npos; at = text.find("…"))
            text.replace(at, std::string_view{"…"}.size(), "...");
        return "Usage: " + wrapped(text, 7, k_width) + "\n";
    }

    static std::string options(const CLI::App& app, const std::string& title, bool positional) {
        std::string out;
        for (const CLI::Option* o : app.get_options())
            if (o->get_positional() == positional && !o->get_group().empty())
                out += row(option_left(*o), option_text(*o));
        return out.empty() ? out : "\n" + title + ":\n" + out;
    }

    static std::string subcommands(const CLI::App& app) {
        std::string out;
        for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
            out += row(sub->get_name(), sub->get_description());
        return out.empty() ? out : "\nCommands:\n" + out;
    }
};

} // namespace

std::shared_ptr<CLI::FormatterBase> make_help_formatter() {
    return std::make_shared<HelpFormatter>();
}

CLI::App& add_verb(CLI::App& command, const std::string& name, const std::string& summary) {
    CLI::App* verb = command.add_subcommand(name, summary);
    // One verb at most: without this `order show status` would take `status` for a command.
    command.require_subcommand(0, 1);
    return *verb;
}

CLI::Validator between(int least, int most) {
    return CLI::Validator(CLI::Range(least, most).description("")); // else it becomes the type
}

void set_examples(CLI::App& app, std::initializer_list<const char*> lines) {
    std::string footer;
    for (const char* line : lines)
        footer += std::string{"  "} + line + "\n";
    app.footer(footer);
}

} // namespace shoporder::cmd
