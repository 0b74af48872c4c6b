#include "confirm/native_parts.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace shoporder::confirm {

namespace {

bool among(Names names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

void check_parts(const xml::Element& element, Names attributes, Names once, Names many) {
    for (const std::string_view name : element.attribute_names())
        if (!among(attributes, name))
            unreadable(place(element), "<" + std::string{element.name()} + "> has no attribute " +
                                           base::printable(name, 40));
    std::vector<std::string_view> seen;
    for (const xml::Element& child : element.children()) {
        if (child.space() != element.space() || among(many, child.name()))
            continue;
        const std::string name = "<" + base::printable(child.name(), 40) + ">";
        if (!among(once, child.name()))
            unreadable(place(child), name + " is no part of <" + std::string{element.name()} + ">");
        if (std::find(seen.begin(), seen.end(), child.name()) != seen.end())
            unreadable(place(child), name + " is told twice");
        seen.push_back(child.name());
    }
}

void check_version(const xml::Element& element) {
    const std::string version = element.attribute("version");
    if (!version.empty() && version != "1.0")
        unreadable(place(element), "version " + base::printable(version, 20) + " is unknown");
}

std::int64_t number_attribute(const xml::Element& element, std::string_view name,
                              std::int64_t most) {
    const std::string text = element.attribute(name);
    if (text.empty())
        return 0;
    const auto value = base::parse_int(text);
    if (!value || *value < 1 || *value > most)
        unreadable(place(element), std::string{name} + " \"" + base::printable(text, 40) +
                                       "\" is no number from 1 to " + std::to_string(most));
    return *value;
}

std::string identifier_of(const xml::Element& parent, std::string_view name, std::size_t most) {
    const xml::Element element = parent.child(name);
    return identifier(place(element), name, element.text(), most);
}

void read_reference(order::LineReference& line, const xml::Element& element) {
    line.position = static_cast<int>(number_attribute(element, "position", 999'999));
    line.line_id = number_attribute(element, "id", INT64_MAX);
    line.sku = identifier_of(element, "sku");
    line.article = identifier_of(element, "article");
}

std::optional<std::int64_t> native_quantity(const xml::Element& line, const char* instead) {
    const xml::Element quantity = line.child("quantity");
    if (!quantity)
        return std::nullopt;
    const std::int64_t out = pieces(place(quantity), quantity.text());
    if (out == 0)
        unreadable(place(quantity), std::string{"quantity 0: "} + instead);
    return out;
}

} // namespace shoporder::confirm
