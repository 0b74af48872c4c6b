// `shoporder setup`: the questions of the first day, and what their answers make: the
// configuration, the first supplier, the credentials, the database and nginx's site.
#include "base/file.hpp"
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/interview.hpp"
#include "cmd/share_files.hpp"
#include "cmd/supplier.hpp"
#include "config/first_configuration.hpp"
#include "config/suppliers_file.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;
using std::filesystem::path;

struct Arguments {
    std::string shop, start, buyer, vat, host, supplier, url, account, vendor;
    std::string nginx = "/etc/nginx";
};

/// What was asked, and what came of it.
struct Setup {
    config::FirstShop shop;
    std::string host;
    std::optional<order::Supplier> supplier;
    std::string signing_secret, password; ///< "": later
    path configuration;
    std::vector<std::string> files; ///< that were written
    std::vector<std::string> done;  ///< in words
    std::vector<std::string> next;  ///< commands that are left
};

path configuration_file(const Context& context) {
    if (!context.globals.config.empty())
        return context.globals.config;
    const auto found = context.environment().find("SHOPORDER_CONFIG");
    return found == context.environment().end() || found->second.empty()
               ? path{config::k_default_file}
               : path{found->second};
}

void check_host(const std::string& host) {
    const bool good =
        host.size() <= 253 && host.find('.') != std::string::npos &&
        host.find("..") == std::string::npos && host.front() != '.' &&
        std::all_of(host.begin(), host.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
        });
    if (!good)
        throw Error(Exit::data, "a host name is wanted, such as hooks.example.com, without "
                                "https:// and without a path");
}

std::function<void(const std::string&)> as_shop_setting(const char* key) {
    return [key](const std::string& answer) { config::check_shop_setting(key, answer); };
}

/// A day is its first moment, UTC.
std::string moment(const std::string& answer) {
    constexpr std::size_t k_day = std::string_view{"2026-11-22"}.size();
    return answer.size() == k_day ? answer + "T00:00:00Z" : answer;
}

void ask_for_shop(Setup& setup, const Arguments& a, const std::string& today) {
    setup.shop.domain = answer_to({"Your shop's permanent name, NAME.myshopify.com", "--shop", "",
                                   true, as_shop_setting("domain")},
                                  a.shop);
    const auto check_start = [](const std::string& answer) {
        config::check_shop_setting("start", moment(answer));
    };
    setup.shop.start =
        moment(answer_to({"Orders from which day on are sent; older ones are kept, never sent",
                          "--start", today, true, check_start},
                         a.start));
    setup.shop.buyer = answer_to({"Your company's name, for the suppliers' documents", "--buyer",
                                  "", false, as_shop_setting("buyer.name")},
                                 a.buyer);
    setup.shop.vat = answer_to(
        {"Its VAT number (Enter: none)", "--vat", "", false, as_shop_setting("buyer.vat")}, a.vat);
    setup.host = answer_to({"The host name of this server, to which Shopify sends (Enter: later)",
                            "--host", "", false, check_host},
                           a.host);
}

std::function<void(const std::string&)> as_supplier_setting(order::Supplier& supplier,
                                                            const char* key) {
    return [&supplier, key](const std::string& answer) {
        config::apply_setting(supplier, key, answer);
    };
}

void check_supplier_name(const std::string& name) {
    order::Supplier probe;
    probe.name = name;
    static_cast<void>(
        config::read_suppliers(config::write_suppliers(std::span{&probe, 1}), "the name"));
}

void ask_for_supplier(Setup& setup, const Arguments& a) {
    order::Supplier supplier;
    supplier.name = answer_to({"A supplier's short name, a-z, 0-9 and `-` (Enter: later)",
                               "--supplier", "", false, check_supplier_name},
                              a.supplier);
    if (supplier.name.empty())
        return;
    static_cast<void>(answer_to({"Its server, such as ftpes://USER@ftp.acme.example/FOLDER",
                                 "--url", "", true, as_supplier_setting(supplier, "url")},
                                a.url));
    static_cast<void>(answer_to({"Your customer number there (Enter: none)", "--account", "", false,
                                 as_supplier_setting(supplier, "account")},
                                a.account));
    const std::string vendor =
        answer_to({"The vendor, as Shopify names it, whose goods it ships (Enter: all goods)",
                   "--vendor", "", false, as_supplier_setting(supplier, "vendor")},
                  a.vendor);
    supplier.takes_unmatched = vendor.empty();
    supplier.credential = supplier.name + "-server";
    setup.supplier = std::move(supplier);
}

void ask_for_secrets(Setup& setup) {
    if (!Context::is_interactive())
        return;
    setup.signing_secret =
        read_secret("The secret that signs the shop's webhooks (not shown; Enter: later)");
    if (setup.supplier && setup.supplier->endpoint)
        setup.password = read_secret("The password of " + setup.supplier->name +
                                     "'s server (not shown; Enter: later)");
}

void write(Setup& setup, const path& file, const std::string& bytes) {
    base::write_file(file, bytes);
    setup.files.push_back(file.string());
    setup.done.push_back("wrote " + file.string());
}

