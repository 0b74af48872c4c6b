// Shopify's own sample bodies, read and rendered: the documents suppliers would really get.
#include "base/file.hpp"
#include "order/body.hpp"
#include "render/document.hpp"
#include "support/temporary_folder.hpp"
#include "xml/schema.hpp"

#include <gtest/gtest.h>

using namespace shoporder;

TEST(SampleBodies, BecomeValidDocuments) {
    if (test::shared_folder().empty())
        GTEST_SKIP() << "the folder with Shopify's sample bodies is not here: nothing was checked";
    const auto schema =
        xml::Schema::from_file(std::filesystem::path{SHOPORDER_SOURCE_DIR} / "share/order.xsd");
    int orders = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator{test::shared_folder() / "payloads"}) {
        const order::Body body = order::read_body(base::read_file(entry.path()));
        if (!body.order)
            continue;
        render::Sheet sheet;
        sheet.order = &*body.order;
        sheet.po_number = "1";
        sheet.show_prices = true;
        for (const order::LineItem& item : body.order->lines)
            sheet.lines.push_back({&item, item.quantity});
        const render::Document document = render::render_native(sheet);
        const auto faults = schema.check(document.bytes);
        EXPECT_TRUE(faults.empty())
            << entry.path() << ": " << faults.front().line << ": " << faults.front().message;
        for (const order::LineItem& item : body.order->lines)
            EXPECT_NE(document.bytes.find(" id=\"" + std::to_string(item.id) + "\""),
                      std::string::npos)
                << entry.path();
        ++orders;
    }
    EXPECT_GT(orders, 10);
}
