#include "confirm/answer_parts.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace shoporder::confirm {

namespace {

std::string quoted(std::string_view text) {
    return "\"" + base::printable(base::trim(text), 40) + "\"";
}

/// White space of any kind and length as one blank.
std::string one_line(std::string_view text) {
    std::string out;
    for (const char c : base::trim(text)) {
        const bool white = c == ' ' || (c >= '\t' && c <= '\r');
        if (!white)
            out += c;
        else if (out.back() != ' ')
            out += ' ';
    }
    return out;
}

/// a / b as a decimal of at most nine digits after the point; nullopt when it is none.
std::optional<order::Decimal> divided(const order::Decimal& a, const order::Decimal& b) {
    std::int64_t units = a.units();
    std::int64_t by = b.units();
    int scale = a.scale() - b.scale();
    if (by <= 0)
        return std::nullopt;
    for (; units % by != 0 || scale < 0; ++scale)
        if (scale >= 9 || __builtin_mul_overflow(units, std::int64_t{10}, &units))
            return std::nullopt;
    std::string text = std::to_string(units / by);
    const auto after = static_cast<std::size_t>(scale);
    if (text.size() <= after)
        text.insert(0, after + 1 - text.size(), '0');
    if (after > 0)
        text.insert(text.size() - after, 1, '.');
    return order::Decimal::parse(text);
}

/// "24.12.2026 08:15" as "2026-12-24 08:15"; any other text as it is.
std::string in_iso_order(std::string_view text) {
    const auto first = text.find('.');
    const auto second = text.find('.', first == std::string_view::npos ? first : first + 1);
    if (second == std::string_view::npos || first == 0 || first > 2 || second - first < 2 ||
        second - first > 3 || text.size() < second + 5)
        return std::string{text};
    const auto padded = [](std::string_view part) {
        return std::string(2 - part.size(), '0') + std::string{part};
    };
    return std::string{text.substr(second + 1, 4)} + "-" +
           padded(text.substr(first + 1, second - first - 1)) + "-" +
           padded(text.substr(0, first)) + std::string{text.substr(second + 5)};
}

} // namespace

void unreadable(std::string_view where, const std::string& what) {
    throw base::Error(base::Exit::data, where.empty() ? what : std::string{where} + ": " + what);
}

std::string place(const xml::Element& element) {
    return element ? "line " + std::to_string(element.line()) : std::string{};
}

std::string reason(std::string_view text) {
    // printable() adds an ellipsis of three bytes to what it cuts.
    return base::printable(one_line(text), k_longest_reason - 3);
}

void add_reason(std::string& to, std::string_view text) {
    if (base::trim(text).empty())
        return;
    to = reason(to.empty() ? std::string{text} : to + "; " + std::string{text});
}

std::string identifier(std::string_view where, std::string_view what, std::string_view text,
                       std::size_t most) {
    std::string out = base::printable(one_line(text), most * 2);
    if (out.size() > most)
        unreadable(where, std::string{what} + " " + quoted(text) + " is longer than " +
                              std::to_string(most) + " bytes");
    return out;
}

std::int64_t pieces(std::string_view where, std::string_view text) {
    const auto number = order::Decimal::parse(base::trim(text));
    if (!number)
        unreadable(where, "quantity " + quoted(text) + " is no number");
    if (number->negative())
        unreadable(where, "quantity " + quoted(text) + " is negative");
    std::int64_t units = number->units();
    for (int scale = number->scale(); scale > 0; --scale, units /= 10)
        if (units % 10 != 0)
            unreadable(where, "quantity " + quoted(text) + " is no whole number of pieces");
    if (units > k_most_pieces)
        unreadable(where, "quantity " + quoted(text) + " is too large");
    return units;
}

order::Decimal amount(std::string_view where, std::string_view text) {
    const auto number = order::Decimal::parse(base::trim(text));
    if (!number || number->negative())
        unreadable(where, "price " + quoted(text) + " is no amount");
    return *number;
}

std::string currency(std::string_view where, std::string_view text) {
    const std::string_view code = base::trim(text);
    const bool known = code.size() == 3 && std::all_of(code.begin(), code.end(),
                                                       [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!known && !code.empty())
        unreadable(where, "currency " + quoted(text) + " is no code of ISO 4217");
    return std::string{code};
}

void set_price(order::LineAnswer& line, std::string_view where, std::string_view text,
               std::string_view pack_text, std::string_view currency_text) {
    if (base::trim(text).empty())
        return;
    const order::Decimal price = amount(where, text);
    const std::string code = currency(where, currency_text);
    const order::Decimal pack =
        base::trim(pack_text).empty() ? *order::Decimal::parse("1") : amount(where, pack_text);
    if (pack.units() == 0)
        unreadable(where, "price for " + quoted(pack_text) + " pieces");
    line.price =
        order::same_amount(pack, *order::Decimal::parse("1")) ? price : divided(price, pack);
    if (line.price)
        line.currency = code;
    else
        add_reason(line.reason, "price " + price.text() + (code.empty() ? "" : " " + code) +
                                    " for " + pack.text());
}

When when(std::string_view where, std::string_view text, bool dotted) {
    const std::string_view trimmed = base::trim(text);
    const std::string iso = dotted ? in_iso_order(trimmed) : std::string{trimmed};
    if (iso.size() >= 10) {
        const std::string day = iso.substr(0, 10);
        const std::string rest = iso.substr(10);
        // A moment with its zone; without it; without seconds.
        for (const char* end : {"", "Z", ":00Z"})
            if (const auto time = base::parse_time(iso + end))
                return {day, *time};
        // A day, which an xs:date may follow with a zone.
        const auto midnight = base::parse_time(day + "T00:00:00Z");
        if (midnight && (rest.empty() || base::parse_time(day + "T00:00:00" + rest)))
            return {day, *midnight};
    }
    unreadable(where, "date " + quoted(text) + " is not written as 2026-12-24" +
                          (dotted ? " or 24.12.2026" : ""));
}

void refer(order::LineReference& line, std::string_view number) {
    const auto value = base::parse_int(base::trim(number));
    if (!value || *value <= 0)
        return;
    if (*value <= 999'999)
        line.position = static_cast<int>(*value);
    else
        line.line_id = *value;
}

order::Verdict verdict_of(std::string_view where, std::string_view what, std::string_view text,
                          std::initializer_list<Code> codes) {
    for (const Code& code : codes)
        if (code.text == text)
            return code.verdict;
    unreadable(where, std::string{what} + " " + quoted(text) + " is unknown");
}

void add_line(order::OrderAnswer& answer, order::LineAnswer line,
              const std::vector<Portion>& portions) {
    std::int64_t sum = 0;
    for (const Portion& each : portions) {
        sum += each.quantity;
        line.promised = std::max(line.promised, each.promised); // ISO days order as texts
    }
    const bool complete = portions.size() > 1 && sum > 0 && line.quantity == sum;
    if (!complete || line.verdict == order::Verdict::refused) {
        if (line.quantity == 0) {
            line.quantity.reset();
            if (line.verdict != order::Verdict::backordered)
                line.verdict = order::Verdict::refused;
        }
        answer.lines.push_back(std::move(line));
        return;
    }
    for (const Portion& each : portions) {
        if (each.quantity == 0)
            continue;
        line.quantity = each.quantity;
        line.promised = each.promised;
        answer.lines.push_back(line);
    }
}

} // namespace shoporder::confirm
