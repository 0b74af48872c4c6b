#pragma once
// Purpose: is this XML? Asked of bytes that anybody may have written, and of our own.
// libxml2 is the judge; nothing is fetched, no entity is declared or expanded.
// State: none. Fails: by value. Threads: any.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace shoporder::xml {

struct Fault {
    int line = 0; ///< from 1; 0 when it belongs to no line
    /// libxml2's words, one printable line of at most 300 bytes. They may quote the document: show
    /// them to the operator, but never log them.
    std::string message;
    /// Of what a schema refuses, an attribute or an element without children: its text, at most
    /// k_longest_fault_text bytes of it. Handle it like the message.
    std::string text{};
    std::string file{}; ///< where libxml2 says it is, as it was asked for; empty: in no file
};
inline constexpr std::size_t k_longest_fault_text = 4096;

/// "line 7: Element …"; the message alone where no line is known.
[[nodiscard]] std::string words_of(const Fault& fault);

/// More bytes than this are refused unread. libxml2's own limits (256 levels, 10 MB for one text)
/// stay on.
inline constexpr std::size_t k_largest_document = 64U << 20U;

/// Why the bytes are not a well-formed document (namespaces included); nullopt when they are.
/// A DOCTYPE may be there (cXML has one) but is not fetched; a declaration of an entity is refused.
[[nodiscard]] std::optional<Fault> well_formed(std::string_view bytes);

} // namespace shoporder::xml
