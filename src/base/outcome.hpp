#pragma once
// Purpose: how a try at something in the world ended, as a value.
// Decided once, where the reply was seen, and passed on unchanged.
// State: none. Threads: values, freely shared.
#include <string>
#include <string_view>

namespace shoporder::base {

enum class OutcomeClass {
    done,
    temporary, ///< try again later by itself
    permanent, ///< this document will never be taken as it is
    operator_, ///< a person must act (login, folder, certificate): parks the supplier
    uncertain, ///< it may have happened: look before anything is sent again
};

[[nodiscard]] constexpr std::string_view name(OutcomeClass c) noexcept {
    switch (c) {
    case OutcomeClass::done:
        return "done";
    case OutcomeClass::temporary:
        return "temporary";
    case OutcomeClass::permanent:
        return "permanent";
    case OutcomeClass::operator_:
        return "operator";
    case OutcomeClass::uncertain:
        return "uncertain";
    }
    return "uncertain";
}

struct Outcome {
    OutcomeClass cls = OutcomeClass::done;
    int code = 0;       ///< the peer's own code (FTP reply, HTTP status), 0 when it gave none
    std::string reason; ///< one line for an operator; no secret, no personal data
    /// Where: connect, login, folder, put, size, rename, done, look; unsent: nothing was begun.
    std::string phase;
    /// `permanent` alone: so many tries, spread over an hour, before it is believed. Servers say
    /// 550 of faults that pass, too.
    int tries = 1;
    [[nodiscard]] bool done() const noexcept { return cls == OutcomeClass::done; }
};

} // namespace shoporder::base
