#pragma once
// Purpose: lists and inline tables as TOML text (a string is order::quoted()), for the writing side
// of suppliers_file.hpp. Inside `config` only. State: an InlineTable keeps what was added. Fails:
// not at all. Threads: values.
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::config {

[[nodiscard]] std::string toml_list(const std::vector<std::string>& words);

/// `{ key = "value", … }`: its maker adds what differs from the preset.
class InlineTable {
public:
    void text(std::string_view key, const std::string& value);
    void list(std::string_view key, const std::vector<std::string>& words);
    void flag(std::string_view key, bool value);
    void number(std::string_view key, long long value);
    void toml(std::string_view key, const std::string& value); ///< TOML already
    [[nodiscard]] bool empty() const noexcept { return m_parts.empty(); }
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::string> m_parts;
};

} // namespace shoporder::config
