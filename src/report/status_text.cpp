// `status` for people: one screen, however much is wrong. What is wrong comes first and gets the
// room; what does not fit is counted, with the command that shows it. What fits is decided by the
// screen's width; where there is none, as on one of 80 columns, and then no line is broken.
#include "base/text.hpp"
#include "report/attention_view.hpp"
#include "report/status_view.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace shoporder::report {

namespace {

using order::DeliveryState;
using Blocks = std::vector<std::string>; ///< each of whole lines

constexpr std::size_t k_usual_width = 80;
constexpr std::size_t k_lines_of_text = 2;
constexpr std::size_t k_reason_columns = 50; ///< of a supplier; `supplier show` has all of it

/// What a terminal makes of these lines.
std::size_t rows_of(std::string_view text, std::size_t width) {
    std::size_t out = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::size_t columns = display_width(text.substr(0, end));
        out += std::max((columns + width - 1) / width, std::size_t{1});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}
std::size_t rows_of(const Blocks& blocks, std::size_t width) {
    std::size_t out = 0;
    for (const std::string& block : blocks)
        out += rows_of(block, width);
    return out;
}

/// The first lines of it; the last of them shows that something is missing.
std::string shortened(const std::string& text, std::size_t lines, std::size_t width) {
    std::size_t begin = 0;
    for (std::size_t line = 1; line < lines; ++line) {
        const auto end = text.find('\n', begin);
        if (end == std::string::npos)
            return cut(text, width);
        begin = end + 1;
    }
    const auto end = text.find('\n', begin);
    std::string last = text.substr(begin, end - begin);
    if (end != std::string::npos)
        last += " " + std::string{base::trim(std::string_view{text}.substr(end))};
    std::replace(last.begin(), last.end(), '\n', ' ');
    return text.substr(0, begin) + cut(last, width);
}

/// One problem and the command that leads on.
std::string block(const std::string& text, const std::string& next, std::size_t width, bool whole) {
    const std::string shown = wrapped("  " + text, width);
    return (whole || width == 0 ? shown : shortened(shown, k_lines_of_text, width)) + "\n" +
           wrapped("    next: " + next, width) + "\n";
}

/// Of a page no more than could ever fit, however many there are.
std::size_t most_shown(std::size_t count, bool whole) {
    return whole ? count : std::min(count, k_page_rows);
}

Blocks causes(const StatusView& view, const Style& style, bool whole) {
    const std::span shown = std::span{view.groups}.first(most_shown(view.groups.size(), whole));
    Blocks out;
    out.reserve(shown.size());
    for (const AttentionGroup& group : shown)
        out.push_back(
            block(head_text(group, style) + ": " + base::printable(group.example.reason, 300),
                  bulk_command(group, ""), style.width, whole));
    return out;
}

Blocks problems(const StatusView& view, const Style& style, bool whole) {
    Blocks out;
    for (const Complaint& c : find_complaints(view))
        if (!c.in_groups && out.size() < most_shown(out.size() + 1, whole))
            out.push_back(block(base::printable(c.text, 300), c.next, style.width, whole));
    return out;
}

/// How many of the first and of the second fit into `room`, taken in turns, with a line for each
/// that says what is left out.
std::array<std::size_t, 2> fitting(const std::array<const Blocks*, 2>& all, std::size_t room,
                                   std::size_t width) {
    if (rows_of(*all[0], width) + rows_of(*all[1], width) <= room)
        return {all[0]->size(), all[1]->size()};
    for (const Blocks* each : all)
        room -= std::min<std::size_t>(room, each->empty() ? 0 : 1);
    std::array<std::size_t, 2> taken{};
    for (bool going = true; going;) {
        going = false;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (taken[i] == all[i]->size())
                continue;
            const std::size_t needed = rows_of((*all[i])[taken[i]], width);
            if (needed > room)
                continue;
            room -= needed;
            ++taken[i];
            going = true;
        }
    }
    return taken;
}

