#include "xml/difference.hpp"

#include "xml/alignment.hpp"
#include "xml/document.hpp"

#include <algorithm>

namespace shoporder::xml {

namespace {

/// All of an element as one text: equal for equal elements, however they are written.
void append_all(const Element& element, std::string& out) {
    // Control characters cannot stand in XML: none of a document's own texts looks like these.
    (((out += '\x01') += element.space()) += '\x02') += element.name();
    std::vector<std::string> attributes;
    for (const std::string_view name : element.attribute_names())
        attributes.push_back(std::string{name} + '\x03' + element.attribute(name));
    std::sort(attributes.begin(), attributes.end());
    for (const std::string& attribute : attributes)
        (out += '\x04') += attribute;
    (out += '\x05') += element.text();
    for (const Element& child : element.children())
        append_all(child, out);
    out += '\x06';
}

std::string all_of(const Element& element) {
    std::string out;
    append_all(element, out);
    return out;
}

bool has(const Element& element, std::string_view attribute) {
    const auto names = element.attribute_names();
    return std::find(names.begin(), names.end(), attribute) != names.end();
}

/// What an element that stands on one side only is shown as: its text and those within.
void append_texts(const Element& element, std::string& out) {
    if (const std::string text = element.text(); !text.empty())
        (out += out.empty() ? "" : " ") += text;
    for (const Element& child : element.children())
        append_texts(child, out);
}

std::string texts_of(const Element& element) {
    std::string out;
    append_texts(element, out);
    return out;
}

class Comparison {
public:
    Comparison(std::vector<Difference>& out, std::size_t most) : m_out(out), m_most(most) {}

    void elements(const Element& left, const Element& right, const std::string& place) {
        attributes(left, right, place);
        if (left.text() != right.text())
            say(place, left.text(), right.text());
        std::vector<std::string_view> names; // as they come first, the left's before the right's
        for (const Element* side : {&left, &right})
            for (const Element& child : side->children())
                if (std::find(names.begin(), names.end(), child.name()) == names.end())
                    names.push_back(child.name());
        for (const std::string_view name : names)
            children(left, right, name, place + "/" + std::string{name});
    }

    void lines(std::string_view left, std::string_view right) {
        const auto lefts = split(left);
        const auto rights = split(right);
        for (const auto& [i, j] : align(lefts, rights))
            if (!i || !j || lefts[*i] != rights[*j])
                say("line " + std::to_string(i ? *i + 1 : *j + 1),
                    i ? std::optional{lefts[*i]} : std::nullopt,
                    j ? std::optional{rights[*j]} : std::nullopt);
    }

    void say(const std::string& place, std::optional<std::string> left,
             std::optional<std::string> right) {
        if (m_out.size() < m_most)
            m_out.push_back({place, std::move(left), std::move(right)});
    }

private:
    void attributes(const Element& left, const Element& right, const std::string& place) {
        std::vector<std::string_view> names = left.attribute_names();
        for (const std::string_view name : right.attribute_names())
            if (!has(left, name))
                names.push_back(name);
        const auto text = [](const Element& element, std::string_view name) {
            return has(element, name) ? std::optional{element.attribute(name)} : std::nullopt;
        };
        for (const std::string_view name : names)
            if (text(left, name) != text(right, name))
                say(place + "/@" + std::string{name}, text(left, name), text(right, name));
    }

    void children(const Element& left, const Element& right, std::string_view name,
                  const std::string& place) {
        const auto named = [&](const Element& parent) {
            std::vector<Element> out = parent.children();
            std::erase_if(out, [&](const Element& each) { return each.name() != name; });
            return out;
        };
        const std::vector<Element> lefts = named(left);
        const std::vector<Element> rights = named(right);
        const auto texts = [](const std::vector<Element>& elements) {
            std::vector<std::string> out;
            std::transform(elements.begin(), elements.end(), std::back_inserter(out), all_of);
            return out;
        };
        const bool several = lefts.size() > 1 || rights.size() > 1;
        for (const auto& [i, j] : align(texts(lefts), texts(rights))) {
            const std::string here =
                several ? place + "[" + std::to_string((i ? *i : *j) + 1) + "]" : place;
            if (i && j)
                elements(lefts[*i], rights[*j], here);
            else
                say(here, i ? std::optional{texts_of(lefts[*i])} : std::nullopt,
                    j ? std::optional{texts_of(rights[*j])} : std::nullopt);
        }
    }

    static std::vector<std::string> split(std::string_view text) {
        std::vector<std::string> out;
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            std::string_view line = text.substr(0, end);
            if (line.ends_with('\r'))
                line.remove_suffix(1);
            out.emplace_back(line);
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        }
        return out;
    }

    std::vector<Difference>& m_out;
    std::size_t m_most;
};

} // namespace

std::vector<Difference> differences(std::string_view left, std::string_view right,
                                    std::size_t most) {
    std::vector<Difference> out;
    if (left == right)
        return out;
    Comparison comparison(out, most);
    Fault fault;
    const auto left_tree = Document::parse(left, fault);
    const auto right_tree = Document::parse(right, fault);
    if (!left_tree || !right_tree) {
        comparison.lines(left, right);
        return out;
    }
    const Element a = left_tree->root();
    const Element b = right_tree->root();
    if (a.name() != b.name() || a.space() != b.space())
        comparison.say("the document", std::string{a.name()}, std::string{b.name()});
    else
        comparison.elements(a, b, std::string{a.name()});
    return out;
}

} // namespace shoporder::xml
