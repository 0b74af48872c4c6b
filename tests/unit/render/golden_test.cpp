// Same input, same bytes, for ever: documents kept in tests/data/golden. A change here is a change
// that suppliers' programs see. SHOPORDER_WRITE_GOLDEN=1 writes them anew, to be read in the diff.
#include "base/file.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "unit/render/sample_order.hpp"
#include "xml/schema.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

using namespace shoporder;

namespace {

const std::filesystem::path k_source{SHOPORDER_SOURCE_DIR};

void expect_golden(const render::Sheet& sheet, const std::string& name) {
    const render::Document document = render::render_native(sheet);
    const std::filesystem::path path = k_source / "tests/data/golden" / name;
    if (std::getenv("SHOPORDER_WRITE_GOLDEN") != nullptr) {
        base::write_file(path, document.bytes);
        FAIL() << "written, not compared: " << path;
    }
    EXPECT_EQ(document.bytes, base::read_file(path)) << name;
    EXPECT_EQ(document.bytes, render::render_native(sheet).bytes) << "not the same twice";
    const auto faults = xml::Schema::from_file(k_source / "share/order.xsd").check(document.bytes);
    EXPECT_TRUE(faults.empty()) << name << ":" << faults.front().line << ": "
                                << faults.front().message;
}

} // namespace

TEST(Golden, New) {
    expect_golden(test::plain_sample()->sheet, "native_new.xml");
}

TEST(Golden, NewWithoutPrices) {
    const auto sample = test::plain_sample();
    sample->sheet.show_prices = false;
    sample->sheet.lines.pop_back();
    expect_golden(sample->sheet, "native_no_prices.xml");
}

TEST(Golden, BundleServiceGiftCardAndCashOnDelivery) {
    expect_golden(test::rich_sample()->sheet, "native_rich.xml");
}

TEST(Golden, NewByTheSuppliersNumbersAtAgreedCosts) {
    expect_golden(test::agreed_sample()->sheet, "native_agreed.xml");
}

TEST(Golden, Change) {
    const auto sample = test::plain_sample();
    sample->sheet.kind = render::DocumentKind::change;
    sample->sheet.revision = 2;
    sample->sheet.lines[0].quantity = 1;
    expect_golden(sample->sheet, "native_change.xml");
}

TEST(Golden, Cancel) {
    const auto sample = test::plain_sample();
    sample->order.cancelled_at = base::parse_time("2026-11-23T08:00:00Z");
    sample->order.cancel_reason = "customer";
    sample->sheet.kind = render::DocumentKind::cancel;
    sample->sheet.revision = 3;
    for (render::Line& line : sample->sheet.lines)
        line.quantity = 0;
    expect_golden(sample->sheet, "native_cancel.xml");
}

TEST(Golden, ScriptsOfTheWorld) {
    expect_golden(test::scripts_sample()->sheet, "native_scripts.xml");
}

TEST(Golden, RedactedTestOrder) {
    expect_golden(test::redacted_sample()->sheet, "native_redacted_test.xml");
}

TEST(Golden, BrokenTexts) {
    expect_golden(test::broken_sample()->sheet, "native_broken.xml");
}