/// The first of `all`, and how many others there are.
std::string first_of(const Blocks& blocks, std::size_t most, std::size_t all, const char* noun,
                     const char* command) {
    std::string out;
    for (std::size_t i = 0; i < most; ++i)
        out += blocks[i];
    const std::size_t left = all - most;
    if (left == 0)
        return out;
    return out + "  " + std::to_string(left) + " more " + noun + (left == 1 ? ": " : "s: ") +
           command + "\n";
}

std::size_t count_problems(const std::vector<Complaint>& complaints) {
    return static_cast<std::size_t>(std::count_if(
        complaints.begin(), complaints.end(), [](const Complaint& c) { return !c.in_groups; }));
}

std::string headline(const StatusView& view, const Style& style) {
    const auto wrong = find_complaints(view);
    if (wrong.empty())
        return toned("healthy", Tone::good, style) + "\n";
    std::int64_t needing = 0;
    for (const auto& [state, n] : view.counts)
        needing += order::is_attention(state) ? n : 0;
    const std::size_t others = count_problems(wrong);
    std::string why;
    if (needing > 0)
        why = count_of(static_cast<std::size_t>(needing), "delivery") +
              (needing == 1 ? " needs a person" : " need a person");
    if (others > 0)
        why +=
            (why.empty() ? "" : ", ") + count_of(others, needing > 0 ? "other problem" : "problem");
    return toned("needs attention", Tone::bad, style) + ": " + why + "\n";
}

std::string counts_text(const std::map<DeliveryState, std::int64_t>& counts) {
    std::string out;
    for (const auto& [state, n] : counts)
        out +=
            (out.empty() ? "" : ", ") + std::to_string(n) + " " + std::string{order::name(state)};
    return out.empty() ? "none" : out;
}

std::string deliveries_text(const StatusView& view, const Style& style) {
    std::string out;
    for (const auto& [state, n] : view.counts) {
        const auto since = view.oldest.find(state);
        out +=
            (out.empty() ? "" : ", ") +
            toned(std::to_string(n) + " " + std::string{order::name(state)}, tone_of(state), style);
        if (since != view.oldest.end())
            out += " (oldest " + age(since->second, style) + ")";
    }
    out =
        "\n" +
        wrapped(toned("Deliveries", Tone::strong, style) + ": " + (out.empty() ? "none yet" : out),
                style.width) +
        "\n";
    if (view.to_plan > 0)
        out += wrapped("  " + count_of(view.to_plan, "order") +
                           " not routed yet; the next `shoporder dispatch` does it",
                       style.width) +
               "\n";
    return out;
}

std::string suppliers_text(const StatusView& view, std::size_t most, bool whole,
                           const Style& style) {
    std::string out = "\n" + toned("Suppliers", Tone::strong, style) + "\n";
    if (view.suppliers.empty())
        return out + "  none; `shoporder supplier import FILE`\n";
    std::vector<SupplierHealth> all = view.suppliers;
    if (most < all.size()) // whoever gets nothing is seen first
        std::stable_partition(all.begin(), all.end(), [](const SupplierHealth& s) {
            return standstill_of(s).kind != Standstill::Kind::none || s.mode != "live";
        });
    const std::span shown = std::span{all}.first(std::min(most, all.size()));
    const auto reason = [&](const SupplierHealth& s) {
        const std::string text = reason_text(standstill_of(s), style);
        return whole ? text : cut(text, k_reason_columns);
    };
    std::vector<std::string> headings{"NAME", "MODE", "LAST SUCCESS", "DELIVERIES", "REASON"};
    // Most days nothing stands still.
    const bool reasons = std::any_of(shown.begin(), shown.end(),
                                     [&](const SupplierHealth& s) { return !reason(s).empty(); });
    if (!reasons)
        headings.pop_back();
    Table table(std::move(headings));
    for (const SupplierHealth& s : shown) {
        std::vector<Table::Cell> row{s.name,
                                     {s.mode, s.mode == "parked" ? Tone::bad
                                              : s.mode == "live" ? Tone::good
                                                                 : Tone::warn},
                                     s.last_success ? age(s.last_success, style) : "never",
                                     counts_text(s.counts)};
        if (reasons)
            row.emplace_back(reason(s));
        table.add(std::move(row));
    }
    out += table.text(style, 2);
    if (most < view.suppliers.size())
        out +=
            "  " + std::to_string(view.suppliers.size() - most) + " more: shoporder status --all\n";
    return out;
}

