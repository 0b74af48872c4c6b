#pragma once
// Purpose: rules as a supplier's `match` and `exclude` have them. Inside `config` only.
// State: none. Fails: Error(config) "FILE:LINE: …" with the remedy, Unusable where it says so.
// Threads: pure functions.
#include "config/toml_table.hpp"
#include "order/match_rule.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::config {

/// `list` is the key that has them, for the messages.
[[nodiscard]] std::vector<order::MatchRule> read_rules(std::string_view list,
                                                       const toml::node& node,
                                                       const std::string& place,
                                                       const std::string& file);
/// A TOML list of rules from a command line. Throws Unusable.
[[nodiscard]] std::vector<order::MatchRule> rules_from_text(std::string_view list,
                                                            std::string_view text);

/// The conditions that are one text; each is a key of `supplier set`, too.
[[nodiscard]] std::span<const std::string_view> plain_rule_keys();
/// `key` is one of plain_rule_keys(). Throws Unusable.
void set_rule_field(order::MatchRule& rule, std::string_view key, std::string_view text);

} // namespace shoporder::config
