#include "confirm/ubl_parts.hpp"

namespace shoporder::confirm::ubl {

xml::Element part(const xml::Element& parent, std::string_view name) {
    return parent.child(name, k_cac);
}

xml::Element basic(const xml::Element& parent, std::string_view name) {
    return parent.child(name, k_cbc);
}

std::string identifier_of(const xml::Element& parent, std::string_view name, std::size_t most) {
    const xml::Element element = basic(parent, name);
    return identifier(place(element), name, element.text(), most);
}

std::string item_id(const xml::Element& item, std::string_view kind) {
    return identifier_of(part(item, kind), "ID");
}

std::optional<std::int64_t> quantity(const xml::Element& parent, std::string_view name) {
    const xml::Element element = basic(parent, name);
    if (!element)
        return std::nullopt;
    return pieces(place(element), element.text());
}

std::optional<base::Time> moment(const xml::Element& parent, std::string_view date,
                                 std::string_view time) {
    const xml::Element day_element = basic(parent, date);
    if (!day_element)
        return std::nullopt;
    const When day = when(place(day_element), day_element.text());
    const xml::Element hour = basic(parent, time);
    return hour.text().empty() ? day.time : when(place(hour), day.day + "T" + hour.text()).time;
}

} // namespace shoporder::confirm::ubl
