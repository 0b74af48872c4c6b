#include "report/standstill.hpp"

namespace shoporder::report {

using Kind = Standstill::Kind;

std::string reason_text(const Standstill& standstill, const Style& style) {
    if (standstill.kind == Kind::unreachable)
        return "cannot be reached since " + stamp(standstill.since.value_or(base::Time{}), style);
    if (!standstill.until)
        return standstill.reason;
    return "until " + stamp(*standstill.until, style) +
           (standstill.reason.empty() ? "" : ": " + standstill.reason);
}

std::string words_of(const Standstill& standstill, const std::string& supplier) {
    const std::string reason = reason_text(standstill);
    switch (standstill.kind) {
    case Kind::none:
        break;
    case Kind::paused:
        return supplier + " is paused" +
               (reason.empty() ? "" : (standstill.until ? " " : ": ") + reason);
    case Kind::parked:
        return supplier + " is parked: " + reason;
    case Kind::unreachable:
        return supplier + " " + reason;
    }
    return {};
}

std::string code_of(const Standstill& standstill) {
    switch (standstill.kind) {
    case Kind::none:
        break;
    case Kind::paused:
        return "supplier_paused";
    case Kind::parked:
        return "supplier_parked";
    case Kind::unreachable:
        return "unreachable";
    }
    return {};
}

std::string command_against(const Standstill& standstill, const std::string& supplier) {
    switch (standstill.kind) {
    case Kind::none:
        break;
    case Kind::paused:
        return "shoporder supplier resume " + supplier;
    case Kind::parked:
    case Kind::unreachable:
        return "shoporder supplier test " + supplier;
    }
    return {};
}

} // namespace shoporder::report
