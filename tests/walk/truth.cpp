#include "walk/truth.hpp"

#include "base/clock.hpp"

#include <nlohmann/json.hpp>

namespace shoporder::walk {

using nlohmann::json;

namespace {

constexpr int k_return = 6;
constexpr int k_ways = 12; // the last, a late count, comes most often

std::string moment(int state) {
    const auto start = base::parse_time("2026-11-22T10:00:00Z").value();
    return base::format_time(start + std::chrono::seconds{state});
}

json line_of(const Line& line, std::int64_t id) {
    return {{"id", id},
            {"title", line.vendor + " goods"},
            {"sku", "SKU-" + std::to_string(id % 100)},
            {"vendor", line.vendor},
            {"quantity", line.bought},
            {"current_quantity", line.ordered() - line.returned},
            {"fulfillable_quantity", line.told_open()},
            {"requires_shipping", line.ships},
            {"price", "10.00"}};
}

} // namespace

Truth::Truth(std::mt19937& random) : m_random(random) {
    const int count = 1 + below(3);
    for (int i = 0; i < count; ++i)
        lines.push_back(new_line());
    lines.front().ships = true;
    paid = chance(70);
}

Line Truth::new_line() {
    Line line;
    static const char* const vendors[] = {"Acme", "Acme", "Globex", "Globex", "Nobody"};
    line.vendor = vendors[below(chance(20) ? 5 : 4)];
    line.ships = !chance(8);
    line.bought = 1 + below(3);
    line.held = line.ships && chance(30) ? 1 + below(static_cast<int>(line.bought)) : 0;
    line.open = line.bought - line.held;
    return line;
}

std::string Truth::cancel() {
    cancelled = true;
    for (Line& line : lines) {
        line.removed += line.open + line.held;
        line.open = line.held = 0;
    }
    return "cancel";
}

std::string Truth::change_line(int how) {
    Line& line = lines[static_cast<std::size_t>(below(static_cast<int>(lines.size())))];
    const std::string which = " line " + std::to_string(&line - lines.data() + 1);
    const auto move = [&](std::int64_t& from, std::int64_t& to, std::int64_t most) {
        if (most < 1)
            return std::string{"nothing"};
        const std::int64_t n = 1 + below(static_cast<int>(most));
        from -= n;
        to += n;
        return std::to_string(n);
    };
    std::int64_t source = 1000;
    switch (how) {
    case 0:
        return "hold " + move(line.open, line.held, line.open) + which;
    case 1:
        return "release " + move(line.held, line.open, line.held) + which;
    case 2: {
        const std::string n = move(source, line.open, 2);
        line.bought += 1000 - source;
        return "edit up by " + n + which;
    }
    case 3:
        return "remove " + move(line.open, line.removed, line.open) + which;
    case 4:
        return "remove, held, " + move(line.held, line.removed, line.held) + which;
    case 5:
        return "ship " + move(line.open, line.shipped, line.open) + which;
    case k_return:
        return "return " + move(source, line.returned, line.shipped - line.returned) + which;
    case 7: // one that had not come back; a fulfilment is withdrawn
        return "unship " + move(line.shipped, line.open, line.shipped - line.returned) + which;
    default:
        // Shopify's own limit: no more than are in the order.
        line.stale =
            std::min<std::int64_t>(1 + below(2), line.ordered() - line.returned - line.open);
        return "late count" + which;
    }
}

std::string Truth::change() {
    if (deleted)
        return "nothing";
    ++m_state;
    for (Line& line : lines)
        line.stale = 0;
    if (cancelled)
        return change_line(k_return);
    const int dice = below(100);
    if (dice < 3)
        return cancel();
    if (dice < 7) {
        deleted = true;
        return "delete";
    }
    if (dice < 15) {
        ++version;
        return "new address";
    }
    if (dice < 24) {
        paid = true;
        return "pay";
    }
    if (dice < 32 && lines.size() < 6) {
        lines.push_back(new_line());
        return "add line " + std::to_string(lines.size());
    }
    return change_line(below(k_ways));
}

Message Truth::message(std::int64_t id) const {
    if (deleted)
        return {"orders/delete", json{{"id", id}}.dump()};
    const std::string street = std::to_string(version) + " High Street";
    json body = {{"id", id},
                 {"name", "#" + std::to_string(id)},
                 {"order_number", id},
                 {"created_at", moment(0)},
                 {"updated_at", moment(m_state)},
                 {"financial_status", paid ? "paid" : "pending"},
                 {"currency", "EUR"},
                 {"total_price", "10.00"},
                 {"note", "note " + std::to_string(version)},
                 {"shipping_address",
                  {{"name", "Ann"},
                   {"address1", street},
                   {"city", "Graz"},
                   {"zip", "8010"},
                   {"country_code", "AT"}}},
                 {"shipping_lines", {{{"id", 1}, {"title", "Post"}, {"code", "post"}}}}};
    if (cancelled)
        body["cancelled_at"] = moment(m_state);
    json returns = json::array();
    json removals = json::array();
    json shipped = json::array();
    body["line_items"] = json::array();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Line& line = lines[i];
        const auto line_id = id * 100 + static_cast<std::int64_t>(i) + 1;
        body["line_items"].push_back(line_of(line, line_id));
        const auto note = [&](json& list, const char* type, std::int64_t quantity) {
            if (quantity > 0)
                list.push_back(
                    {{"line_item_id", line_id}, {"quantity", quantity}, {"restock_type", type}});
        };
        note(returns, "return", line.returned);
        note(removals, "cancel", line.removed);
        if (line.shipped > 0)
            shipped.push_back({{"id", line_id}, {"quantity", line.shipped}});
    }
    body["refunds"] = {{{"refund_line_items", returns}}, {{"refund_line_items", removals}}};
    body["fulfillments"] = json::array();
    if (!shipped.empty())
        body["fulfillments"].push_back({{"status", "success"}, {"line_items", shipped}});
    return {m_state == 1 ? "orders/create" : "orders/updated", body.dump()};
}

} // namespace shoporder::walk
