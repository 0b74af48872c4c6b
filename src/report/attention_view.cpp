#include "report/attention_view.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace shoporder::report {

namespace {

using order::DeliveryState;

std::string command(std::string_view shop) {
    return shop.empty() ? "shoporder" : "shoporder --shop " + std::string{shop};
}

/// The options that choose this group and no other.
std::string which(const AttentionGroup& group) {
    return " --supplier " + group.example.supplier + " --code " + group.example.reason_code;
}

std::string held_command(const AttentionGroup& group, std::string_view shop) {
    constexpr std::array<std::string_view, 4> k_told = {"tell_supplier", "on_hold", "shipped",
                                                        "refusal"};
    const DeliveryRow& row = group.example;
    if (row.reason_code == "unrouted") // a rule that takes them; each alone: `order assign`
        return "shoporder supplier import FILE";
    if (row.reason_code == "no_endpoint")
        return next_command(row);
    if (std::find(k_told.begin(), k_told.end(), row.reason_code) != k_told.end())
        return command(shop) + " queue done --all" + which(group) + " --reason TEXT";
    if (row.reason_code == "test_order")
        return command(shop) + " queue cancel --all" + which(group) + " --reason TEXT";
    if (row.reason_code == "elsewhere") // the supplier must be asked for each
        return command(shop) + " queue list" + which(group);
    if (row.document_id != 0)
        return command(shop) + " retry" + which(group);
    if (row.reason_code == "restored") // they may have been sent: each is to be looked at first
        return command(shop) + " queue list" + which(group);
    return command(shop) + " queue release --all" + which(group);
}

bool belongs(const DeliveryRow& row, const AttentionGroup& group) {
    return row.state == group.example.state && row.supplier == group.example.supplier &&
           row.reason_code == group.example.reason_code;
}

Value to_json(const AttentionGroup& group, std::string_view shop) {
    const DeliveryRow& row = group.example;
    Value example = Value::object();
    example.set("delivery", json_id(row.id))
        .set("order", json_id(row.order_id))
        .set("order_name", json_text(row.order_name))
        .set("po_number", row.po_number)
        .set("next_command", next_command(row));
    Value out = Value::object();
    out.set("key", key_of(group))
        .set("state", order::name(row.state))
        .set("reason_code", row.reason_code)
        .set("reason", row.reason)
        .set("supplier", json_supplier(row.supplier))
        .set("count", group.count)
        .set("more", !group.exact)
        .set("oldest", group.oldest)
        .set("example", std::move(example))
        .set("next_command", bulk_command(group, shop))
        .set("list_command", list_command(group, shop));
    return out;
}

} // namespace

std::string key_of(const AttentionGroup& group) {
    const DeliveryRow& row = group.example;
    return std::string{order::name(row.state)} + "/" + row.supplier + "/" + row.reason_code;
}

std::string count_text(const AttentionGroup& group) {
    return std::to_string(group.count) + (group.exact ? " " : "+ ") +
           std::string{order::name(group.example.state)};
}

std::string head_text(const AttentionGroup& group, const Style& style) {
    const DeliveryRow& row = group.example;
    return toned(count_text(group), tone_of(row.state), style) + ", " +
           (row.supplier == "-" ? "no supplier" : row.supplier) + ", " +
           (group.count == 1 ? "" : "oldest ") + age(group.oldest, style) + ", order " +
           base::printable(row.order_name, 40);
}

std::string bulk_command(const AttentionGroup& group, std::string_view shop) {
    const DeliveryRow& row = group.example;
    if (group.count == 1)
        return next_command(row);
    switch (row.state) {
    case DeliveryState::held:
        return held_command(group, shop);
    case DeliveryState::failed:
        return command(shop) + " retry --failed --supplier " + row.supplier;
    default: // what a supplier refused is given to others line by line
        if (row.reason_code != "doubt" && row.first_line != 0)
            return list_command(group, shop);
        return command(shop) + " queue done --all" + which(group) + " --reason TEXT";
    }
}

std::string list_command(const AttentionGroup& group, std::string_view shop) {
    return command(shop) + " queue list --attention" + which(group);
}

Value groups_json(const std::vector<AttentionGroup>& groups, std::string_view shop) {
    return json_array(
        groups, [&](const auto& group) { return to_json(group, shop); });
}

std::string attention_text(const QueueView& view, const Style& style) {
    std::string out;
    for (const AttentionGroup& group : view.groups) {
        const std::string bulk = bulk_command(group, view.shop);
        out += (out.empty() ? "" : "\n") + head_text(group, style) + "\n    " +
               base::printable(group.example.reason, 500) + "\n    next: " + bulk + "\n";
        std::size_t shown = 0;
        for (const DeliveryRow& row : view.deliveries) {
            if (!belongs(row, group))
                continue;
            ++shown;
            out += "  " + std::to_string(row.id) + "  " + base::printable(row.order_name, 40) +
                   "  " + base::printable(row.po_number, 64) + "  since " + when(row.since, style) +
                   "\n";
            if (row.reason != group.example.reason)
                out += "      " + base::printable(row.reason, 500) + "\n";
            if (const std::string own = next_command(row); own != bulk)
                out += "      next: " + own + "\n";
        }
        if (shown < group.count && group.count > 1)
            out += "  " + std::to_string(group.count - shown) + (group.exact ? "" : " and") +
                   " more: " + list_command(group, view.shop) + "\n";
    }
    return out;
}

} // namespace shoporder::report
