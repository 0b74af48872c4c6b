#include "config/settings.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "config/settings_table.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <set>

namespace shoporder::config {

namespace {

using base::Error;
using base::Exit;

constexpr std::string_view k_file_variable = "SHOPORDER_CONFIG";
constexpr std::size_t k_largest_file = 1U << 20U; ///< bytes

std::string joined(const Texts& texts) {
    return fmt::format("{}", fmt::join(texts, ", "));
}

/// An empty variable counts as unset, as everywhere in a shell.
const std::string* variable(const Environment& environment, std::string_view name) {
    const auto found = environment.find(std::string{name});
    return found == environment.end() || found->second.empty() ? nullptr : &found->second;
}

class Loader {
public:
    Loader(const Overrides& overrides, const Environment& environment)
        : m_overrides(overrides), m_environment(environment) {}

    Settings run(const std::filesystem::path& default_file) {
        for (const auto& entry : settings_entries())
            put(entry, plain_texts(entry.description.preset, entry.form), {});
        read_file(default_file);
        for (const auto& entry : settings_entries()) {
            const auto& name = entry.description.environment;
            if (const std::string* text = variable(m_environment, name))
                put_outer(entry, *text, {Origin::environment, std::string{name}});
        }
        read_overrides();
        if (m_settings.limits.in_flight_bytes < m_settings.limits.body_bytes)
            throw Error(Exit::config,
                        "`limits.in_flight` is smaller than `limits.body`: no webhook of the "
                        "allowed length could be accepted");
        m_settings.credentials = Credentials{m_settings.credentials.folder(), m_environment};
        m_settings.values.insert(m_settings.values.end(), m_shop_values.begin(),
                                 m_shop_values.end());
        return std::move(m_settings);
    }

private:
    void put(const Entry<Settings>& entry, const Texts& texts, Source source) {
        set_entry(entry, m_settings, texts);
        note(entry.description.key, texts, std::move(source));
    }

    void note(std::string_view key, const Texts& texts, Source source) {
        for (SettingValue& value : m_settings.values)
            if (value.key == key) {
                value = {std::string{key}, joined(texts), std::move(source)};
                return;
            }
        m_settings.values.push_back({std::string{key}, joined(texts), std::move(source)});
    }

    /// A value from outside the file: one text.
    void put_outer(const Entry<Settings>& entry, const std::string& text, Source source) {
        try {
            put(entry, plain_texts(text, entry.form), source);
        } catch (const Unusable& error) {
            if (source.origin == Origin::command_line)
                throw Error(Exit::usage, fmt::format("command line: `{}`: {}",
                                                     entry.description.key, error.what()));
            throw Error(Exit::config,
                        fmt::format("environment: {}: {}", source.where, error.what()));
        }
    }

    void read_overrides() {
        for (const auto& [key, text] : m_overrides) {
            if (key == "config")
                continue;
            const auto* entry = find_entry(settings_entries(), key);
            if (entry == nullptr)
                throw Error(Exit::bug, "no setting named " + key);
            put_outer(*entry, text, {Origin::command_line, ""});
        }
    }

    void read_file(const std::filesystem::path& default_file) {
        const auto named = m_overrides.find("config");
        const std::string* from_variable = variable(m_environment, k_file_variable);
        std::filesystem::path path = default_file;
        std::string remedy;
        if (named != m_overrides.end()) {
            path = named->second;
            remedy = "named by --config";
        } else if (from_variable != nullptr) {
            path = *from_variable;
            remedy = fmt::format("named by {}", k_file_variable);
        }
        std::string text;
        try {
            text = base::read_file(path, k_largest_file);
        } catch (const Error& error) {
            if (error.code() == Exit::not_found && remedy.empty())
                return;
            if (error.code() == Exit::not_found)
                throw Error(Exit::config, fmt::format("no file {}, {}; create it or name another",
                                                      path.string(), remedy));
            throw;
        }
        m_settings.file = path.string();
        read_document(text);
    }

    void read_document(const std::string& text) {
        const std::string& file = m_settings.file;
        const toml::table document = parse_toml(text, file);
        toml::table general = document;
        const toml::node* const shops = document.get("shop");
        general.erase("shop");
        if (const auto misplaced = document.find("supplier"); misplaced != document.end())
            fail(place_of(file, misplaced->first.source()),
                 "suppliers live in the database: write them to a file of their own and run "
                 "`shoporder supplier import FILE`");
        constexpr std::array<std::string_view, 1> k_sections = {"shop"};
        const auto no_tables = [](const std::string&, const toml::node&, const std::string&) {};
        read_table(
            general, file, "", settings_entries(), m_settings, no_tables,
            [this](std::string_view key, const Texts& texts, const std::string& place) {
                note(key, texts, {Origin::file, place});
            },
            k_sections);
        if (shops != nullptr)
            read_shops(*shops);
    }

