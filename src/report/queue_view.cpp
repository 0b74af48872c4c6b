#include "report/queue_view.hpp"

#include "base/text.hpp"
#include "report/attention_view.hpp"

#include <string_view>

namespace shoporder::report {

namespace {

using order::DeliveryState;

std::string command_for_waiting(const DeliveryRow& row) {
    if (row.reason_code == "supplier_test" || row.reason_code == "supplier_observe")
        return "shoporder supplier live " + row.supplier;
    if (row.reason_code == "supplier_parked")
        return "shoporder supplier test " + row.supplier;
    if (row.reason_code == "supplier_paused")
        return "shoporder supplier resume " + row.supplier;
    return {};
}

std::string command_to_assign(const DeliveryRow& row) {
    return "shoporder order assign " + std::to_string(row.order_id) + " --line " +
           (row.first_line == 0 ? "LINE" : std::to_string(row.first_line)) +
           " --to SUPPLIER --reason TEXT";
}

std::string command_for_held(const DeliveryRow& row, const std::string& id) {
    if (row.reason_code == "unrouted")
        return command_to_assign(row);
    if (row.reason_code == "no_endpoint")
        return "shoporder supplier set " + row.supplier + " url=URL";
    // What was sent elsewhere no retry finds; `queue resend` would ship it twice if it arrived.
    for (const std::string_view code :
         {"tell_supplier", "on_hold", "shipped", "refusal", "elsewhere"})
        if (row.reason_code == code)
            return "shoporder queue done " + id + " --reason TEXT";
    if (row.document_id != 0)
        return "shoporder retry " + id;
    if (row.reason_code == "restored") // it may have been sent: to release it is no first step
        return "shoporder order show " + std::to_string(row.order_id);
    if (row.reason_code == "test_order") // a supplier would ship what nobody has bought
        return "shoporder queue cancel " + id + " --reason TEXT";
    return "shoporder queue release " + id;
}

/// A person or a refusal has stopped its supplier: no retry touches what still has to leave.
bool is_stopped(const DeliveryRow& row) {
    using Kind = Standstill::Kind;
    const bool stopped = row.standstill.kind == Kind::paused || row.standstill.kind == Kind::parked;
    switch (row.state) {
    case DeliveryState::ready:
    case DeliveryState::sending:
    case DeliveryState::uncertain:
    case DeliveryState::deferred:
    case DeliveryState::failed:
        return stopped;
    default:
        return false;
    }
}

} // namespace

std::string next_command(const DeliveryRow& row) {
    const std::string id = std::to_string(row.id);
    if (is_stopped(row))
        return command_against(row.standstill, row.supplier);
    switch (row.state) {
    case DeliveryState::waiting:
        return command_for_waiting(row);
    case DeliveryState::held:
        return command_for_held(row, id);
    case DeliveryState::ready:
        return row.standstill.kind == Standstill::Kind::none
                   ? "shoporder dispatch"
                   : command_against(row.standstill, row.supplier);
    case DeliveryState::sending:
    case DeliveryState::uncertain:
        return "shoporder retry";
    case DeliveryState::deferred:
    case DeliveryState::failed:
        return "shoporder retry " + id;
    case DeliveryState::partial:
    case DeliveryState::rejected:
        return row.reason_code == "doubt" || row.first_line == 0
                   ? "shoporder queue done " + id + " --reason TEXT"
                   : command_to_assign(row);
    case DeliveryState::uploaded:
    case DeliveryState::confirmed:
    case DeliveryState::cancelled:
    case DeliveryState::settled:
        break;
    }
    return {};
}

std::string next_step(const DeliveryRow& row, const Style& style) {
    std::string command = next_command(row);
    switch (row.state) {
    case DeliveryState::waiting:
        if (!command.empty())
            return command;
        return row.due_at ? "by itself, " + age(row.due_at, style) : "by itself, when that changes";
    case DeliveryState::deferred:
        if (!row.due_at || is_stopped(row))
            return command;
        return (*row.due_at > style.now ? "tried again by itself " + age(row.due_at, style)
                                        : std::string{"the next retry tries it"}) +
               ", or now: " + command;
    default:
        return command;
    }
}

Tone tone_of(DeliveryState state) noexcept {
    if (order::is_attention(state))
        return Tone::bad;
    switch (state) {
    case DeliveryState::uncertain:
    case DeliveryState::deferred:
    case DeliveryState::sending:
        return Tone::warn;
    case DeliveryState::uploaded:
    case DeliveryState::confirmed:
        return Tone::good;
    case DeliveryState::cancelled:
    case DeliveryState::settled:
        return Tone::faint;
    default:
        return Tone::plain;
    }
}

Value to_json(const DeliveryRow& row) {
    const std::string next = next_command(row);
    Value out = Value::object();
    out.set("id", json_id(row.id))
        .set("order", json_id(row.order_id))
        .set("order_name", json_text(row.order_name))
        .set("shop", row.shop)
        .set("supplier", json_supplier(row.supplier))
        .set("revision", row.revision)
        .set("kind", row.kind)
        .set("po_number", row.po_number)
        .set("state", order::name(row.state))
        .set("attention", order::is_attention(row.state))
        .set("reason_code", row.reason_code.empty() ? Value{} : Value{row.reason_code})
        .set("reason", row.reason.empty() ? Value{} : Value{row.reason})
        .set("due_at", row.due_at)
        .set("created_at", row.created_at)
        .set("changed_at", row.changed_at)
        .set("since", row.since)
        .set("faults", row.faults)
        .set("document", json_id(row.document_id))
        .set("file_name", row.file_name.empty() ? Value{} : Value{row.file_name})
        .set("next_command", next.empty() ? Value{} : Value{next});
    return out;
}

Value to_json(const QueueView& view) {
    Value out = Value::object();
    out.set("deliveries", json_array(view.deliveries, [](const auto& d) { return to_json(d); }));
    out.set("more", view.more);
    if (view.attention)
        out.set("groups", groups_json(view.groups, view.shop));
    return out;
}

std::string to_text(const QueueView& view, const Style& style) {
    if (view.attention)
        return attention_text(view, style);
    Table table({">ID", "ORDER", "SUPPLIER", "PO NUMBER", "STATE", "SINCE", "REASON"});
    for (const DeliveryRow& row : view.deliveries)
        table.add({std::to_string(row.id),
                   base::printable(row.order_name, 24),
                   row.supplier,
                   row.po_number + (row.revision > 1 ? " r" + std::to_string(row.revision) : ""),
                   {std::string{order::name(row.state)}, tone_of(row.state)},
                   age(row.since, style),
                   row.reason});
    return table.empty() ? std::string{} : table.text(style);
}

} // namespace shoporder::report
