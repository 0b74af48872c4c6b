#pragma once
// Purpose: reads XML that somebody else wrote: elements, attributes, texts. Rejected: a callback
// for each element (readers need what comes later), a tree of our own (three times the memory).
// State: a Document owns its tree; an Element points into it and is good while the Document lives.
// Fails: parse() by value; what is not there is an Element that is false, or an empty text.
// Threads: any number may read one Document.
#include "xml/reader.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::xml {

class Element {
public:
    Element() noexcept = default; ///< none
    [[nodiscard]] explicit operator bool() const noexcept { return m_node != nullptr; }

    [[nodiscard]] std::string_view name() const noexcept;  ///< without its prefix
    [[nodiscard]] std::string_view space() const noexcept; ///< its namespace; empty: none
    [[nodiscard]] int line() const noexcept;               ///< from 1; 0 of none

    /// The first child of that name in that namespace; of none: none.
    [[nodiscard]] Element child(std::string_view name, std::string_view space) const noexcept;
    /// The same, in this element's own namespace.
    [[nodiscard]] Element child(std::string_view name) const noexcept;
    [[nodiscard]] std::vector<Element> children(std::string_view name,
                                                std::string_view space) const;
    [[nodiscard]] std::vector<Element> children() const; ///< all of them, in order

    /// Valid UTF-8, trimmed. Its children's texts are no part of it; CDATA is.
    [[nodiscard]] std::string text() const;
    /// Of an attribute without a prefix, trimmed; empty also when it is not there.
    [[nodiscard]] std::string attribute(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> attribute_names() const; ///< those without a prefix

private:
    friend class Document;
    struct Node;
    explicit Element(const Node* node) noexcept : m_node(node) {}
    const Node* m_node = nullptr;
};

class Document {
public:
    /// In whatever encoding it declares. nullopt: `why` says why. As well_formed(): nothing is
    /// fetched, and an entity that is declared is a fault. More than `most` bytes are refused
    /// unread.
    [[nodiscard]] static std::optional<Document> parse(std::string_view bytes, Fault& why,
                                                       std::size_t most = k_largest_document);
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    [[nodiscard]] Element root() const noexcept;

private:
    struct Owned;
    explicit Document(std::unique_ptr<Owned> owned) noexcept;
    std::unique_ptr<Owned> m_owned;
};

} // namespace shoporder::xml
