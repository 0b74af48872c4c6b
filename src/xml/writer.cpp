#include "xml/writer.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <new>
#include <pugixml.hpp>

namespace shoporder::xml {

namespace {

[[noreturn]] void misuse(const std::string& what) {
    throw base::Error(base::Exit::bug, "XML writer: " + what);
}

bool is_plain(char c) noexcept {
    return c >= ' ' && c <= '~' && c != '&' && c != '<' && c != '>' && c != '"';
}

/// `>` is escaped too, which takes care of `]]>`.
std::string escape(std::string_view text, bool in_attribute) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string_view reference;
        switch (text[i]) {
        case '&':
            reference = "&amp;";
            break;
        case '<':
            reference = "&lt;";
            break;
        case '>':
            reference = "&gt;";
            break;
        case '\r':
            reference = "&#13;";
            break;
        case '"':
            reference = in_attribute ? "&quot;" : "";
            break;
        case '\t':
            reference = in_attribute ? "&#9;" : "";
            break;
        case '\n':
            reference = in_attribute ? "&#10;" : "";
            break;
        default:
            break;
        }
        if (reference.empty())
            continue;
        out += text.substr(kept, i - kept);
        out += reference;
        kept = i + 1;
    }
    out += text.substr(kept);
    return out;
}

class StringSink final : public pugi::xml_writer {
public:
    void write(const void* bytes, std::size_t size) override {
        m_text.append(static_cast<const char*>(bytes), size);
    }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

} // namespace

struct Writer::Tree {
    struct Frame {
        pugi::xml_node node;
        std::size_t ordinal = 0; ///< among its siblings of the same name, 0 where not numbered
        bool has_text = false;
        // Siblings of one name stand together, so the last name and its count are enough, and
        // an order of 50,000 properties costs no search.
        std::string_view item_name;
        std::size_t items = 0;
    };
    pugi::xml_document document;
    std::vector<Frame> open;
};

Writer::Writer(Name root, std::string_view space) : m_tree(std::make_unique<Tree>()) {
    pugi::xml_node declaration = m_tree->document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    pugi::xml_node node = m_tree->document.append_child(root.text());
    if (!node)
        throw std::bad_alloc();
    m_tree->open.reserve(8);
    m_tree->open.push_back({node, 0, false, {}, 0});
    const std::string value = carried(space, true, "xmlns");
    if (!node.append_attribute("xmlns").set_value(value.c_str()))
        throw std::bad_alloc();
}

Writer::~Writer() = default;

void Writer::open_child(Name name, bool numbered) {
    Tree::Frame& parent = m_tree->open.back();
    if (parent.has_text)
        misuse(path() + " has text and cannot have the child " + name.text());
    const pugi::xml_node node = parent.node.append_child(name.text());
    if (!node)
        throw std::bad_alloc();
    std::size_t ordinal = 0;
    if (numbered) {
        if (parent.item_name != name.text()) {
            parent.item_name = name.text();
            parent.items = 0;
        }
        ordinal = ++parent.items;
    }
    m_tree->open.push_back({node, ordinal, false, {}, 0});
}

void Writer::open(Name name) {
    open_child(name, false);
}
void Writer::open_item(Name name) {
    open_child(name, true);
}

void Writer::close() {
    if (m_tree->open.size() < 2)
        misuse("nothing to close but the root");
    m_tree->open.pop_back();
}

void Writer::attribute(Name name, std::string_view value) {
    Tree::Frame& frame = m_tree->open.back();
    if (frame.node.attribute(name.text()))
        misuse(path() + " has the attribute " + name.text() + " twice");
    const std::string text = carried(value, true, name.text());
    if (!frame.node.append_attribute(name.text()).set_value(text.c_str()))
        throw std::bad_alloc();
}

void Writer::text(std::string_view value) {
    Tree::Frame& frame = m_tree->open.back();
    if (frame.node.first_child())
        misuse(path() + " has content already");
    frame.has_text = true;
    if (value.empty())
        return;
    const std::string text = carried(value, false, nullptr);
    if (!frame.node.append_child(pugi::node_pcdata).set_value(text.c_str()))
        throw std::bad_alloc();
}

void Writer::leaf(Name name, std::string_view value) {
    open(name);
    text(value);
    close();
}

std::string Writer::path() const {
    std::string out;
    for (std::size_t i = 1; i < m_tree->open.size(); ++i) {
        const Tree::Frame& frame = m_tree->open[i];
        out += out.empty() ? "" : "/";
        out += frame.node.name();
        if (frame.ordinal != 0)
            out += '[' + std::to_string(frame.ordinal) + ']';
    }
    return out;
}

std::string Writer::carried(std::string_view value, bool in_attribute, const char* name) {
    if (std::all_of(value.begin(), value.end(), is_plain))
        return std::string{value};
    const Cleaned cleaned = clean(value);
    if (cleaned.replaced != 0) {
        std::string where = path();
        if (name != nullptr)
            where += (where.empty() ? "@" : "/@") + std::string{name};
        m_replaced.push_back({where, cleaned.replaced});
    }
    return escape(cleaned.text, in_attribute);
}

std::string Writer::finish(bool indented) const {
    if (m_tree->open.size() != 1)
        misuse(path() + " is still open");
    StringSink sink;
    m_tree->document.save(
        sink, "  ", (indented ? pugi::format_indent : pugi::format_raw) | pugi::format_no_escapes,
        pugi::encoding_utf8);
    return sink.take();
}

} // namespace shoporder::xml
