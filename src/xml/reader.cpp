#include "xml/reader.hpp"

#include "xml/libxml.hpp"

namespace shoporder::xml {

std::optional<Fault> well_formed(std::string_view bytes) {
    start_libxml();
    FaultScope faults;
    if (parse(bytes, faults))
        return std::nullopt;
    return faults.faults().front();
}

std::string words_of(const Fault& fault) {
    return (fault.line == 0 ? "" : "line " + std::to_string(fault.line) + ": ") + fault.message;
}

} // namespace shoporder::xml
