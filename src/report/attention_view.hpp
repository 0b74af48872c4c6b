#pragma once
// Purpose: what needs a person, grouped by its cause and supplier, each group with its count, its
// oldest, one example and the command that settles all of it.
// State: none; flow fills the structs. Fails: not at all. Threads: values.
#include "report/queue_view.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::report {

/// "12 held", "10000+ failed".
[[nodiscard]] std::string count_text(const AttentionGroup& group);
/// "12 held, acme, oldest 3 d ago, order #1001"; the reason is said behind it.
[[nodiscard]] std::string head_text(const AttentionGroup& group, const Style& style);

/// What it is about, stable while it lasts: "held/acme/over_limit".
[[nodiscard]] std::string key_of(const AttentionGroup& group);

/// Settles all of the group, without what a person must fill in. Of a group of one its own command;
/// where each must be looked at, the list of them. `shop`: what the group was narrowed to.
[[nodiscard]] std::string bulk_command(const AttentionGroup& group, std::string_view shop);
/// Lists all of the group.
[[nodiscard]] std::string list_command(const AttentionGroup& group, std::string_view shop);

[[nodiscard]] Value groups_json(const std::vector<AttentionGroup>& groups, std::string_view shop);
/// `queue list --attention`: the groups, each with those of its deliveries that are in the view.
[[nodiscard]] std::string attention_text(const QueueView& view, const Style& style);

} // namespace shoporder::report
