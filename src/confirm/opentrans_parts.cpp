#include "confirm/opentrans_parts.hpp"

#include "confirm/readers.hpp"

namespace shoporder::confirm::opentrans {

namespace {

constexpr std::string_view k_bmecat_space = "http://www.bmecat.org/bmecat/2005";

} // namespace

std::vector<xml::Element> parts(const xml::Element& parent, std::string_view name) {
    std::vector<xml::Element> out = parent.children(name, k_opentrans_space);
    return out.empty() ? parent.children(name, k_bmecat_space) : out;
}

xml::Element part(const xml::Element& parent, std::string_view name) {
    const xml::Element own = parent.child(name, k_opentrans_space);
    return own ? own : parent.child(name, k_bmecat_space);
}

std::string identifier_of(const xml::Element& parent, std::string_view name, std::size_t most) {
    const xml::Element element = part(parent, name);
    return identifier(place(element), name, element.text(), most);
}

} // namespace shoporder::confirm::opentrans
