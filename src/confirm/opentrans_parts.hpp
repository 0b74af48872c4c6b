#pragma once
// Purpose: how openTRANS' order responses and dispatch notifications are read. Parts of BMEcat have
// their own namespace. Senders that put all into openTRANS' are many, so a part is taken from
// either.
// State: none. Fails: Error(data) with the line, as answer_parts.hpp says.
// Threads: pure.
#include "confirm/answer_parts.hpp"

namespace shoporder::confirm::opentrans {

[[nodiscard]] std::vector<xml::Element> parts(const xml::Element& parent, std::string_view name);
[[nodiscard]] xml::Element part(const xml::Element& parent, std::string_view name);
[[nodiscard]] std::string identifier_of(const xml::Element& parent, std::string_view name,
                                        std::size_t most = k_longest_id);

} // namespace shoporder::confirm::opentrans
