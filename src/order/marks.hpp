#pragma once
// Purpose: by what an order is looked up: the people and the articles that its body names, each as
// a short text, the same for an order's body and for what somebody looks for.
// State: none. Fails: by value; a body that is no JSON has no marks. Threads: pure.
#include "order/person.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

/// Of every e-mail address, phone number, customer id and SKU of a body, each once. Whatever
/// belongs_to() or has_sku() takes has a mark in common with it; the reverse need not be true.
[[nodiscard]] std::vector<std::string> marks_in(std::string_view body);
/// An order of that person has one of these.
[[nodiscard]] std::vector<std::string> marks_of(const Person& person);
[[nodiscard]] std::string mark_of_sku(std::string_view sku);

/// Does a line of this body have that SKU? Case and white space around it do not count.
[[nodiscard]] bool has_sku(std::string_view body, std::string_view sku);

} // namespace shoporder::order
