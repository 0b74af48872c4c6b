#include "xml/document.hpp"

#include "base/text.hpp"
#include "xml/libxml.hpp"

#include <utility>

namespace shoporder::xml {

namespace {

std::string_view view(const xmlChar* text) noexcept {
    return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

std::string_view space_of(const xmlNode& node) noexcept {
    return node.ns == nullptr ? std::string_view{} : view(node.ns->href);
}

bool is(const xmlNode& node, std::string_view name, std::string_view space) noexcept {
    return node.type == XML_ELEMENT_NODE && view(node.name) == name && space_of(node) == space;
}

/// The texts among siblings, one after the other. libxml2 hands out nothing but valid UTF-8.
std::string texts(const xmlNode* first) {
    std::string out;
    for (const xmlNode* node = first; node != nullptr; node = node->next)
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
            out += view(node->content);
    return std::string{base::trim(out)};
}

} // namespace

/// Never made: the type under which the header knows xmlNode.
struct Element::Node {
    static const xmlNode* of(const Node* node) noexcept {
        return reinterpret_cast<const xmlNode*>(node);
    }
    static const Node* from(const xmlNode* node) noexcept {
        return reinterpret_cast<const Node*>(node);
    }
};

std::string_view Element::name() const noexcept {
    return m_node == nullptr ? std::string_view{} : view(Node::of(m_node)->name);
}

std::string_view Element::space() const noexcept {
    return m_node == nullptr ? std::string_view{} : space_of(*Node::of(m_node));
}

int Element::line() const noexcept {
    return m_node == nullptr ? 0 : static_cast<int>(xmlGetLineNo(Node::of(m_node)));
}

Element Element::child(std::string_view name, std::string_view space) const noexcept {
    if (m_node != nullptr)
        for (const xmlNode* each = Node::of(m_node)->children; each != nullptr; each = each->next)
            if (is(*each, name, space))
                return Element{Node::from(each)};
    return {};
}

Element Element::child(std::string_view name) const noexcept {
    return child(name, space());
}

std::vector<Element> Element::children(std::string_view name, std::string_view space) const {
    std::vector<Element> out;
    if (m_node != nullptr)
        for (const xmlNode* each = Node::of(m_node)->children; each != nullptr; each = each->next)
            if (is(*each, name, space))
                out.push_back(Element{Node::from(each)});
    return out;
}

std::vector<Element> Element::children() const {
    std::vector<Element> out;
    if (m_node != nullptr)
        for (const xmlNode* each = Node::of(m_node)->children; each != nullptr; each = each->next)
            if (each->type == XML_ELEMENT_NODE)
                out.push_back(Element{Node::from(each)});
    return out;
}

std::string Element::text() const {
    return m_node == nullptr ? std::string{} : texts(Node::of(m_node)->children);
}

std::string Element::attribute(std::string_view name) const {
    if (m_node != nullptr)
        for (const xmlAttr* each = Node::of(m_node)->properties; each != nullptr; each = each->next)
            if (each->ns == nullptr && view(each->name) == name)
                return texts(each->children);
    return {};
}

std::vector<std::string_view> Element::attribute_names() const {
    std::vector<std::string_view> out;
    if (m_node != nullptr)
        for (const xmlAttr* each = Node::of(m_node)->properties; each != nullptr; each = each->next)
            if (each->ns == nullptr)
                out.push_back(view(each->name));
    return out;
}

struct Document::Owned {
    Tree tree;
};

Document::Document(std::unique_ptr<Owned> owned) noexcept : m_owned(std::move(owned)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

std::optional<Document> Document::parse(std::string_view bytes, Fault& why, std::size_t most) {
    start_libxml();
    if (bytes.size() > most) {
        why = {0, "the document is larger than " + std::to_string(most) + " bytes"};
        return std::nullopt;
    }
    FaultScope faults;
    Tree tree = parse_tree(bytes, {}, faults);
    if (!tree) {
        why = faults.faults().empty() ? Fault{0, "not a well-formed document"}
                                      : faults.faults().front();
        return std::nullopt;
    }
    return Document{std::make_unique<Owned>(Owned{std::move(tree)})};
}

Element Document::root() const noexcept {
    return Element{Element::Node::from(xmlDocGetRootElement(m_owned->tree.get()))};
}

} // namespace shoporder::xml
