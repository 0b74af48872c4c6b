// The flat files of shoporder.toml(5): the page's own examples are read, and what they make of an
// order is kept in tests/data/golden. SHOPORDER_WRITE_GOLDEN=1 writes it anew.
#include "base/file.hpp"
#include "config/suppliers_file.hpp"
#include "order/flat_paths.hpp"
#include "render/flat.hpp"
#include "support/paths.hpp"
#include "unit/render/sample_order.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

using namespace shoporder;

namespace {

const std::filesystem::path k_source{SHOPORDER_SOURCE_DIR};

std::string section() {
    const std::string page = base::read_file(k_source / "man" / "shoporder.toml.5");
    const auto from = page.find("\n.Sh FLAT FILES\n");
    return page.substr(from, page.find("\n.Sh ", from + 1) + 1 - from);
}

/// The literal blocks of the section, each a suppliers' file.
std::vector<order::Supplier> examples() {
    const std::string text = section();
    constexpr std::string_view k_begin = ".Bd -literal\n";
    std::vector<order::Supplier> out;
    for (auto at = text.find(k_begin); at != std::string::npos; at = text.find(k_begin, at)) {
        at += k_begin.size();
        const std::string block = text.substr(at, text.find("\n.Ed\n", at) - at);
        out.push_back(config::read_suppliers(block, "shoporder.toml(5)").at(0));
    }
    return out;
}

std::unique_ptr<test::Sample> sample_for(const order::Supplier& supplier) {
    auto sample = test::plain_sample();
    sample->order.lines[1].price = order::Decimal::parse("16.40");
    sample->order.lines[1].title = "Plate \"Blue; round\", hand-painted in Delft and signed";
    sample->sheet.supplier = supplier.name;
    sample->sheet.account = supplier.account;
    sample->sheet.show_prices = supplier.prices == order::Prices::retail;
    return sample;
}

} // namespace

TEST(FlatExamples, OfTheManPageMakeTheirFiles) {
    const auto suppliers = examples();
    ASSERT_EQ(suppliers.size(), 3U);
    for (const order::Supplier& supplier : suppliers) {
        const auto sample = sample_for(supplier);
        const render::Document document =
            render::render_flat(std::span{&sample->sheet, 1}, 0, supplier.flat, supplier.send.zone);
        const auto path = k_source / "tests/data/golden" / ("flat_" + supplier.name + ".txt");
        if (std::getenv("SHOPORDER_WRITE_GOLDEN") != nullptr) {
            base::write_file(path, document.bytes);
            ADD_FAILURE() << "written, not compared: " << path;
            continue;
        }
        EXPECT_EQ(document.bytes, base::read_file(path)) << supplier.name;
    }
}

TEST(FlatExamples, TheManPageNamesEveryPath) {
    const std::string text = section();
    for (const order::FlatPath& path : order::k_flat_paths) {
        const bool address = path.name.starts_with("ship_to.") || path.name.starts_with("bill_to.");
        const std::string_view name = address ? path.name.substr(7) : path.name;
        EXPECT_NE(text.find(" " + std::string{name}), std::string::npos) << path.name;
    }
}

TEST(FlatExamples, ACancelIsTold) {
    for (const order::Supplier& supplier : examples()) {
        const auto sample = sample_for(supplier);
        sample->sheet.kind = render::DocumentKind::cancel;
        sample->sheet.revision = 2;
        sample->sheet.lines.clear();
        EXPECT_NO_THROW((void)render::render_flat(std::span{&sample->sheet, 1}, 0, supplier.flat,
                                                  supplier.send.zone));
    }
}
