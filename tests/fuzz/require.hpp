#pragma once
// Purpose: what must hold whatever the bytes are. State: none.
// Fails: ends the process, so that the fuzzer keeps the bytes.
// Threads: any.
#include <cstdio>
#include <cstdlib>

namespace shoporder::test {

inline void require(bool holds, const char* what) {
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

} // namespace shoporder::test
