#include "order/answering.hpp"

#include <array>
#include <utility>

namespace shoporder::order {

namespace {

template <typename Enum, std::size_t N>
std::string_view name_in(const std::array<std::pair<Enum, std::string_view>, N>& names,
                         Enum wanted) noexcept {
    for (const auto& [value, text] : names)
        if (value == wanted)
            return text;
    return names[0].second;
}

template <typename Enum, std::size_t N>
std::optional<Enum> value_in(const std::array<std::pair<Enum, std::string_view>, N>& names,
                             std::string_view wanted) noexcept {
    for (const auto& [value, text] : names)
        if (text == wanted)
            return value;
    return std::nullopt;
}

template <typename Enum>
using Named = std::pair<Enum, std::string_view>;

constexpr std::array k_confirming{Named<Confirming>{Confirming::none, "none"},
                                  Named<Confirming>{Confirming::receipt, "receipt"},
                                  Named<Confirming>{Confirming::pickup, "pickup"},
                                  Named<Confirming>{Confirming::answer, "answer"}};
constexpr std::array k_wholeness{Named<Wholeness>{Wholeness::steady, "steady"},
                                 Named<Wholeness>{Wholeness::done_file, "done-file"},
                                 Named<Wholeness>{Wholeness::rename, "rename"}};
constexpr std::array k_afterwards{Named<Afterwards>{Afterwards::keep, "keep"},
                                  Named<Afterwards>{Afterwards::move, "move"},
                                  Named<Afterwards>{Afterwards::rename, "rename"},
                                  Named<Afterwards>{Afterwards::remove, "remove"}};

} // namespace

std::string_view name(Confirming how) noexcept {
    return name_in(k_confirming, how);
}
std::optional<Confirming> confirming(std::string_view text) noexcept {
    return value_in(k_confirming, text);
}
std::string_view name(Wholeness how) noexcept {
    return name_in(k_wholeness, how);
}
std::optional<Wholeness> wholeness(std::string_view text) noexcept {
    return value_in(k_wholeness, text);
}
std::string_view name(Afterwards what) noexcept {
    return name_in(k_afterwards, what);
}
std::optional<Afterwards> afterwards(std::string_view text) noexcept {
    return value_in(k_afterwards, text);
}

std::optional<Endpoint> Inbox::where(const std::optional<Endpoint>& own) const {
    if (endpoint)
        return endpoint;
    std::optional<Endpoint> out = own;
    if (out && !folder.empty())
        out->folder = folder;
    return out;
}

} // namespace shoporder::order