std::string suppliers_summary(const StatusView& view, const Style& style) {
    std::map<std::string, std::size_t> modes;
    for (const SupplierHealth& s : view.suppliers)
        ++modes[s.mode];
    std::string out;
    for (const auto& [mode, n] : modes)
        out += (out.empty() ? "" : ", ") + std::to_string(n) + " " + mode;
    return toned("Suppliers", Tone::strong, style) + ": " + (out.empty() ? "none" : out) +
           "; `shoporder supplier list`\n";
}

std::string shops_text(const StatusView& view, const Style& style) {
    std::string out = "\n" + toned("Shops", Tone::strong, style) + "\n";
    for (const ShopHealth& s : view.shops) {
        out += "  " + s.domain + "  last webhook " + when(s.last_webhook, style) + ", " +
               std::to_string(s.duplicates) + (s.duplicates == 1 ? " duplicate" : " duplicates") +
               "\n";
        for (const SecretUse& use : s.secrets)
            out += "    " + base::printable(use.label, 64) + "  last signed " +
                   when(use.last, style) + "\n";
    }
    if (view.shops.empty())
        out += "  none configured; see shoporder.toml(5)\n";
    return wrapped(out, style.width);
}

std::string shops_summary(const StatusView& view, const Style& style) {
    std::optional<base::Time> last;
    for (const ShopHealth& s : view.shops)
        last = std::max(last, s.last_webhook);
    return toned("Shops", Tone::strong, style) + ": " + std::to_string(view.shops.size()) +
           ", last webhook " + age(last, style) + "; `shoporder status --all`\n";
}

/// Suppliers and shops in `room` rows of this screen, and what they need at least.
std::string background(const StatusView& view, std::size_t room, bool whole, const Style& screen,
                       const Style& style) {
    const std::size_t all = view.suppliers.size();
    const std::size_t needed = rows_of(suppliers_text(view, all, whole, screen), screen.width);
    if (needed + rows_of(shops_text(view, screen), screen.width) <= room)
        return suppliers_text(view, all, whole, style) + shops_text(view, style);
    const std::string shops = shops_summary(view, style);
    room -= std::min(room, rows_of(shops, screen.width));
    if (needed <= room)
        return suppliers_text(view, all, whole, style) + shops;
    for (std::size_t most = std::min(room, all); most > 0; --most)
        if (rows_of(suppliers_text(view, most, whole, screen), screen.width) <= room)
            return suppliers_text(view, most, whole, style) + shops;
    return suppliers_summary(view, style) + shops;
}

} // namespace

std::string to_text(const StatusView& view, const Style& style, Extent extent) {
    const bool whole = extent == Extent::all;
    Style screen = style;
    if (screen.width == 0)
        screen.width = k_usual_width;
    const auto rows = [&](const std::string& text) { return rows_of(text, screen.width); };
    std::size_t room = whole ? std::numeric_limits<std::size_t>::max() : k_page_rows;
    room -= std::min(room, rows(headline(view, screen)) + rows(deliveries_text(view, screen)));
    const std::size_t least =
        rows(suppliers_summary(view, screen)) + rows(shops_summary(view, screen));
    const Blocks groups = causes(view, screen, whole);
    const Blocks others = problems(view, screen, whole);
    const auto taken = fitting({&groups, &others}, room - std::min(room, least), screen.width);
    const std::size_t problem_count = count_problems(find_complaints(view));
    const auto wrong = [&](const Blocks& first, const Blocks& second) {
        return first_of(first, taken[0], view.groups.size(), "cause",
                        "shoporder queue list --attention") +
               first_of(second, taken[1], problem_count, "problem", "shoporder status --all");
    };
    room -= std::min(room, rows(wrong(groups, others)));
    return headline(view, style) + wrong(causes(view, style, whole), problems(view, style, whole)) +
           deliveries_text(view, style) + background(view, room, whole, screen, style);
}

} // namespace shoporder::report
