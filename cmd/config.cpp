// `shoporder config`: each setting with its source, and whether all of it can work.
#include "base/text.hpp"
#include "base/time_zone.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "flow/watch/alerting.hpp"
#include "store/suppliers.hpp"

#include <cerrno>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

Exit show(Context& context) {
    const config::Settings& settings = context.settings();
    report::Table table({"KEY", "VALUE", "SOURCE"});
    report::Value rows = report::Value::array();
    for (const config::SettingValue& value : settings.values) {
        table.add({value.key, value.text, value.source.text()});
        report::Value row = report::Value::object();
        row.set("key", value.key).set("value", value.text).set("source", value.source.text());
        rows.push(std::move(row));
    }
    report::Value out = report::Value::object();
    out.set("file", settings.file.empty() ? report::Value{} : report::Value{settings.file});
    out.set("settings", std::move(rows));
    context.answer(out, table.text(context.style()));
    if (settings.file.empty())
        context.say("no configuration file: " + std::string{config::k_default_file} +
                    " is not there");
    return Exit::ok;
}

struct Finding {
    bool good = true; ///< nothing must be mended; with a remedy: it could be better
    std::string what;
    std::string remedy;
};

class Checks {
public:
    explicit Checks(Context& context) : m_context(context) {}

    std::vector<Finding> run() {
        const config::Settings& settings = m_context.settings(); // throws 78 with file and line
        good(settings.file.empty() ? "no configuration file, defaults alone"
                                   : settings.file + " can be read");
        for (const std::string& text : config::unknown_variables(m_context.environment()))
            bad(text, "unset it");
        if (settings.shops.empty())
            bad("no shop is configured: nothing will be believed",
                "write a [[shop]] to the configuration file; see shoporder.toml(5)");
        for (const config::Shop& shop : settings.shops)
            check_shop(settings, shop);
        check_folder(settings);
        check_suppliers(settings);
        check_alert(settings);
        return std::move(m_findings);
    }

private:
    void good(std::string what) { m_findings.push_back({true, std::move(what), ""}); }
    void bad(std::string what, std::string remedy) {
        m_findings.push_back({false, std::move(what), std::move(remedy)});
    }

    void note(std::string what, std::string remedy) {
        m_findings.push_back({true, std::move(what), std::move(remedy)});
    }

    bool check_credential(const config::Settings& settings, const std::string& name,
                          const std::string& whose) {
        try {
            if (const auto found = settings.credentials.find(name)) {
                good(whose + ": credential " + name + " from " + found->origin);
                return true;
            }
            bad(whose + ": no credential " + name, "shoporder credential set " + name);
        } catch (const Error& error) {
            bad(whose + ": " + error.what(), "");
        }
        return false;
    }

    void check_shop(const config::Settings& settings, const config::Shop& shop) {
        const std::string whose = "shop " + shop.domain;
        for (const std::string& name : shop.secrets)
            check_credential(settings, name, whose);
        try {
            if (settings.signing_secrets(shop).empty())
                bad(whose + ": no signing secret, so every webhook is refused",
                    "name one in `secrets`, then: shoporder credential set NAME");
            else if (shop.secrets.empty())
                good(whose + ": signing secret from the environment");
        } catch (const Error&) { // said above, credential by credential
        }
    }

