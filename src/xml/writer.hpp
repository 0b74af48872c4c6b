#pragma once
// Purpose: writes one XML 1.0 document that is well-formed whatever its texts hold.
// Names are constants checked by the compiler, texts are cleaned (clean.hpp) and escaped here
// alone, and what had to be replaced is kept with its place.
// State: the tree, until finish(). Fails: Error(bug) on calls that would make no XML or mixed
// content; std::bad_alloc. Threads: one at a time for each object.
//
// The form: UTF-8 without a byte-order mark, an XML declaration, LF, two blanks of indentation
// between elements and none beside text, so that a parser hands back every text as it was given:
// CR is written as `&#13;`, TAB, LF and CR in attributes as references, for a parser would
// otherwise turn them into LF and blanks (XML 1.0, 2.11 and 3.3.3). The bytes follow from the calls
// alone. pugixml holds and indents the tree, but does not escape: left to itself it writes `&#01;`,
// raw CR, broken UTF-8 and any name (Debian 12, pugixml 1.13).
#include "xml/clean.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::xml {

/// The name of an element or attribute: a literal that the compiler has checked.
class Name {
public:
    // Implicit, so that names read as plain literals where documents are written.
    consteval Name(const char* text) : m_text(text) {
        if (!is_name(text))
            throw "not an XML name"; // never thrown: it stops the compiler
    }
    [[nodiscard]] constexpr const char* text() const noexcept { return m_text; }

private:
    const char* m_text;
};

struct Replacement {
    std::string path; ///< below the root, as XPath: "line[2]/title", "line[1]/property[3]/@name"
    std::size_t count = 0;
};

class Writer {
public:
    /// Opens the root; `space` is the document's default namespace.
    Writer(Name root, std::string_view space);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Opens a child of the innermost open element. Elements that repeat are opened by
    /// open_item(): paths number them from 1; siblings of one name stand together.
    void open(Name name);
    void open_item(Name name);
    void close();

    /// Of the innermost open element; each name at most once.
    void attribute(Name name, std::string_view value);
    /// The whole content of the innermost open element.
    void text(std::string_view value);
    /// open, text, close.
    void leaf(Name name, std::string_view value);

    /// "ship-to/country": where we are, below the root.
    [[nodiscard]] std::string path() const;
    /// In the order of the document.
    [[nodiscard]] const std::vector<Replacement>& replaced() const noexcept { return m_replaced; }

    /// The document, a line for each element; else without white space between elements. Only the
    /// root may be open.
    [[nodiscard]] std::string finish(bool indented = true) const;

private:
    struct Tree;
    void open_child(Name name, bool numbered);
    [[nodiscard]] std::string carried(std::string_view value, bool in_attribute, const char* name);

    std::unique_ptr<Tree> m_tree;
    std::vector<Replacement> m_replaced;
};

} // namespace shoporder::xml
