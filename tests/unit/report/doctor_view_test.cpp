// How doctor's findings are shown.
#include "report/doctor_view.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using report::Area;
using report::Severity;

namespace {

report::DoctorView view() {
    report::DoctorView out;
    out.at = base::parse_time("2026-11-30T08:00:00Z").value();
    out.findings = {
        {Area::suppliers, Severity::hint, "supplier-paused", "acme", "acme is paused", "`resume`"},
        {Area::suppliers, Severity::fault, "supplier-dns", "globex", "no such \x1b name", "ask"},
        {Area::credentials, Severity::warning, "secret-short", "shopify", "it is short", ""},
    };
    out.checked = {Area::suppliers, Area::credentials};
    out.unchecked = {{Area::nginx, "there is no nginx"}};
    return out;
}

TEST(DoctorView, AreasInTheirOrderAndTheWorstFirst) {
    EXPECT_EQ(to_text(view(), {}), "needs attention: 1 fault, 1 warning, 1 hint\n"
                                   "\n"
                                   "credentials\n"
                                   "  warning secret-short: it is short\n"
                                   "\n"
                                   "suppliers\n"
                                   "  fault supplier-dns: no such \\u001B name\n"
                                   "    ask\n"
                                   "  hint supplier-paused: acme is paused\n"
                                   "    `resume`\n"
                                   "\n"
                                   "checked: credentials, suppliers\n"
                                   "not checked: nginx: there is no nginx\n");
}

TEST(DoctorView, NoLineIsWiderThanTheTerminal) {
    report::DoctorView wide = view();
    wide.findings[0].text = "one of many words that go on and on until no terminal of eighty "
                            "columns has room for all of them in one line";
    wide.findings[0].remedy = wide.findings[0].text;
    report::Style style;
    style.width = 80;
    const std::string text = to_text(wide, style);
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find('\n', at);
        EXPECT_LE(end - at, 80U) << text.substr(at, end - at);
        at = end + 1;
    }
}

TEST(DoctorView, HintsAloneAreWell) {
    report::DoctorView only_hints = view();
    EXPECT_FALSE(is_well(only_hints));
    only_hints.findings.resize(1);
    EXPECT_TRUE(is_well(only_hints));
    EXPECT_TRUE(to_text(only_hints, {}).starts_with("nothing wrong found: 1 hint\n"));
    only_hints.findings.clear();
    EXPECT_TRUE(to_text(only_hints, {}).starts_with("nothing wrong found\n"));
}

TEST(DoctorView, JsonNamesTheOffender) {
    const std::string json = to_json(view()).text(true);
    EXPECT_NE(json.find(R"({"code":"secret-short","severity":"warning","area":"credentials",)"
                        R"("about":"shopify","text":"it is short","remedy":null})"),
              std::string::npos)
        << json;
    EXPECT_NE(json.find(R"("healthy":false)"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("unchecked":[{"area":"nginx","why":"there is no nginx"}])"),
              std::string::npos)
        << json;
}

TEST(DoctorView, EveryAreaHasItsName) {
    for (const Area each : report::k_areas)
        EXPECT_EQ(report::area(report::name(each)), each);
    EXPECT_EQ(report::area("weather"), std::nullopt);
}

} // namespace