    void check_folder(const config::Settings& settings) {
        const std::string folder = settings.state_folder().string();
        struct stat info {};
        if (::stat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
            bad("the database's folder " + folder + " is not there",
                "mkdir " + folder + ", owned by the user that runs shoporder, mode 0750");
        else
            good("the database's folder " + folder + " is there");
    }

    /// It was known when it was set; this may be another machine, or tzdata gone.
    void check_zone(const order::Supplier& s) {
        try {
            const base::TimeZone zone{s.send.zone};
        } catch (const Error& error) {
            bad("supplier " + s.name + ": " + error.what(),
                "shoporder supplier set " + s.name + " send.zone=NAME");
        }
    }

    void check_suppliers(const config::Settings& settings) {
        if (!std::filesystem::exists(settings.database)) {
            bad("no database " + settings.database.string() + " yet",
                "shoporder migrate, or start shoporder serve");
            return;
        }
        // As the caller: the credentials' folder is root's, and this is the last check that
        // needs it, so the suppliers are read before their passwords are looked for.
        try {
            const auto suppliers = store::list_suppliers(m_context.database(store::Access::read));
            m_reads = true;
            good("the database " + settings.database.string() + " can be read");
            for (const order::Supplier& s : suppliers) {
                if (!s.endpoint)
                    bad("supplier " + s.name + ": no url",
                        "shoporder supplier set " + s.name + " url=URL");
                if (!s.credential.empty())
                    check_credential(settings, s.credential, "supplier " + s.name);
                check_zone(s);
            }
        } catch (const Error& error) {
            bad(error.what(), "");
        }
    }

    /// As the database's owner, who runs `alert`.
    void check_alert(const config::Settings& settings) {
        if (settings.alert.command.empty())
            return note("alert.command is not set: nobody is told of problems",
                        "set it, see shoporder-alert(1), then: shoporder alert --test");
        const std::string program = settings.alert.command.front();
        struct stat info {};
        if (::stat(program.c_str(), &info) != 0)
            return bad("alert.command " + program + ": " + std::generic_category().message(errno) +
                           "; nobody is told of problems",
                       "install it, or correct alert.command, then: shoporder alert --test");
        if (!S_ISREG(info.st_mode) || ::access(program.c_str(), X_OK) != 0)
            return bad("alert.command " + program +
                           " is no program that may be run; nobody is told of problems",
                       "chmod a+x " + program +
                           ", or correct alert.command, then: shoporder alert "
                           "--test");
        if (m_reads && flow::alert_proven_at(m_context.database(store::Access::read), settings))
            return good("alert.command " + program + " has taken a letter");
        note("alert.command " + program + " can be run; as it is set it has never taken a letter",
             "shoporder alert --test");
    }

    Context& m_context;
    std::vector<Finding> m_findings;
    bool m_reads = false; ///< the database can be read
};

Exit check(Context& context) {
    const std::vector<Finding> findings = Checks(context).run();
    std::string text;
    bool all_good = true;
    const report::Style style = context.style();
    for (const Finding& f : findings) {
        all_good = all_good && f.good;
        text += report::toned(!f.good            ? "BAD  "
                              : f.remedy.empty() ? "ok   "
                                                 : "note ",
                              !f.good            ? report::Tone::bad
                              : f.remedy.empty() ? report::Tone::good
                                                 : report::Tone::warn,
                              style) +
                base::printable(f.what, 1000) + "\n";
        if (!f.remedy.empty())
            text += "       " + f.remedy + "\n";
    }
    report::Value out = report::Value::object();
    out.set("ok", all_good);
    out.set("findings", report::json_array(findings, [](const Finding& f) {
                report::Value row = report::Value::object();
                row.set("ok", f.good).set("what", f.what);
                row.set("remedy", f.remedy.empty() ? report::Value{} : report::Value{f.remedy});
                return row;
            }));
    context.answer(out, text);
    return all_good ? Exit::ok : Exit::config;
}

} // namespace

void add_config(CLI::App& app, Context& context) {
    CLI::App& show_app = add_verb(app, "show", "show each setting with its source");
    set_examples(show_app, {"shoporder config show", "shoporder config show --json"});
    show_app.callback([&context] { context.run = [&context] { return show(context); }; });
    CLI::App& check_app = add_verb(app, "check", "check that every setting works");
    set_examples(check_app, {"shoporder config check"});
    check_app.callback([&context] { context.run = [&context] { return check(context); }; });
    set_examples(app, {"shoporder config check"});
}

} // namespace shoporder::cmd