    void read_shops(const toml::node& node) {
        const toml::array* const list = node.as_array();
        if (list == nullptr)
            fail(place_of(m_settings.file, node.source()), "write [[shop]], in double brackets");
        for (const toml::node& element : *list) {
            const toml::table* const table = element.as_table();
            const std::string place = place_of(m_settings.file, element.source());
            if (table == nullptr)
                fail(place, "each [[shop]] must be a table");
            read_shop(*table, place);
        }
    }

    void read_shop(const toml::table& table, const std::string& place) {
        Shop shop;
        std::set<std::string, std::less<>> seen;
        std::vector<SettingValue> values;
        const auto no_tables = [](const std::string&, const toml::node&, const std::string&) {};
        read_table(table, m_settings.file, "", shop_entries(), shop, no_tables,
                   [&](std::string_view key, const Texts& texts, const std::string& where) {
                       seen.emplace(key);
                       values.push_back({std::string{key}, joined(texts), {Origin::file, where}});
                   });
        for (const std::string_view required : {"domain", "start"})
            if (!seen.contains(required))
                fail(place,
                     required == "domain"
                         ? "this [[shop]] has no `domain`; write domain = "
                           "\"NAME.myshopify.com\""
                         : "this [[shop]] has no `start`; write the day shoporder takes over: "
                           "start = 2026-11-22T00:00:00Z. Orders created earlier are never "
                           "sent by themselves");
        for (const Shop& other : m_settings.shops) {
            if (other.domain == shop.domain)
                fail(place, fmt::format("the shop {} stands here twice", shop.domain));
            if (other.prefix == shop.prefix || shop.prefix.empty() || other.prefix.empty())
                fail(place, "with several shops each needs a `prefix` of its own, so that their "
                            "purchase-order numbers differ");
        }
        // In the order of the table, with the defaults of what the file leaves out.
        for (const auto& entry : shop_entries()) {
            const std::string_view key = entry.description.key;
            const auto found = std::find_if(values.begin(), values.end(),
                                            [&](const auto& value) { return value.key == key; });
            SettingValue value{fmt::format("shop.{}.{}", shop.domain, key),
                               std::string{entry.description.preset},
                               {}};
            if (found != values.end()) {
                value.text = found->text;
                value.source = found->source;
            }
            m_shop_values.push_back(std::move(value));
        }
        m_settings.shops.push_back(std::move(shop));
    }

    const Overrides& m_overrides;
    const Environment& m_environment;
    Settings m_settings;
    std::vector<SettingValue> m_shop_values;
};

} // namespace

std::string Source::text() const {
    switch (origin) {
    case Origin::preset:
        return "default";
    case Origin::file:
        return where;
    case Origin::environment:
        return fmt::format("environment ({})", where);
    case Origin::command_line:
        return "command line";
    }
    return "default";
}

std::filesystem::path Settings::state_folder() const {
    const auto folder = database.parent_path();
    return folder.empty() ? std::filesystem::path{"."} : folder;
}

std::filesystem::path Settings::backup_folder() const {
    return backup.folder.empty() ? state_folder() / "backups"
                                 : std::filesystem::path{backup.folder};
}

const Shop* Settings::find_shop(std::string_view domain) const {
    const std::string lowered = base::lower(domain);
    const auto found = std::find_if(shops.begin(), shops.end(),
                                    [&](const Shop& shop) { return shop.domain == lowered; });
    return found == shops.end() ? nullptr : &*found;
}

std::vector<SigningSecret> Settings::signing_secrets(const Shop& shop) const {
    return credentials.signing_secrets(shop.secrets);
}

std::vector<SigningSecret> Settings::signing_secrets() const {
    std::vector<SigningSecret> out;
    if (shops.empty())
        return credentials.signing_secrets({});
    for (const Shop& shop : shops)
        for (SigningSecret& secret : signing_secrets(shop)) {
            const bool known = std::any_of(out.begin(), out.end(), [&](const auto& other) {
                return other.label == secret.label;
            });
            if (!known)
                out.push_back(std::move(secret));
        }
    return out;
}

Settings load(const Overrides& overrides, const Environment& environment,
              const std::filesystem::path& default_file) {
    return Loader{overrides, environment}.run(default_file);
}

std::vector<std::string> unknown_variables(const Environment& environment) {
    std::vector<std::string_view> known = {k_file_variable};
    for (const SettingDescription& setting : settings_table())
        known.push_back(setting.environment);
    std::vector<std::string> out;
    for (const auto& [name, value] : environment) {
        const bool ours =
            name.starts_with("SHOPORDER_") && !name.starts_with("SHOPORDER_CREDENTIAL_");
        if (!ours || std::find(known.begin(), known.end(), name) != known.end())
            continue;
        const std::string_view near = base::nearest(std::string_view{name}.substr(0, 100), known);
        out.push_back(near.empty() ? fmt::format("{} means nothing to shoporder", name)
                                   : fmt::format("{} means nothing to shoporder; did you mean {}?",
                                                 name, near));
    }
    return out;
}

} // namespace shoporder::config
