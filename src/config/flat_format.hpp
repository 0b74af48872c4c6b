#pragma once
// Purpose: the table that `format` of a supplier may be: the columns of a flat file, and how it is
// written. Inside `config` only: it names toml++'s types.
// State: none. Fails: Error(config) "FILE:LINE: …" naming the column and the remedy.
// Threads: pure.
#include "config/toml_table.hpp"
#include "order/flat_form.hpp"

#include <string>
#include <string_view>

namespace shoporder::config {

[[nodiscard]] order::FlatForm read_flat_format(const toml::table& table, const std::string& file,
                                               const std::string& place);

/// The same from a command line: "{ csv = [ … ] }". Throws Unusable.
[[nodiscard]] order::FlatForm flat_format_from_text(std::string_view text);

} // namespace shoporder::config
