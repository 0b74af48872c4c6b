#include "base/file.hpp"
#include "base/text.hpp"
#include "config/suppliers_file.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <vector>

using namespace shoporder;

namespace {

std::filesystem::path example(const char* name) {
    return std::filesystem::path{SHOPORDER_SOURCE_DIR} / "share" / name;
}

struct Commented {
    std::string key;
    std::string value; ///< without quotes and brackets
};

std::string bare(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != '"' && c != '[' && c != ']')
            out += c;
    return out;
}

/// The commented settings of the example, "#key = value", in order, with their sections.
std::vector<Commented> commented_settings(const std::string& text, bool shops) {
    std::vector<Commented> out;
    std::string section;
    bool in_shop = false;
    std::size_t from = 0;
    while (from < text.size()) {
        const auto end = std::min(text.find('\n', from), text.size());
        const std::string_view line = std::string_view{text}.substr(from, end - from);
        from = end + 1;
        if (line == "#[[shop]]")
            in_shop = true;
        else if (line.starts_with('['))
            section = std::string{line.substr(1, line.size() - 2)} + ".";
        const auto equals = line.find(" = ");
        if (!line.starts_with('#') || line.starts_with("# ") || equals == std::string_view::npos)
            continue;
        if (in_shop == shops)
            out.push_back({(in_shop ? "" : section) + std::string{line.substr(1, equals - 1)},
                           bare(line.substr(equals + 3))});
    }
    return out;
}

/// The example with the settings' comment signs gone.
std::string uncommented(const std::string& text) {
    std::string out;
    std::size_t from = 0;
    while (from < text.size()) {
        const auto end = std::min(text.find('\n', from), text.size());
        std::string line = text.substr(from, end - from);
        from = end + 1;
        if (line.starts_with('#') && !line.starts_with("# ") && line.size() > 1)
            line.erase(0, 1);
        out += line + "\n";
    }
    return out;
}

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool has_word(const std::string& text, std::string_view word) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !is_word_byte(text[at - 1])) &&
            (end == text.size() || !is_word_byte(text[end])))
            return true;
    }
    return false;
}

} // namespace

TEST(ExampleConfiguration, HoldsEverySettingWithItsDefaultInOrder) {
    const auto found = commented_settings(base::read_file(example("shoporder.toml")), false);
    const auto table = config::settings_table();
    ASSERT_EQ(found.size(), table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
        EXPECT_EQ(found[i].key, table[i].key);
        EXPECT_EQ(found[i].value, table[i].preset) << table[i].key;
    }
}

TEST(ExampleConfiguration, HoldsEveryKeyOfAShop) {
    const auto found = commented_settings(base::read_file(example("shoporder.toml")), true);
    std::map<std::string, std::string> keys;
    for (const auto& [key, value] : found)
        keys[key] = value;
    EXPECT_EQ(keys.size(), config::shop_settings_table().size());
    for (const auto& setting : config::shop_settings_table()) {
        ASSERT_TRUE(keys.contains(std::string{setting.key})) << setting.key;
        if (!setting.preset.empty())
            EXPECT_EQ(keys[std::string{setting.key}], setting.preset);
    }
}

TEST(ExampleConfiguration, LoadsAsItStandsAndUncommented) {
    const test::TemporaryFolder folder;
    const auto as_it_stands = config::load({{"config", example("shoporder.toml").string()}}, {});
    EXPECT_TRUE(as_it_stands.shops.empty());
    const auto path = folder / "all.toml";
    base::write_file(path, uncommented(base::read_file(example("shoporder.toml"))));
    const auto all = config::load({{"config", path.string()}}, {});
    EXPECT_EQ(all.shops.size(), 1U);
    for (const auto& value : all.values)
        EXPECT_EQ(value.source.origin, config::Origin::file) << value.key;
}

TEST(ExampleSuppliers, LoadAndHoldEveryKey) {
    const std::string text = base::read_file(example("suppliers.toml"));
    const auto suppliers = config::read_suppliers(text, "suppliers.toml");
    ASSERT_EQ(suppliers.size(), 3U);
    EXPECT_TRUE(config::overlaps(suppliers).empty()) << config::overlaps(suppliers)[0];
    for (const auto& setting : config::supplier_settings_table()) {
        const auto dot = setting.key.find('.');
        const std::string key{setting.key.substr(0, dot)};
        if (key.starts_with("mode_")) // written by `supplier export` of a paused one
            continue;
        EXPECT_NE(text.find("\n" + key + " = "), std::string::npos) << key;
        // A key of a table stands in it, or in the comment above.
        if (dot != std::string_view::npos)
            EXPECT_TRUE(has_word(text, setting.key.substr(dot + 1))) << setting.key;
    }
}

TEST(ExampleSuppliers, TheManPageHasAnItemForEveryKey) {
    const std::string page =
        base::read_file(std::filesystem::path{SHOPORDER_SOURCE_DIR} / "man" / "shoporder.toml.5");
    const std::string suppliers = page.substr(page.find("\n.Sh SUPPLIERS\n"));
    for (const auto& setting : config::supplier_settings_table())
        EXPECT_NE(suppliers.find("\n.It Va " + std::string{setting.key} + "\n"), std::string::npos)
            << setting.key;
}
