#include "render/origin.hpp"

#include "base/text.hpp"
#include "xml/document.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <vector>

namespace shoporder::render {

namespace {

/// Shorter texts are in too many others to tell where those come from.
constexpr std::size_t k_shortest_part = 4;
constexpr std::size_t k_most_places = 3;

class Search {
public:
    explicit Search(std::string_view text) : m_text(text) {}

    void element(const xml::Element& element, const std::string& place) {
        look(element.text(), place);
        const std::string within = place.empty() ? place : place + "/";
        for (const std::string_view name : element.attribute_names())
            look(element.attribute(name), fmt::format("{}@{}", within, name));
        const std::vector<xml::Element> children = element.children();
        std::map<std::string_view, int> all;
        for (const xml::Element& child : children)
            ++all[child.name()];
        std::map<std::string_view, int> seen;
        for (const xml::Element& child : children) {
            const int number = ++seen[child.name()];
            this->element(child, all[child.name()] == 1
                                     ? fmt::format("{}{}", within, child.name())
                                     : fmt::format("{}{}[{}]", within, child.name(), number));
        }
    }

    [[nodiscard]] const std::vector<std::string>& places() const noexcept {
        return m_equal.empty() ? m_within : m_equal;
    }

private:
    void look(const std::string& text, const std::string& place) {
        if (text == m_text)
            m_equal.push_back(place);
        else if (text.size() >= k_shortest_part && m_text.find(text) != std::string_view::npos)
            m_within.push_back(place);
    }

    std::string_view m_text;
    std::vector<std::string> m_equal;
    std::vector<std::string> m_within;
};

} // namespace

std::string origin_of(std::string_view text, std::string_view native) {
    xml::Fault unused;
    const std::string_view sought = base::trim(text);
    const auto document = sought.empty() ? std::nullopt : xml::Document::parse(native, unused);
    if (!document)
        return {};
    Search search{sought};
    search.element(document->root(), {});
    std::vector<std::string> places = search.places();
    const bool more = places.size() > k_most_places;
    places.resize(std::min(places.size(), k_most_places));
    return fmt::format("{}{}", fmt::join(places, ", "), more ? " and more" : "");
}

} // namespace shoporder::render
