#pragma once
// Purpose: how a supplier says that it has an order, and where and when that is looked for.
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

struct Answering {
    Confirming how = Confirming::none;
    /// After so much of the supplier's own time (SendTimes) an answer is late; 0: never.
    std::chrono::seconds within{0};
    // Confirming::answer
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
    // Confirming::pickup; {name} is the file's name, {stem} the same without its last suffix.
    std::string taken;   ///< where a taken file lies then: "done/{name}"; empty: gone is taken
    std::string refused; ///< where a refused one does: "{name}_rejected"; empty: none
    friend bool operator==(const Answering&, const Answering&) = default;

    /// The folder that is looked into. nullopt: the supplier has no url yet.
    [[nodiscard]] std::optional<Endpoint> where(const std::optional<Endpoint>& own) const;
};

/// The settings that are plain texts, by the names of shoporder.toml(5).
struct AnsweringText {
    std::string_view name;
    std::string Answering::*field;
};
inline constexpr std::array k_answering_texts = {
    AnsweringText{"answer.folder", &Answering::folder},
    AnsweringText{"answer.credential", &Answering::credential},
    AnsweringText{"answer.names", &Answering::names},
    AnsweringText{"answer.done", &Answering::done_suffix},
    AnsweringText{"answer.unfinished", &Answering::unfinished},
    AnsweringText{"answer.to", &Answering::after_to},
    AnsweringText{"answer.format", &Answering::format},
    AnsweringText{"answer.separator", &Answering::separator},
    AnsweringText{"answer.quote", &Answering::quote},
    AnsweringText{"answer.decimal", &Answering::decimal},
    AnsweringText{"answer.encoding", &Answering::encoding},
    AnsweringText{"pickup.taken", &Answering::taken},
    AnsweringText{"pickup.refused", &Answering::refused},
};

} // namespace shoporder::order
