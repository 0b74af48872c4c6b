#pragma once
// Purpose: the functions that a supplier's stylesheet has beside XPath's: dates and amounts in the
// supplier's own form, for which XSLT 1.0 has none.
// State: what value_functions() was given. Fails: they throw Error(data), which holds the document.
// Threads: any number at once.
#include "xml/stylesheet.hpp"

#include <string>
#include <vector>

namespace shoporder::render {

struct ValueForm {
    std::string decimal = "."; ///< what stands before the decimals
    std::string date;          ///< order/date_pattern.hpp, checked; empty: as it comes
    std::string zone;          ///< of an instant's date; an IANA name, empty: UTC
};

/// `date(TEXT [, PATTERN])`: an instant or a day in the pattern; a text that is neither, such as a
/// requested date "after Easter", stays as it is.
/// `decimal(TEXT [, PLACES])`: an amount with at least so many decimals, 0 to 9. It never rounds:
/// one that has more is refused, and so is a text that is no number. An empty text stays empty.
[[nodiscard]] std::vector<xml::Stylesheet::Function> value_functions(ValueForm form);

} // namespace shoporder::render
