// Purchase-order numbers (route.hpp).
#include "route/route.hpp"

namespace shoporder::route {

std::string po_number(std::string_view prefix, const order::Order& o, std::size_t index) {
    std::string letters;
    for (std::size_t i = index + 1; i > 0; i = (i - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (i - 1) % 26));
    return (prefix.empty() ? "" : std::string{prefix} + "-") +
           std::to_string(o.number > 0 ? o.number : o.id) + "-" + letters;
}

std::string part_number(const std::string& first, int part) {
    if (part <= 1)
        return first;
    const bool plain = !first.empty() && (first.back() < '0' || first.back() > '9');
    return first + (plain ? "" : "-") + std::to_string(part);
}

std::string unrouted_number(const order::Order& o) {
    return std::to_string(o.number > 0 ? o.number : o.id) + "-unrouted";
}

} // namespace shoporder::route
