#include "report/comparison_view.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace shoporder::report {

namespace {

constexpr std::size_t k_longest = 200; ///< bytes of one text

std::string shown(const std::optional<std::string>& text) {
    return text ? "\"" + base::printable(*text, k_longest) + "\"" : "nothing";
}

Value or_null(const std::string& text) {
    return text.empty() || text == "-" ? Value{} : Value{text};
}
Value or_null(const std::optional<std::string>& text) {
    return text ? Value{*text} : Value{};
}

std::string side_text(const char* side, const std::string& file, const std::string& unfit) {
    if (!unfit.empty())
        return std::string{"    "} + side +
               ": it cannot be made: " + base::printable(unfit, k_longest) + "\n";
    return std::string{"    "} + side + ": " + (file.empty() ? "no document" : file) + "\n";
}

} // namespace

bool Compared::same() const {
    return differences.empty() && left_unfit == right_unfit && left.empty() == right.empty();
}

std::string to_text(const Compared& c, const Sides& sides) {
    std::string out = base::printable(c.order, 60) +
                      (c.supplier.empty() || c.supplier == "-" ? "" : " " + c.supplier);
    if (c.same())
        return out + " " + (c.left.empty() ? "no document" : c.left) + ": the same\n";
    if (c.left.empty() || c.right.empty())
        return out + "\n" + side_text(sides.left, c.left, c.left_unfit) +
               side_text(sides.right, base::printable(c.right, k_longest), c.right_unfit);
    out += " " + c.left + (c.right == c.left ? "" : " and " + base::printable(c.right, k_longest)) +
           "\n";
    for (const xml::Difference& each : c.differences)
        out += "    " + base::printable(each.place, k_longest) + ": " + sides.left + " " +
               shown(each.left) + ", " + sides.right + " " + shown(each.right) + "\n";
    if (c.differences.size() == k_most_differences)
        out += "    and more\n";
    return out;
}

Value to_json(const Compared& c) {
    Value out = Value::object();
    out.set("order_name", json_text(c.order))
        .set("supplier", json_supplier(c.supplier))
        .set("same", c.same())
        .set("left", or_null(c.left))
        .set("right", or_null(c.right))
        .set("left_unfit", or_null(c.left_unfit))
        .set("right_unfit", or_null(c.right_unfit))
        .set("differences", json_array(c.differences, [](const xml::Difference& each) {
                 Value row = Value::object();
                 row.set("place", each.place)
                     .set("left", or_null(each.left))
                     .set("right", or_null(each.right));
                 return row;
             }));
    return out;
}

std::string count_text(const std::vector<Compared>& documents) {
    const auto same = static_cast<std::size_t>(std::count_if(
        documents.begin(), documents.end(), [](const Compared& each) { return each.same(); }));
    const std::size_t differ = documents.size() - same;
    return std::to_string(documents.size()) +
           (documents.size() == 1 ? " document: " : " documents: ") + std::to_string(same) +
           " the same, " + std::to_string(differ) + (differ == 1 ? " differs" : " differ");
}

} // namespace shoporder::report
