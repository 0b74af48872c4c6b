#include "config/toml_table.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/key_home.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace shoporder::config {

namespace {

/// Keys people try. Not `credential` and `secrets`, which hold names.
bool smells_of_a_secret(std::string_view key) {
    constexpr std::array<std::string_view, 14> k_names = {
        "password",       "passwd",        "pass",    "secret",       "api_secret",
        "client_secret",  "shared_secret", "token",   "access_token", "api_key",
        "webhook_secret", "signing_key",   "api_key", "private_key"};
    const std::string lowered = base::lower(key);
    return std::find(k_names.begin(), k_names.end(), lowered) != k_names.end();
}

std::string time_text(const toml::date_time& time) {
    if (!time.offset)
        throw Unusable("has no offset from UTC; write 2026-11-22T00:00:00Z");
    const int minutes = std::abs(time.offset->minutes);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}{}{:02}:{:02}", time.date.year,
                       time.date.month, time.date.day, time.time.hour, time.time.minute,
                       time.time.second, time.time.nanosecond, time.offset->minutes < 0 ? '-' : '+',
                       minutes / 60, minutes % 60);
}

std::string real_text(double value) {
    std::array<char, 64> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} ? std::string{digits.data(), end} : std::string{};
}

bool is_list(Form form) noexcept {
    return form == Form::list || form == Form::durations;
}

std::string_view wanted(Form form) noexcept {
    switch (form) {
    case Form::text:
        return "a text in quotes";
    case Form::list:
        return "a list of texts in quotes";
    case Form::duration:
        return "a time such as \"5m\"";
    case Form::durations:
        return "a list of times such as [\"1m\", \"1h\"]";
    case Form::bytes:
        return "a size such as \"10MiB\"";
    case Form::count:
        return "a whole number";
    case Form::ratio:
        return "a number";
    case Form::flag:
        return "true or false";
    case Form::time:
        return "a time such as 2026-11-22T00:00:00Z";
    case Form::tables:
        return "a list of tables";
    case Form::text_or_table:
        return "a text or a table";
    }
    return "something else";
}

/// One value that is no list.
std::string scalar_text(const toml::node& node, Form form) {
    const bool takes_text = form != Form::flag && form != Form::count && form != Form::ratio;
    const bool takes_number = form == Form::duration || form == Form::durations ||
                              form == Form::bytes || form == Form::count || form == Form::ratio;
    if (const auto* text = node.as_string(); text != nullptr && takes_text)
        return text->get();
    if (const auto* number = node.as_integer(); number != nullptr && takes_number)
        return std::to_string(number->get());
    if (const auto* real = node.as_floating_point(); real != nullptr && form == Form::ratio)
        return real_text(real->get());
    if (const auto* flag = node.as_boolean(); flag != nullptr && form == Form::flag)
        return flag->get() ? "true" : "false";
    if (const auto* time = node.as_date_time(); time != nullptr && form == Form::time)
        return time_text(time->get());
    throw Unusable(fmt::format("must be {}", wanted(form)));
}

} // namespace

std::string place_of(const std::string& file, const toml::source_region& source) {
    return fmt::format("{}:{}", file, source.begin.line);
}

void fail(const std::string& place, const std::string& what) {
    throw base::Error(base::Exit::config, place + ": " + what);
}

void fail_unknown(const std::string& place, std::string_view key,
                  std::span<const std::string_view> siblings) {
    const std::string shown = base::printable(key, 40);
    if (smells_of_a_secret(key))
        fail(place, fmt::format("`{}`: secrets do not belong into this file; store it with "
                                "`shoporder credential set NAME` and write that NAME here",
                                shown));
    const std::string home = home_of(key);
    const std::string_view near = base::nearest(key.substr(0, 100), siblings);
    if (!near.empty())
        fail(place, fmt::format("unknown key `{}`; did you mean `{}`?{}", shown, near,
                                home.empty() ? "" : " Or it belongs to " + home));
    if (!home.empty())
        fail(place, fmt::format("`{}` is no key of this section; it belongs to {}", shown, home));
    std::vector<std::string_view> known{siblings.begin(), siblings.end()};
    known.erase(std::unique(known.begin(), known.end()), known.end());
    fail(place, fmt::format("unknown key `{}`; known here: {}", shown, fmt::join(known, ", ")));
}

toml::table parse_toml(std::string_view text, const std::string& file) {
    try {
        return toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        const std::string why = base::printable(error.description(), 160);
        const bool twice = why.find("cannot redefine existing table") != std::string::npos;
        fail(
            place_of(file, error.source()),
            fmt::format("no TOML: {}{}", why,
                        twice ? "; a section may stand once: write this below the first one" : ""));
    }
}

Texts node_texts(const toml::node& node, Form form) {
    const toml::array* const list = node.as_array();
    if (list == nullptr || !is_list(form))
        return {scalar_text(node, form)};
    Texts out;
    for (const toml::node& element : *list)
        out.push_back(scalar_text(element, form));
    return out;
}

Texts plain_texts(std::string_view text, Form form) {
    return is_list(form) ? base::split(text, ',') : Texts{std::string{text}};
}

} // namespace shoporder::config
