#include "report/size_text.hpp"

#include <array>
#include <fmt/format.h>
#include <string_view>

namespace shoporder::report {

std::string size_text(std::uint64_t bytes) {
    constexpr std::array<std::string_view, 4> k_units = {"KiB", "MiB", "GiB", "TiB"};
    if (bytes < 1024)
        return fmt::format("{} bytes", bytes);
    double size = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    // 1023.95 would be printed as 1024.0.
    while (size >= 1023.95 && unit + 1 < k_units.size()) {
        size /= 1024;
        ++unit;
    }
    return fmt::format("{:.1f} {}", size, k_units.at(unit));
}

} // namespace shoporder::report
