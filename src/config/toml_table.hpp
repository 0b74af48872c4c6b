#pragma once
// Purpose: TOML tables against a list of known keys. Inside `config` only: it names toml++'s types.
// State: none. Fails: Error(config) "FILE:LINE: …" with the remedy; an unknown key names the
// nearest known one; a key that smells of a password is refused without showing its value.
// Threads: pure functions.
#include "base/error.hpp"
#include "config/settings.hpp"
#include "config/value_text.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <vector>

namespace shoporder::config {

/// What TOML may hold for a key.
enum class Form {
    text,
    list,
    duration,
    durations,
    bytes,
    count,
    ratio,
    flag,
    time,
    tables,
    text_or_table
};

template <typename Target>
struct Entry {
    SettingDescription description;
    Form form = Form::text;
    void (*set)(Target&, const Texts&) = nullptr; ///< may throw Unusable or base::Error
};

[[nodiscard]] toml::table parse_toml(std::string_view text, const std::string& file);

/// "FILE:LINE".
[[nodiscard]] std::string place_of(const std::string& file, const toml::source_region& source);

/// Error(config) "PLACE: WHAT".
[[noreturn]] void fail(const std::string& place, const std::string& what);
/// For a key nobody knows; `siblings` are the known ones at that level.
[[noreturn]] void fail_unknown(const std::string& place, std::string_view key,
                               std::span<const std::string_view> siblings);

/// A node as texts: one, or several for a list. Throws Unusable naming the form that is wanted.
[[nodiscard]] Texts node_texts(const toml::node& node, Form form);

/// Lists from a command line or a variable: split at commas; everything else is one text.
[[nodiscard]] Texts plain_texts(std::string_view text, Form form);

/// Calls `set`, turning what it throws into an Unusable without the key.
template <typename Target>
void set_entry(const Entry<Target>& entry, Target& target, const Texts& texts) {
    try {
        entry.set(target, texts);
    } catch (const base::Error& error) {
        throw Unusable(error.what());
    }
}

template <typename Target>
[[nodiscard]] const Entry<Target>* find_entry(std::span<const Entry<Target>> entries,
                                              std::string_view key) noexcept {
    for (const auto& entry : entries)
        if (entry.description.key == key)
            return &entry;
    return nullptr;
}

/// Reads every key of `table`; a key "a.b" stands in the sub-table `a`. `special` gets keys of
/// Form::tables, and tables of Form::text_or_table; `seen` is told each key with its texts and
/// place; `also_known` are keys the caller took out before, for the messages.
template <typename Target, typename Special, typename Seen>
void read_table(const toml::table& table, const std::string& file, const std::string& prefix,
                std::span<const Entry<Target>> entries, Target& target, const Special& special,
                const Seen& seen, std::span<const std::string_view> also_known = {}) {
    for (const auto& [key, node] : table) {
        const std::string full = prefix + std::string{key.str()};
        const std::string place = place_of(file, key.source());
        if (const auto* entry = find_entry(entries, full)) {
            if (entry->form == Form::tables ||
                (entry->form == Form::text_or_table && node.is_table())) {
                special(full, node, place);
                continue;
            }
            Texts texts;
            try {
                texts = node_texts(node, entry->form);
                set_entry(*entry, target, texts);
            } catch (const Unusable& error) {
                fail(place, "`" + full + "`: " + error.what());
            }
            seen(entry->description.key, texts, place);
            continue;
        }
        std::vector<std::string_view> siblings{also_known.begin(), also_known.end()};
        bool is_section = false;
        for (const auto& entry : entries) {
            std::string_view rest = entry.description.key;
            is_section = is_section || rest.starts_with(full + ".");
            if (rest.starts_with(prefix)) {
                rest.remove_prefix(prefix.size());
                siblings.push_back(rest.substr(0, rest.find('.')));
            }
        }
        const toml::table* const section = node.as_table();
        if (is_section && section != nullptr)
            read_table(*section, file, full + ".", entries, target, special, seen);
        else if (is_section)
            fail(place, "`" + full + "` must be a table");
        else
            fail_unknown(place, key.str(), siblings);
    }
}

/// The descriptions alone, in order, for the public tables.
template <typename Target, std::size_t N>
[[nodiscard]] constexpr std::array<SettingDescription, N>
descriptions(const std::array<Entry<Target>, N>& entries) {
    std::array<SettingDescription, N> out;
    for (std::size_t i = 0; i < N; ++i)
        out[i] = entries[i].description;
    return out;
}

} // namespace shoporder::config
