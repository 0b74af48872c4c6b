#include "report/doctor_view.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace shoporder::report {

namespace {

constexpr std::size_t k_longest = 600; // of one sentence; a server's words may be in it

Tone tone_of(Severity severity) {
    switch (severity) {
    case Severity::hint:
        return Tone::faint;
    case Severity::warning:
        return Tone::warn;
    case Severity::fault:
        return Tone::bad;
    }
    return Tone::plain;
}

std::size_t count(const DoctorView& view, Severity severity) {
    return static_cast<std::size_t>(std::count_if(
        view.findings.begin(), view.findings.end(),
        [severity](const Finding& f) { return f.severity == severity; }));
}

bool was_checked(const DoctorView& view, Area area) {
    return std::find(view.checked.begin(), view.checked.end(), area) != view.checked.end();
}

std::string headline(const DoctorView& view, const Style& style) {
    std::string counts;
    for (const Severity severity : {Severity::fault, Severity::warning, Severity::hint})
        if (const std::size_t n = count(view, severity); n > 0)
            counts += (counts.empty() ? "" : ", ") + count_of(n, name(severity));
    if (!is_well(view))
        return toned("needs attention", Tone::bad, style) + ": " + counts + "\n";
    return toned("nothing wrong found", Tone::good, style) + (counts.empty() ? "" : ": " + counts) +
           "\n";
}

std::string finding_text(const Finding& finding, const Style& style) {
    return wrapped("  " + toned(name(finding.severity), tone_of(finding.severity), style) + " " +
                       finding.code + ": " + base::printable(finding.text, k_longest),
                   style.width) +
           "\n" +
           (finding.remedy.empty()
                ? ""
                : wrapped("    " + base::printable(finding.remedy, k_longest), style.width) + "\n");
}

std::string area_text(const DoctorView& view, Area area, const Style& style) {
    std::string out;
    for (const Severity severity : {Severity::fault, Severity::warning, Severity::hint})
        for (const Finding& finding : view.findings)
            if (finding.area == area && finding.severity == severity)
                out += finding_text(finding, style);
    return out.empty() ? "" : "\n" + toned(name(area), Tone::strong, style) + "\n" + out;
}

} // namespace

std::string_view name(Area area) noexcept {
    switch (area) {
    case Area::configuration:
        return "configuration";
    case Area::credentials:
        return "credentials";
    case Area::database:
        return "database";
    case Area::disk:
        return "disk";
    case Area::clock:
        return "clock";
    case Area::units:
        return "units";
    case Area::nginx:
        return "nginx";
    case Area::shops:
        return "shops";
    case Area::suppliers:
        return "suppliers";
    }
    return "suppliers";
}

std::optional<Area> area(std::string_view text) noexcept {
    const auto found =
        std::find_if(k_areas.begin(), k_areas.end(), [text](Area a) { return name(a) == text; });
    return found == k_areas.end() ? std::nullopt : std::optional{*found};
}

std::string_view name(Severity severity) noexcept {
    switch (severity) {
    case Severity::hint:
        return "hint";
    case Severity::warning:
        return "warning";
    case Severity::fault:
        return "fault";
    }
    return "fault";
}

bool is_well(const DoctorView& view) noexcept {
    return std::all_of(
        view.findings.begin(), view.findings.end(),
        [](const Finding& f) { return f.severity == Severity::hint; });
}

Value to_json(const DoctorView& view) {
    Value findings = Value::array();
    for (const Area area : k_areas)
        for (const Finding& finding : view.findings)
            if (finding.area == area) {
                Value row = Value::object();
                row.set("code", finding.code)
                    .set("severity", name(finding.severity))
                    .set("area", name(area))
                    .set("about", finding.about.empty() ? Value{} : Value{finding.about})
                    .set("text", finding.text)
                    .set("remedy", finding.remedy.empty() ? Value{} : Value{finding.remedy});
                findings.push(std::move(row));
            }
    Value checked = Value::array();
    for (const Area area : k_areas)
        if (was_checked(view, area))
            checked.push(name(area));
    Value out = Value::object();
    out.set("at", view.at)
        .set("healthy", is_well(view))
        .set("findings", std::move(findings))
        .set("checked", std::move(checked))
        .set("unchecked", json_array(view.unchecked, [](const Unchecked& each) {
                 Value row = Value::object();
                 row.set("area", name(each.area)).set("why", each.why);
                 return row;
             }));
    return out;
}

std::string to_text(const DoctorView& view, const Style& style) {
    std::string out = headline(view, style);
    for (const Area area : k_areas)
        out += area_text(view, area, style);
    std::string checked;
    for (const Area area : k_areas)
        if (was_checked(view, area))
            checked += (checked.empty() ? "checked: " : ", ") + std::string{name(area)};
    out += checked.empty() ? "" : "\n" + wrapped(checked, style.width) + "\n";
    for (const Unchecked& each : view.unchecked)
        out += wrapped("not checked: " + std::string{name(each.area)} + ": " +
                           base::printable(each.why, k_longest),
                       style.width) +
               "\n";
    return out;
}

} // namespace shoporder::report
