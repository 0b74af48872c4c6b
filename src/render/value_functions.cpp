#include "render/value_functions.hpp"

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "order/date_pattern.hpp"
#include "order/money.hpp"
#include "render/flat_text.hpp"

#include <fmt/format.h>
#include <memory>

namespace shoporder::render {

namespace {

using Arguments = std::span<const std::string>;

[[noreturn]] void refuse(const std::string& what) {
    throw base::Error(base::Exit::data, what);
}

void check_count(const char* function, Arguments given) {
    if (given.empty() || given.size() > 2)
        refuse(fmt::format("f:{}() takes a text and at most one more, not {} of them", function,
                           given.size()));
}

std::string date(Arguments given, const std::string& usual, const base::TimeZone& zone) {
    check_count("date", given);
    const std::string& text = given[0];
    const std::string& pattern = given.size() == 2 ? given[1] : usual;
    if (pattern.empty())
        return text;
    order::check_date_pattern(pattern);
    if (const auto instant = base::parse_time(text))
        return order::format_date(pattern, zone.to_local(*instant));
    if (const auto day = order::parse_day(text))
        return order::format_date(pattern, *day);
    return text;
}

int places(const std::string& text) {
    if (text.size() != 1 || text[0] < '0' || text[0] > '9')
        refuse(
            fmt::format("f:decimal() takes 0 to 9 decimals, not `{}`", base::printable(text, 20)));
    return text[0] - '0';
}

std::string decimal(Arguments given, const std::string& point) {
    check_count("decimal", given);
    const std::string& text = given[0];
    const int least = given.size() == 2 ? places(given[1]) : -1;
    if (text.empty())
        return text;
    const auto value = order::Decimal::parse(text);
    if (!value)
        refuse(fmt::format("f:decimal(): `{}` is no amount", base::printable(text, 40)));
    bool rounded = false;
    std::string out = decimal_text(*value, least, point, rounded);
    if (rounded)
        refuse(fmt::format("f:decimal(): {} has more than {} decimals", text, least));
    return out;
}

} // namespace

std::vector<xml::Stylesheet::Function> value_functions(ValueForm form) {
    const auto kept = std::make_shared<const ValueForm>(std::move(form));
    return {{"date", [kept, zone = base::TimeZone{kept->zone}](
                         Arguments given) { return date(given, kept->date, zone); }},
            {"decimal", [kept](Arguments given) { return decimal(given, kept->decimal); }}};
}

} // namespace shoporder::render
