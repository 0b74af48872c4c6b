#pragma once
// Purpose: ordinary orders to make documents of: one plain, one in many scripts, one redacted.
// State: a Sample owns the order its sheet points to, so it stays where it is. Threads: values.
#include "render/document.hpp"

#include <memory>

namespace shoporder::test {

struct Sample {
    order::Order order;
    render::Sheet sheet;
};

inline std::unique_ptr<Sample> framed() {
    auto sample = std::make_unique<Sample>();
    sample->sheet.order = &sample->order;
    sample->sheet.shop = "demo.myshopify.com";
    sample->sheet.supplier = "acme";
    sample->sheet.account = "C-4711";
    sample->sheet.buyer = {"Demo Ltd", "GB123456789", "orders@demo.example", "+44 20 7946 0000"};
    return sample;
}

inline void take_all_lines(Sample& sample) {
    sample.sheet.lines.clear();
    for (const order::LineItem& item : sample.order.lines)
        sample.sheet.lines.push_back({&item, item.fulfillable_quantity});
}

inline order::LineItem item(std::int64_t id, std::string sku, std::string title,
                            std::int64_t quantity, std::string_view price) {
    order::LineItem line;
    line.id = id;
    line.product_id = 632910392;
    line.variant_id = 39072856;
    line.sku = std::move(sku);
    line.title = std::move(title);
    line.vendor = "Acme";
    line.quantity = line.current_quantity = line.fulfillable_quantity = quantity;
    line.grams = 250;
    line.price = order::Decimal::parse(price);
    return line;
}

/// Three lines, everything a document can have.
inline std::unique_ptr<Sample> plain_sample() {
    auto sample = framed();
    order::Order& order = sample->order;
    order.id = 820982911946154508; // beyond 2^53: a double would lose its end
    order.name = "#1001";
    order.number = 1001;
    order.po_number = "PO 77/b";
    order.created_at = base::parse_time("2026-11-22T16:50:09-05:00");
    order.updated_at = base::parse_time("2026-11-23T08:00:00.250000Z");
    order.currency = "EUR";
    order.email = "ann@shopper.example";
    order.phone = "+49 40 123456";
    order.note = "Please ring twice.\nBack door & second floor.";
    order.note_attributes = {{"Gift wrap", "yes"}, {"_channel", "b2c"}, {"Empty", ""}};
    order.shipping_address = order::Address{
        "Ann Example", "Example GmbH", "Hauptstr. 7", "3. Stock", "20095",   "Hamburg",
        "Hamburg",     "HH",           "Germany",     "DE",       "+49 40 1"};
    order.billing_address =
        order::Address{"Bob Example",    "",   "1 High St", "", "SW1A 1AA", "London", "", "",
                       "United Kingdom", "GB", ""};
    order.shipping_title = "DHL Paket";
    order.shipping_code = "dhl-de";
    order.lines = {item(11, "ACME-1", "Mug", 2, "12.50"), item(12, "ACME-2", "Plate", 1, "16.486"),
                   item(13, "", "Custom sign", 10, "0.00")};
    order.lines[0].variant_title = "Red / XL";
    order.lines[0].properties = {{"Engraving", "Ann & Bob <3"},
                                 {"_print_file", "https://x.example/?a=1&b=2"}};
    order.lines[2].product_id = order.lines[2].variant_id = 0;
    order.lines[2].grams = 0;
    take_all_lines(*sample);
    sample->sheet.po_number = "1001-A";
    sample->sheet.show_prices = true;
    return sample;
}

/// A lone line of that title.
inline std::unique_ptr<Sample> with_title(const std::string& title) {
    auto sample = plain_sample();
    sample->order.lines.resize(1);
    sample->order.lines[0].title = title;
    take_all_lines(*sample);
    return sample;
}

/// What shops ask beside plain goods: a bundle, an engraving, a gift card in a tin, cash on
/// delivery, a business, wishes for the delivery, and a shopper who saw another currency.
inline std::unique_ptr<Sample> rich_sample() {
    auto sample = plain_sample();
    order::Order& order = sample->order;
    order.presentment_currency = "RON";
    order.company = order::Company{3301, 4401};
    order.shipping_address->phone.clear();
    order.phone.clear();
    order.customer.phone = "+40 21 300 0000";
    order.note_attributes = {{"Delivery-Date", "2026/12/24"},
                             {"Delivery-Time", "13:00 - 14:00"},
                             {"Delivery instructions", "Gate code 7\nThanks"}};
    order.line_groups = {{900, "Breakfast set", "SET-1", 2}};
    order.lines[0].group_id = order.lines[1].group_id = 900;
    order.lines[0].presentment_price = order::Decimal::parse("62.10");
    order.lines[0].properties.clear();
    order::LineItem engraving = item(14, "ACME-ENGRAVE", "Engraving", 2, "3.00");
    engraving.requires_shipping = false;
    engraving.parent_id = 11;
    engraving.grams = 0;
    engraving.properties = {{"Text", "For Ida, 4 May"}};
    order::LineItem card = item(15, "ACME-GC", "Gift card in a tin", 1, "50.00");
    card.gift_card = true;
    card.group_id = 901; // a bundle of which nothing but its id is told
    order.lines.insert(order.lines.begin() + 1, engraving);
    order.lines.push_back(card);
    take_all_lines(*sample);
    sample->sheet.collect = order::Money{*order::Decimal::parse("124.20"), "RON"};
    return sample;
}

/// What an order becomes with a supplier's SKU table and a buyer who says where it is: agreed costs
/// instead of retail prices.
inline std::unique_ptr<Sample> agreed_sample() {
    auto sample = plain_sample();
    render::Party& buyer = sample->sheet.buyer;
    buyer.gln = "4012345000009";
    buyer.street = {"1 High Street", "Floor 2"};
    buyer.zip = "CF10 1AA";
    buyer.city = "Cardiff";
    buyer.country = "GB";
    sample->sheet.show_prices = false;
    render::Line& first = sample->sheet.lines[0];
    first.supplier_sku = "77-1001";
    first.supplier_title = "Becher rot XL";
    first.pack_size = 6;
    first.cost = order::Money{*order::Decimal::parse("4.125"), "EUR"};
    sample->sheet.lines[1].supplier_sku = "77-1002";
    return sample;
}

/// Umlauts, combining marks, CJK beyond the basic plane, emoji of several code points,
/// right-to-left text with its marks, and white space that must stay.
inline std::unique_ptr<Sample> scripts_sample() {
    auto sample = framed();
    order::Order& order = sample->order;
    order.id = 5001;
    order.name = "№5001・特";
    order.created_at = base::parse_time("2026-01-01T00:00:00+09:00");
    order.currency = "JPY";
    order.note = "  two blanks, a tab\t, CR LF\r\nand a lone CR\rend ";
    order.shipping_address = order::Address{"山田 𠮷郎",
                                            "שלום בע״מ",
                                            "Große Straße 1",
                                            "Apt. \u202Eright\u202C-to-left",
                                            "100-0001",
                                            "東京",
                                            "東京都",
                                            "JP-13",
                                            "Japan",
                                            "JP",
                                            ""};
    order.shipping_title = "ヤマト運輸";
    order.lines = {
        item(1, "Ä-1", "Crème brûlée e\u0301\u0323", 1, "23600"),
        item(2, "🧵-2", "👩‍👩‍👧‍👦 🏳️‍🌈 مرحبا", 3, "0")};
    order.lines[0].properties = {{"刻印", "愛 \u200D \uFEFF"}, {"\t", "\n"}};
    take_all_lines(*sample);
    sample->sheet.po_number = "5001";
    sample->sheet.show_prices = true;
    return sample;
}

/// What an app without access to personal data gets: a country and nothing else.
inline std::unique_ptr<Sample> redacted_sample() {
    auto sample = framed();
    order::Order& order = sample->order;
    order.id = 5002;
    order.name = "#5002";
    order.currency = "USD";
    order.shipping_address.emplace();
    order.shipping_address->province_code = "ON";
    order.shipping_address->country_code = "CA";
    order.billing_address.emplace();
    order.lines = {item(1, "A", "Mug", 1, "1.00")};
    take_all_lines(*sample);
    sample->sheet.buyer = {};
    sample->sheet.account.clear();
    sample->sheet.po_number = "5002-A";
    sample->sheet.test = true;
    return sample;
}

/// Everything in it is broken in one way or another.
inline std::unique_ptr<Sample> broken_sample() {
    using namespace std::string_literals;
    auto sample = framed();
    order::Order& order = sample->order;
    order.id = 5003;
    order.name = "#\x01"
                 "5003";
    order.currency = "example string";
    order.note =
        "NUL \0 ESC \x1B U+FFFE \xEF\xBF\xBE Latin-1 \xE9 surrogate \xED\xA0\x80 ]]> -- <!--"s;
    order.shipping_address.emplace();
    order.shipping_address->name = "caf\xE9";
    order.shipping_address->country = "Germany";
    order.shipping_address->country_code = "Deutschland";
    order.lines = {item(1, "A\x1F", "fine", 1, "1.00"), item(2, "B", "\xFF\xFE", 1, "1.00")};
    order.lines[1].properties = {{"fine", "fine"}, {"_\x02", "\xC0\x80"}};
    take_all_lines(*sample);
    sample->sheet.po_number = "5003";
    sample->sheet.show_prices = true;
    return sample;
}

} // namespace shoporder::test
