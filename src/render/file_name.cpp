// Names of files on suppliers' servers: [PREFIX-]PO-ORDERID[-rN].xml, and batch-SUPPLIER-NNNNNN.xml
// for a batch, which speaks of orders of any shop.
//
// The order id and the revision stay whole, for they make the name unique for a supplier; the
// number and then the prefix are for people and give way. Rejected: the order's name ("#1001" is
// whatever a merchant typed), a hash at the end of a cut name (nobody can read it out on the
// telephone, and the id is there already), the time (a second try must have the same name).
#include "render/document.hpp"

#include <algorithm>

namespace shoporder::render {

namespace {

constexpr std::size_t k_longest = 64;
constexpr std::size_t k_longest_extension = 16;

/// Without what would hide a file or look like an option.
std::string without_lead(std::string text) {
    text.erase(0, std::min(text.find_first_not_of(".-"), text.size()));
    return text;
}

} // namespace

std::string safe_name(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
              c == '.' || c == '_' || c == '-'))
            c = '-';
    return out;
}

std::string file_name(std::string_view shop_prefix, std::string_view po_number,
                      std::int64_t order_id, int revision, std::string_view extension) {
    // Read as unsigned, an id that no Shopify order has (a negative one) still makes a distinct
    // name.
    std::string tail = std::to_string(static_cast<std::uint64_t>(order_id));
    if (revision > 1)
        tail += "-r" + std::to_string(revision);
    const std::string type = without_lead(safe_name(extension)).substr(0, k_longest_extension);
    if (!type.empty())
        tail += "." + type;

    // At most 20 + 12 + 17 characters are gone, so some room is always left.
    std::size_t room = k_longest - tail.size();
    std::string number = without_lead(safe_name(po_number)).substr(0, room - 1);
    if (!number.empty()) {
        tail.insert(0, number + "-");
        room = k_longest - tail.size();
    }
    const std::string prefix =
        without_lead(safe_name(shop_prefix)).substr(0, room == 0 ? 0 : room - 1);
    return prefix.empty() ? tail : prefix + "-" + tail;
}

std::string batch_name(std::string_view supplier, std::int64_t number, std::string_view extension) {
    std::string digits = std::to_string(static_cast<std::uint64_t>(number));
    digits.insert(0, digits.size() < 6 ? 6 - digits.size() : 0, '0');
    const std::string type = without_lead(safe_name(extension)).substr(0, k_longest_extension);
    return "batch-" + safe_name(supplier).substr(0, 32) + '-' + digits +
           (type.empty() ? "" : "." + type);
}

} // namespace shoporder::render
