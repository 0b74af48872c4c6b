#pragma once
// Purpose: what became of a delivery by all that its supplier has said of it.
// State: none. Fails: not at all: what cannot be understood is a doubt, which a person settles.
// Threads: pure.
#include "base/clock.hpp"
#include "order/answer.hpp"
#include "order/delivery.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::confirm {

/// A line of the document that was sent.
struct AskedLine {
    std::int64_t line_id = 0;
    std::string sku;
    std::int64_t quantity = 0;
    std::optional<order::Money> price; ///< of one piece, where the document told one
    std::string article{};             ///< the supplier's own number of it, where it is known
};

/// One answer. The newest by the supplier's own date decides, line by line.
struct Told {
    base::Time received_at;
    order::OrderAnswer answer;
};

struct LineFate {
    std::int64_t line_id = 0;
    std::int64_t accepted = 0; ///< pieces, those that come later too
    std::int64_t refused = 0;  ///< pieces that will not come
    std::int64_t silent = 0;   ///< pieces nothing was said of yet
    std::string promised;
    std::string words; ///< "refused 1 of 3: discontinued", for a person
};

struct Judgement {
    /// uploaded (not all is answered yet), confirmed, partial or rejected.
    order::DeliveryState state{};
    std::string reason_code;     ///< refused, refused_lines, doubt, partly; empty: confirmed
    std::string reason;          ///< one line for a person
    std::vector<LineFate> lines; ///< one for each that was asked, in that order
    std::string supplier_number; ///< the newest that was told
    std::string promised;        ///< the latest day of all lines
};

/// Which of `asked` a supplier means: by the shop's id, else our article number, else the position,
/// else the supplier's article number. nullopt: none, or what contradicts itself, or two lines of
/// one article, and no word which.
[[nodiscard]] std::optional<std::size_t> find_line(const std::vector<AskedLine>& asked,
                                                   const order::LineReference& line);
/// "SKU", "article 17", "line 4711", "position 2"
[[nodiscard]] std::string words_of(const order::LineReference& line);
[[nodiscard]] std::string words_of(const AskedLine& line);

/// `asked` in the order of the document: positions count from 1. `shipped`: pieces by line id, of
/// which nobody need say any more that they come.
[[nodiscard]] Judgement judge(const std::vector<AskedLine>& asked, std::vector<Told> told,
                              const std::map<std::int64_t, std::int64_t>& shipped = {});

} // namespace shoporder::confirm
