#pragma once
// Purpose: one character as UTF-8 writes it, surrogates and noncharacters included.
// State: none. Fails: not at all. Threads: pure.
#include <string>

namespace shoporder::test {

/// `cp`: below 0x110000.
inline std::string code_point(unsigned cp) {
    const auto tail = [&](unsigned shift) {
        return static_cast<char>(0x80U | ((cp >> shift) & 0x3FU));
    };
    if (cp < 0x80)
        return {static_cast<char>(cp)};
    if (cp < 0x800)
        return {static_cast<char>(0xC0U | (cp >> 6U)), tail(0)};
    if (cp < 0x10000)
        return {static_cast<char>(0xE0U | (cp >> 12U)), tail(6), tail(0)};
    return {static_cast<char>(0xF0U | (cp >> 18U)), tail(12), tail(6), tail(0)};
}

} // namespace shoporder::test
