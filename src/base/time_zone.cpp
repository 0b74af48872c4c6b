#include "base/time_zone.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <date/tz.h>
#include <fmt/format.h>
#include <vector>

namespace shoporder::base {

namespace {

/// The library has a time_point of its own for local times; the count in it is the same.
date::local_time<Duration> foreign(LocalTime t) {
    return date::local_time<Duration>{t.time_since_epoch()};
}

/// tzdata's tables, or an Error that names the package instead of a C++ exception's text.
const date::tzdb& tables() {
    try {
        return date::get_tzdb();
    } catch (const std::exception&) {
        throw Error(Exit::data, "this machine has no table of time zones; install tzdata");
    }
}

const date::time_zone* find(std::string_view name) {
    const auto& zones = tables().zones; // sorted by name
    const auto found =
        std::lower_bound(zones.begin(), zones.end(), name,
                         [](const date::time_zone& z, std::string_view n) { return z.name() < n; });
    if (found != zones.end() && found->name() == name)
        return &*found;
    std::vector<std::string_view> known;
    for (const date::time_zone& zone : zones)
        known.emplace_back(zone.name());
    const std::string_view near = nearest(name.substr(0, 60), known);
    throw Error(Exit::data,
                fmt::format("`{}` is no time zone this machine knows; {}", printable(name, 60),
                            near.empty() ? "write an IANA name such as Europe/Berlin"
                                         : fmt::format("did you mean {}?", near)));
}

/// The files of the zones are read when they are first asked, and may be broken.
template <typename Ask>
auto ask(const date::time_zone& zone, const Ask& question) {
    try {
        return question();
    } catch (const std::exception&) {
        throw Error(Exit::data, "the rules of the time zone " + zone.name() +
                                    " cannot be read; install tzdata again");
    }
}

} // namespace

TimeZone::TimeZone(std::string_view name) {
    if (!name.empty() && name != "UTC")
        m_zone = find(name);
}

LocalTime TimeZone::to_local(Time t) const {
    if (m_zone == nullptr)
        return LocalTime{t.time_since_epoch()};
    return ask(*m_zone, [&] { return LocalTime{m_zone->to_local(t).time_since_epoch()}; });
}

Time TimeZone::to_utc(LocalTime t) const {
    if (m_zone == nullptr)
        return Time{t.time_since_epoch()};
    return ask(*m_zone, [&] { return m_zone->to_sys(foreign(t), date::choose::earliest); });
}

} // namespace shoporder::base