/// nginx's site with the host's name in it, where nginx is and has none yet.
void write_site(Setup& setup, const path& nginx) {
    const path site = nginx / "sites-available/shoporder";
    if (setup.host.empty() || !std::filesystem::is_directory(site.parent_path()))
        return;
    if (std::filesystem::exists(site)) {
        setup.done.push_back("left " + site.string() + " as it is");
        return;
    }
    constexpr std::string_view k_example = "hooks.example.com";
    std::string text = base::read_file(share_file("nginx/shoporder.conf"));
    for (std::size_t at = 0; (at = text.find(k_example, at)) != std::string::npos;
         at += setup.host.size())
        text.replace(at, k_example.size(), setup.host);
    write(setup, site, text);
    std::error_code
        error; // the folder of enabled sites is Debian's own; without it nothing is lost
    std::filesystem::create_symlink("../sites-available/shoporder",
                                    nginx / "sites-enabled/shoporder", error);
}

/// As the package makes it; a shoporder that was built by hand has none.
void make_state_folder(const path& folder) {
    if (std::filesystem::exists(folder))
        return;
    std::filesystem::create_directories(folder.parent_path());
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        throw base::system_error("cannot make the folder " + folder.string(), errno);
    const passwd* user = ::geteuid() == 0 ? ::getpwnam("shoporder") : nullptr;
    if (user != nullptr && ::chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0)
        throw base::system_error("cannot give " + folder.string() + " to shoporder", errno);
}

void store_secret(Setup& setup, const config::Credentials& credentials, const std::string& name,
                  const std::string& value) {
    if (!value.empty()) {
        credentials.set(name, value);
        setup.done.push_back("stored the credential " + name);
    } else if (!credentials.find(name)) {
        setup.next.push_back("sudo shoporder credential set " + name);
    }
}

void make_database(Context& context, Setup& setup) {
    make_state_folder(context.settings().state_folder());
    store::Database& database = context.database(store::Access::migrate);
    setup.done.push_back("made " + context.settings().database.string());
    if (!setup.supplier)
        return;
    import_suppliers(context, database, {*setup.supplier}, "setup");
    setup.done.push_back("supplier " + setup.supplier->name + " is in test: nothing is sent to it");
}

void name_the_rest(Setup& setup) {
    if (setup.supplier)
        setup.next.push_back("sudo shoporder supplier test " + setup.supplier->name + " --write");
    setup.next.push_back("sudo systemctl enable --now shoporder.socket shoporder.service "
                         "shoporder-{dispatch,retry,confirm,backup,purge}.timer");
    if (!setup.host.empty())
        setup.next.push_back("sudo certbot --nginx -d " + setup.host);
}

void answer(const Context& context, const Setup& setup) {
    report::Value out = report::Value::object();
    const auto text = [](const std::string& line) { return report::Value{line}; };
    out.set("files", report::json_array(setup.files, text))
        .set("next_commands", report::json_array(setup.next, text));
    std::string words;
    for (const std::string& line : setup.done)
        words += line + "\n";
    words += "\nWhat is left:\n";
    for (const std::string& line : setup.next)
        words += "  " + line + "\n";
    const std::string address = setup.host.empty() ? "YOUR.HOST.NAME" : setup.host;
    words += "Then make webhooks in Shopify, to https://" + address + "/webhooks/TOPIC for the " +
             "topics orders/create, orders/paid,\norders/updated, orders/cancelled and " +
             "orders/delete. `shoporder doctor` says what is still wrong.\n";
    context.answer(out, words);
}

Exit run(Context& context, const Arguments& arguments) {
    Setup setup;
    setup.configuration = configuration_file(context);
    if (std::filesystem::exists(setup.configuration))
        throw Error(Exit::config, setup.configuration.string() +
                                      " is there already, and setup writes the first one only; "
                                      "edit it, then `shoporder config check`");
    ask_for_shop(setup, arguments, base::format_time(context.clock().now()).substr(0, 10));
    ask_for_supplier(setup, arguments);
    ask_for_secrets(setup);

    if (setup.configuration.has_parent_path())
        std::filesystem::create_directories(setup.configuration.parent_path());
    write(setup, setup.configuration, config::first_configuration(setup.shop));
    write_site(setup, arguments.nginx);
    const config::Credentials& credentials = context.settings().credentials;
    store_secret(setup, credentials, std::string{config::k_first_secret}, setup.signing_secret);
    if (setup.supplier)
        store_secret(setup, credentials, setup.supplier->credential, setup.password);
    make_database(context, setup);
    name_the_rest(setup);
    answer(context, setup);
    return Exit::ok;
}

} // namespace

void add_setup(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    app.add_option("--shop", arguments->shop, "the shop's permanent name")
        ->type_name("NAME.myshopify.com");
    app.add_option("--start", arguments->start, "older orders are never sent (default: today)")
        ->type_name("DAY");
    app.add_option("--buyer", arguments->buyer, "who orders from the suppliers")->type_name("NAME");
    app.add_option("--vat", arguments->vat, "the buyer's VAT number")->type_name("NUMBER");
    app.add_option("--host", arguments->host, "the host name to which Shopify sends")
        ->type_name("NAME");
    app.add_option("--supplier", arguments->supplier, "a first supplier's short name")
        ->type_name("NAME");
    app.add_option("--url", arguments->url, "its server: ftpes://USER@HOST/FOLDER")
        ->type_name("URL");
    app.add_option("--account", arguments->account, "your customer number there")
        ->type_name("NUMBER");
    app.add_option("--vendor", arguments->vendor, "whose goods it ships (default: all)")
        ->type_name("VENDOR");
    app.add_option("--nginx", arguments->nginx, "nginx's own folder (default: /etc/nginx)")
        ->type_name("FOLDER");
    set_examples(app, {"shoporder setup",
                       "shoporder setup --shop demo.myshopify.com --host hooks.example.com"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
