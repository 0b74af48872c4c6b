#include "order/marks.hpp"

#include "base/text.hpp"
#include "order/members.hpp"

#include <algorithm>

namespace shoporder::order {

namespace {

constexpr std::size_t k_longest_email = 320; // RFC 5321: 64 + @ + 255

/// Its last digits: +44 20 … and 020 … are one number.
std::string mark_of_phone(const std::string& digits) {
    return "p:" + digits.substr(digits.size() - k_least_phone);
}

std::string mark_of_customer(std::int64_t id) {
    return "c:" + std::to_string(id);
}

void add_text(std::string_view key, std::string_view text, std::vector<std::string>& marks) {
    const std::string_view bare = base::trim(text);
    if (bare.size() <= k_longest_email && bare.find('@') != std::string_view::npos &&
        bare.find_first_of(" \t\n") == std::string_view::npos)
        marks.push_back("e:" + base::lower(bare));
    if (base::lower(key).find("phone") != std::string::npos)
        if (const std::string digits = phone_digits(text); digits.size() >= k_least_phone)
            marks.push_back(mark_of_phone(digits));
    if (key == "sku" && !bare.empty())
        marks.push_back(mark_of_sku(bare));
}

} // namespace

std::vector<std::string> marks_in(std::string_view body) {
    std::vector<std::string> marks;
    any_member(body, [&](std::string_view key, const Member& value) {
        std::string_view text;
        if (const std::int64_t id = customer_id(key, value); id != 0)
            marks.push_back(mark_of_customer(id));
        if (value.get(text) == simdjson::SUCCESS)
            add_text(key, text, marks);
        return false;
    });
    std::sort(marks.begin(), marks.end());
    marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    return marks;
}

std::vector<std::string> marks_of(const Person& person) {
    std::vector<std::string> marks;
    if (!person.email.empty())
        marks.push_back("e:" + person.email);
    if (person.phone.size() >= k_least_phone)
        marks.push_back(mark_of_phone(person.phone));
    if (person.customer_id != 0)
        marks.push_back(mark_of_customer(person.customer_id));
    return marks;
}

std::string mark_of_sku(std::string_view sku) {
    return "s:" + base::fold(base::trim(sku));
}

bool has_sku(std::string_view body, std::string_view sku) {
    const std::string wanted = mark_of_sku(sku);
    return any_member(body, [&](std::string_view key, const Member& value) {
        std::string_view text;
        return key == "sku" && value.get(text) == simdjson::SUCCESS && mark_of_sku(text) == wanted;
    });
}

} // namespace shoporder::order
