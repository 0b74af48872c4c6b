#pragma once
// Purpose: a folder's listing as the server sent it (NLST: one name a line; LIST, MLSD) → entries.
// State: none. Fails: never; what is no plain name is left out, and a listing past the limits is
// cut. Threads: pure.
#include "remote/session.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::remote {

inline constexpr std::size_t k_most_listing = std::size_t{4} << 20U; ///< bytes
inline constexpr std::size_t k_most_entries = 50000;

/// Some servers send the path before each name, some `.` and `..`; names with control bytes are
/// left out, since nothing could be done with them.
[[nodiscard]] std::vector<Entry> parse_names(std::string_view listing);

struct Listing {
    std::vector<Entry> entries;
    bool whole = true;         ///< every line was understood, none was cut off
    bool shows_hidden = false; ///< names that begin with a dot are not kept back

    [[nodiscard]] const Entry* find(std::string_view name) const;
    /// A file of this name would be listed, and is not.
    [[nodiscard]] bool proves_absence(std::string_view name) const;
};

/// What LIST or MLSD sent, line by line in any of the forms of list_line.hpp. `bytes` only of plain
/// files: what stands for a link is the link's own length.
[[nodiscard]] Listing parse_list(std::string_view listing);

/// May this be the name of one file in a folder? See session.hpp for what is refused.
[[nodiscard]] bool is_plain_name(std::string_view name) noexcept;

/// A plain name, or "SUBFOLDER/NAME", both plain, where there is that subfolder.
[[nodiscard]] bool is_name_below(std::string_view name, std::string_view subfolder) noexcept;

/// What is said of a listing past k_most_listing.
[[nodiscard]] std::string too_long_a_listing();

} // namespace shoporder::remote
