#pragma once
// Purpose: how a supplier says that it has an order and what it has shipped, and where and when
// that is looked for.
// State: none. Fails: by value.
// Threads: values.
#include "order/endpoint.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

/// What counts as a supplier's yes.
enum class Confirming {
    none,    ///< nothing is expected
    receipt, ///< the upload itself, with its size checked
    pickup,  ///< the file has gone from its folder, or was moved or renamed
    answer,  ///< a file the supplier writes
};
[[nodiscard]] std::string_view name(Confirming how) noexcept; ///< "none", …
[[nodiscard]] std::optional<Confirming> confirming(std::string_view text) noexcept;

/// How an answer's file shows that it is whole.
enum class Wholeness {
    steady,    ///< its size is the same at two looks
    done_file, ///< a file beside it says so: its name and a suffix
    rename,    ///< it has another name until then (Answering::unfinished)
};
[[nodiscard]] std::string_view name(Wholeness how) noexcept; ///< "steady", "done-file", "rename"
[[nodiscard]] std::optional<Wholeness> wholeness(std::string_view text) noexcept;

/// What is done with an answer's file once it is stored here.
enum class Afterwards {
    keep,   ///< nothing; its name and size are remembered
    move,   ///< into a folder below its own
    rename, ///< a suffix is added
    remove, ///< deleted
};
[[nodiscard]] std::string_view name(Afterwards what) noexcept;
[[nodiscard]] std::optional<Afterwards> afterwards(std::string_view text) noexcept;

/// A folder that a supplier writes files into, and how they are read.
struct Inbox {
    std::optional<Endpoint> endpoint; ///< another login, or a folder; nullopt: the supplier's own
    std::string folder;      ///< of the supplier's own login: another folder; empty: where files go
    std::string credential;  ///< the name of the password's; empty: the supplier's
    std::string names = "*"; ///< a glob: other files in the folder are not ours to read
    Wholeness whole = Wholeness::steady;
    std::string done_suffix = ".done"; ///< Wholeness::done_file
    std::string unfinished = "tmp*";   ///< Wholeness::rename: a glob of names that are not whole
    Afterwards after = Afterwards::keep;
    std::string after_to; ///< Afterwards::move: the folder; rename: the suffix
    /// "auto", "native", "ubl", "opentrans", "cxml", "csv", or the path of a stylesheet, *.xsl.
    std::string format = "auto";
    std::vector<std::string> columns; ///< csv: "FIELD=HEADER" or "FIELD=NUMBER"
    std::string separator = ";";      ///< csv: one character, or "tab"
    std::string quote = "\"";         ///< csv: one character; empty: none
    std::string decimal = ".";        ///< csv: "." or ","
    std::string encoding = "UTF-8";   ///< csv: as iconv(1) names it
    friend bool operator==(const Inbox&, const Inbox&) = default;

    /// The folder that is looked into. nullopt: the supplier has no url yet.
    [[nodiscard]] std::optional<Endpoint> where(const std::optional<Endpoint>& own) const;
};

struct Answering : Inbox {
    Confirming how = Confirming::none;
    /// After so much of the supplier's own time (SendTimes) an answer is late; 0: never.
    std::chrono::seconds within{0};
    // Confirming::pickup; {name} is the file's name, {stem} the same without its last suffix.
    std::string taken;   ///< where a taken file lies then: "done/{name}"; empty: gone is taken
    std::string refused; ///< where a refused one does: "{name}_rejected"; empty: none
    friend bool operator==(const Answering&, const Answering&) = default;
};

/// How a supplier tells what it has shipped. In the answers' folder an XML shipment is read
/// without this, too.
struct Shipping : Inbox {
    bool expected = false; ///< its folder is looked into
    /// "THEIRS=OURS": what Shopify calls a carrier of theirs.
    std::vector<std::string> carriers;
    /// Shopify's location from where it ships; 0: any.
    std::int64_t location = 0;
    friend bool operator==(const Shipping&, const Shipping&) = default;
};

/// An inbox' settings that are plain texts, by their names in shoporder.toml(5) behind "answer." or
/// "shipment.".
struct InboxText {
    std::string_view name;
    std::string Inbox::*field;
};
inline constexpr std::array k_inbox_texts = {
    InboxText{"folder", &Inbox::folder},         InboxText{"credential", &Inbox::credential},
    InboxText{"names", &Inbox::names},           InboxText{"done", &Inbox::done_suffix},
    InboxText{"unfinished", &Inbox::unfinished}, InboxText{"to", &Inbox::after_to},
    InboxText{"format", &Inbox::format},         InboxText{"separator", &Inbox::separator},
    InboxText{"quote", &Inbox::quote},           InboxText{"decimal", &Inbox::decimal},
    InboxText{"encoding", &Inbox::encoding},
};

/// Those of pick-ups, likewise behind "pickup.".
struct PickUpText {
    std::string_view name;
    std::string Answering::*field;
};
inline constexpr std::array k_pick_up_texts = {
    PickUpText{"taken", &Answering::taken},
    PickUpText{"refused", &Answering::refused},
};

} // namespace shoporder::order
