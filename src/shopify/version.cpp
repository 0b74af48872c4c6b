#include "shopify/version.hpp"

#include "base/text.hpp"

namespace shoporder::shopify {

base::Time supported_until(std::string_view version) noexcept {
    if (version.size() != 7 || version[4] != '-')
        return {};
    const auto year = base::parse_int(version.substr(0, 4));
    const auto month = base::parse_int(version.substr(5));
    if (!year || !month || *year < 2019 || *year > 9998 || *month < 1 || *month > 12)
        return {};
    return std::chrono::sys_days{std::chrono::year{static_cast<int>(*year) + 1} /
                                 static_cast<int>(*month) / 1};
}

} // namespace shoporder::shopify
