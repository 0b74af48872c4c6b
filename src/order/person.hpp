#pragma once
// Purpose: whom a privacy request names, and which bodies speak of them.
// State: none. Fails: by value; a body that is no JSON speaks of nobody but in plain text.
// Threads: pure.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

/// Any of the three is enough to be that person.
struct Person {
    std::string email;            ///< lower case; "": not told
    std::string phone;            ///< digits alone, without leading zeros; "": not told
    std::int64_t customer_id = 0; ///< Shopify's; 0: not told
    [[nodiscard]] bool empty() const noexcept {
        return email.empty() && phone.empty() && customer_id == 0;
    }
};

/// What a person typed: an e-mail address, a phone number or Shopify's customer id. Digits alone
/// may be either of the last two. nullopt for anything else.
[[nodiscard]] std::optional<Person> read_person(std::string_view typed);

/// Does this body belong to that person: is their e-mail address a whole value of it, their phone
/// number that of a `phone`, or their id that of its `customer`? Phone numbers are compared from
/// their end, at least 8 digits, so that +44 20 … and 020 … are one.
[[nodiscard]] bool belongs_to(std::string_view body, const Person& person);

/// Does this text speak of them anywhere, be it in a longer text or in one that is no JSON?
[[nodiscard]] bool mentions(std::string_view text, const Person& person);
/// Does that whole number stand anywhere in it?
[[nodiscard]] bool mentions_number(std::string_view text, std::int64_t number);

/// The ids of the customers a body belongs to; mostly one.
[[nodiscard]] std::vector<std::int64_t> customers_of(std::string_view body);
/// Every e-mail address in a text, lower case, each once.
[[nodiscard]] std::vector<std::string> emails_in(std::string_view text);

/// customers/data_request, customers/redact, shop/redact (Shopify, 2026-04).
struct PrivacyRequest {
    Person customer;
    std::vector<std::int64_t> orders;
};
[[nodiscard]] PrivacyRequest read_privacy_request(std::string_view body);

} // namespace shoporder::order
