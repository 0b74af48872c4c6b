#include "order/person.hpp"

#include "base/text.hpp"
#include "order/json_fields.hpp"
#include "order/json_repair.hpp"
#include "order/members.hpp"

#include <algorithm>
#include <cctype>
#include <simdjson.h>

namespace shoporder::order {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool same_phone(const std::string& a, const std::string& b) {
    const std::string& shorter = a.size() < b.size() ? a : b;
    const std::string& longer = a.size() < b.size() ? b : a;
    return shorter.size() >= k_least_phone && longer.ends_with(shorter);
}

bool is_email_char(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view{".!#$%&'*+/=?^_`{|}~-"}.find(c) != std::string_view::npos ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::string member_text(const Object& object, std::string_view key) {
    std::string_view text;
    return object.at_key(key).get(text) == simdjson::SUCCESS ? std::string{text} : "";
}

} // namespace

std::optional<Person> read_person(std::string_view typed) {
    const std::string_view text = base::trim(typed);
    Person person;
    const auto at = text.find('@');
    if (at != std::string_view::npos) {
        if (at == 0 || at + 1 == text.size() ||
            text.find_first_of(" \t\n") != std::string_view::npos)
            return std::nullopt;
        person.email = base::lower(text);
        return person;
    }
    if (text.empty() || text.find_first_not_of("+0123456789 ()./-") != std::string_view::npos)
        return std::nullopt;
    if (const auto id = base::parse_int(text); id && is_digit(text[0]) && *id > 0)
        person.customer_id = *id;
    person.phone = phone_digits(text);
    if (person.phone.size() < k_least_phone)
        person.phone.clear();
    return person.empty() ? std::nullopt : std::optional{person};
}

bool belongs_to(std::string_view body, const Person& person) {
    return any_member(
        body,
        [&](std::string_view key, const Element& value) {
            if (person.customer_id != 0 && customer_id(key, value) == person.customer_id)
                return true;
            std::string_view text;
            if (value.get(text) != simdjson::SUCCESS)
                return false;
            if (!person.email.empty() && text.size() >= person.email.size() &&
                base::lower(base::trim(text)) == person.email)
                return true;
            return !person.phone.empty() && base::lower(key).find("phone") != std::string::npos &&
                   same_phone(phone_digits(text), person.phone);
        });
}

bool mentions(std::string_view text, const Person& person) {
    if (!person.email.empty()) {
        const auto emails = emails_in(text);
        if (std::find(emails.begin(), emails.end(), person.email) != emails.end())
            return true;
    }
    if (person.customer_id != 0 && mentions_number(text, person.customer_id))
        return true;
    return belongs_to(text, person);
}

bool mentions_number(std::string_view text, std::int64_t number) {
    const std::string digits = std::to_string(number);
    for (std::size_t at = text.find(digits); at != std::string_view::npos;
         at = text.find(digits, at + 1)) {
        const std::size_t end = at + digits.size();
        if ((at == 0 || !is_digit(text[at - 1])) && (end == text.size() || !is_digit(text[end])))
            return true;
    }
    return false;
}

std::vector<std::int64_t> customers_of(std::string_view body) {
    std::vector<std::int64_t> out;
    any_member(body, [&](std::string_view key, const Element& value) {
        const std::int64_t id = customer_id(key, value);
        if (id != 0 && std::find(out.begin(), out.end(), id) == out.end())
            out.push_back(id);
        return false;
    });
    return out;
}

std::vector<std::string> emails_in(std::string_view text) {
    std::vector<std::string> out;
    for (std::size_t at = text.find('@'); at != std::string_view::npos;
         at = text.find('@', at + 1)) {
        std::size_t begin = at;
        std::size_t end = at + 1;
        while (begin > 0 && is_email_char(text[begin - 1]))
            --begin;
        while (end < text.size() && is_email_char(text[end]))
            ++end;
        while (end > at + 1 && std::ispunct(static_cast<unsigned char>(text[end - 1])) != 0)
            --end; // the sentence's
        std::string email = base::lower(text.substr(begin, end - begin));
        if (begin < at && end > at + 1 && std::find(out.begin(), out.end(), email) == out.end())
            out.push_back(std::move(email));
    }
    return out;
}

PrivacyRequest read_privacy_request(std::string_view body) {
    PrivacyRequest out;
    simdjson::dom::parser parser;
    const MendedJson mended = mend_json(body);
    Object root;
    if (parser.parse(mended.text.data(), mended.text.size()).get(root) != simdjson::SUCCESS)
        return out;
    Object customer;
    if (root.at_key("customer").get(customer) == simdjson::SUCCESS) {
        Element id;
        if (customer.at_key("id").get(id) == simdjson::SUCCESS)
            out.customer.customer_id = id_value(id);
        if (const auto email = read_person(member_text(customer, "email")))
            out.customer.email = email->email;
        out.customer.phone = phone_digits(member_text(customer, "phone"));
        if (out.customer.phone.size() < k_least_phone)
            out.customer.phone.clear();
    }
    for (const char* key : {"orders_to_redact", "orders_requested"}) {
        simdjson::dom::array ids;
        if (root.at_key(key).get(ids) == simdjson::SUCCESS)
            for (const Element id : ids)
                if (const std::int64_t number = id_value(id); number != 0)
                    out.orders.push_back(number);
    }
    return out;
}

} // namespace shoporder::order
