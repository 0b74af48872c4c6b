#include "order/members.hpp"

#include "order/json_fields.hpp"

namespace shoporder::order {

std::string phone_digits(std::string_view text) {
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text.substr(i, 3) == "(0)") // dialled within the country alone
            i += 2;
        else if (text[i] >= '0' && text[i] <= '9' && (text[i] != '0' || !digits.empty()))
            digits += text[i];
    return digits;
}

std::int64_t customer_id(std::string_view key, const Member& value) {
    if (key == "customer_id")
        return id_value(value);
    simdjson::dom::object customer;
    Member id;
    if (key == "customer" && value.get(customer) == simdjson::SUCCESS &&
        customer.at_key("id").get(id) == simdjson::SUCCESS)
        return id_value(id);
    return 0;
}

} // namespace shoporder::order
