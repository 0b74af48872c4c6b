#pragma once
// Purpose: a fuzzer's bytes as the numbers and texts that a hostile order is made of: one byte of
// length, then bytes. State: what is left of them. Threads: one for each source.
#include "../unit/render/hostile_order.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace shoporder::test {

class FuzzSource final : public Source {
public:
    explicit FuzzSource(std::string_view bytes) : m_rest(bytes) {}

    std::uint64_t number(std::uint64_t below) override {
        std::uint64_t value = byte();
        if (below > 256)
            value = value * 256 + byte();
        return value % below;
    }

    std::string text() override {
        const std::size_t asked = byte();
        const std::size_t length = std::min(asked, m_rest.size());
        std::string out{m_rest.substr(0, length)};
        m_rest.remove_prefix(length);
        return out;
    }

private:
    std::uint8_t byte() {
        if (m_rest.empty())
            return 0;
        const auto value = static_cast<std::uint8_t>(m_rest.front());
        m_rest.remove_prefix(1);
        return value;
    }

    std::string_view m_rest;
};

} // namespace shoporder::test
