// The native document: share/order.xsd says what each part means; its order here is that schema's.
//
// Why a format of our own beside UBL, openTRANS and cXML: those are stylesheets over this one, so
// it carries everything they need (dates, revision, reason of a cancel, both addresses, hidden
// properties) and each fact once, as Shopify's words say it. Rejected: attributes for everything
// (long texts and line breaks read badly there), empty elements for what is not told (a supplier's
// import then overwrites with nothing), wrapper elements around lists (a stylesheet selects
// `line` just as well), amounts in minor units (suppliers' own tools expect "12.50").
#include "base/error.hpp"
#include "render/document.hpp"
#include "xml/reader.hpp"
#include "xml/writer.hpp"

#include <algorithm>
#include <optional>

namespace shoporder::render {

namespace {

constexpr std::string_view k_namespace = "urn:shoporder:order:1";

[[noreturn]] void bug(const std::string& what) {
    throw base::Error(base::Exit::bug, "a document cannot be made: " + what);
}

bool is_code(std::string_view text, std::size_t length) {
    return text.size() == length &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// Writes one order into the element that is open.
class NativeOrder {
public:
    NativeOrder(xml::Writer& writer, const Sheet& sheet)
        : m_xml(writer), m_sheet(sheet), m_order(*sheet.order) {}

    /// What it could not carry, beside the characters that the writer replaced.
    std::vector<Replacement> write() {
        m_xml.attribute("version", "1.0");
        m_xml.attribute("kind", name(m_sheet.kind));
        m_xml.attribute("revision", std::to_string(m_sheet.revision));
        if (m_sheet.test)
            m_xml.attribute("test", "true");
        m_xml.leaf("purchase-order", m_sheet.po_number);
        shop_order();
        leaf("shop", m_sheet.shop);
        buyer();
        supplier();
        currency();
        address("ship-to", m_order.shipping_address);
        address("bill-to", m_order.billing_address);
        contact();
        shipping_method();
        leaf("note", m_order.note);
        for (const order::Property& attribute : m_order.note_attributes)
            property("note-attribute", attribute);
        for (std::size_t i = 0; i < m_sheet.lines.size(); ++i)
            line(i + 1, m_sheet.lines[i]);
        return std::move(m_left_out);
    }

private:
    void leaf(xml::Name name, std::string_view text) {
        if (!text.empty())
            m_xml.leaf(name, text);
    }
    void time(xml::Name name, const std::optional<base::Time>& time) {
        if (time)
            m_xml.leaf(name, base::format_time(*time));
    }
    void number(xml::Name name, std::int64_t value) {
        if (value > 0)
            m_xml.leaf(name, std::to_string(value));
    }
    void leave_out(const char* field, std::string_view text) {
        std::string where = m_xml.path();
        where += where.empty() ? "" : "/";
        m_left_out.push_back({where + field, text.size()});
    }

    void shop_order() {
        m_xml.open("shop-order");
        m_xml.leaf("id", std::to_string(m_order.id));
        leaf("name", m_order.name);
        number("number", m_order.number);
        time("created", m_order.created_at);
        if (m_sheet.kind != DocumentKind::new_order)
            time("updated", m_order.updated_at);
        if (m_sheet.kind == DocumentKind::cancel) {
            time("cancelled", m_order.cancelled_at);
            leaf("cancel-reason", m_order.cancel_reason);
        }
        leaf("customer-reference", m_order.po_number);
        m_xml.close();
    }

    void buyer() {
        const Party& party = m_sheet.buyer;
        if (party.name.empty() && party.vat.empty() && party.email.empty() && party.phone.empty())
            return;
        m_xml.open("buyer");
        leaf("name", party.name);
        leaf("vat", party.vat);
        leaf("email", party.email);
        leaf("phone", party.phone);
        m_xml.close();
    }

    void supplier() {
        if (m_sheet.supplier.empty() && m_sheet.account.empty())
            return;
        m_xml.open("supplier");
        leaf("name", m_sheet.supplier);
        leaf("account", m_sheet.account);
        m_xml.close();
    }

    void currency() {
        if (is_code(m_order.currency, 3))
            m_xml.leaf("currency", m_order.currency);
        else if (!m_order.currency.empty())
            leave_out("currency", m_order.currency);
    }

    void address(xml::Name name, const std::optional<order::Address>& address) {
        if (!address || *address == order::Address{})
            return;
        m_xml.open(name);
        leaf("name", address->name);
        leaf("company", address->company);
        for (const std::string* street : {&address->address1, &address->address2})
            if (!street->empty()) {
                m_xml.open_item("street");
                m_xml.text(*street);
                m_xml.close();
            }
        leaf("zip", address->zip);
        leaf("city", address->city);
        coded("province", address->province, address->province_code);
        const bool is_country = is_code(address->country_code, 2);
        if (!is_country && !address->country_code.empty())
            leave_out("country/@code", address->country_code);
        coded("country", address->country, is_country ? address->country_code : "");
        leaf("phone", address->phone);
        m_xml.close();
    }

    /// `<country code="DE">Germany</country>`; either may be missing.
    void coded(xml::Name name, std::string_view text, std::string_view code) {
        if (text.empty() && code.empty())
            return;
        m_xml.open(name);
        if (!code.empty())
            m_xml.attribute("code", code);
        m_xml.text(text);
        m_xml.close();
    }

    void contact() {
        if (m_order.email.empty() && m_order.phone.empty())
            return;
        m_xml.open("contact");
        leaf("email", m_order.email);
        leaf("phone", m_order.phone);
        m_xml.close();
    }

    void shipping_method() {
        if (m_order.shipping_title.empty() && m_order.shipping_code.empty())
            return;
        m_xml.open("shipping-method");
        leaf("title", m_order.shipping_title);
        leaf("code", m_order.shipping_code);
        m_xml.close();
    }

    /// Customisation data (names starting with `_`) is hidden from shoppers, but it may be just
    /// what the supplier prints, so it goes along and says so.
    void property(xml::Name name, const order::Property& property) {
        if (property.name.empty() && property.value.empty())
            return;
        m_xml.open_item(name);
        m_xml.attribute("name", property.name);
        if (property.name.starts_with('_'))
            m_xml.attribute("hidden", "true");
        m_xml.text(property.value);
        m_xml.close();
    }

    void line(std::size_t position, const Line& line) {
        if (line.item == nullptr || line.quantity < 0)
            bug("line " + std::to_string(position) + " has no item or a negative quantity");
        const order::LineItem& item = *line.item;
        m_xml.open_item("line");
        m_xml.attribute("position", std::to_string(position));
        m_xml.attribute("id", std::to_string(item.id));
        leaf("sku", item.sku);
        leaf("title", item.title);
        leaf("variant", item.variant_title);
        leaf("vendor", item.vendor);
        number("product-id", item.product_id);
        number("variant-id", item.variant_id);
        m_xml.leaf("quantity", std::to_string(line.quantity));
        if (m_sheet.show_prices && item.price)
            unit_price(*item.price);
        number("weight-grams", item.grams);
        for (const order::Property& each : item.properties)
            property("property", each);
        m_xml.close();
    }

    /// An amount never goes without its currency: "12.50" of an unknown one is worse than none.
    void unit_price(const order::Decimal& price) {
        const std::string amount = price.text();
        if (!is_code(m_order.currency, 3)) {
            leave_out("unit-price", amount);
            return;
        }
        m_xml.open("unit-price");
        m_xml.attribute("currency", m_order.currency);
        m_xml.text(amount);
        m_xml.close();
    }

    xml::Writer& m_xml;
    const Sheet& m_sheet;
    const order::Order& m_order;
    std::vector<Replacement> m_left_out;
};

void check(const Sheet& sheet) {
    if (sheet.order == nullptr)
        bug("there is no order");
    if (sheet.po_number.empty())
        bug("there is no purchase-order number");
    if (sheet.revision < 1)
        bug("revisions count from 1");
}

Document finish(const xml::Writer& writer, std::vector<Replacement> left_out) {
    Document document{writer.finish(), std::move(left_out)};
    for (const xml::Replacement& replaced : writer.replaced())
        document.replaced.push_back({replaced.path, replaced.count});
    // A fault of a line may quote a shopper's text, so its words are no part of the error.
    if (const auto fault = xml::well_formed(document.bytes))
        bug(fault->line == 0 ? fault->message
                             : "line " + std::to_string(fault->line) + " is not well-formed XML");
    return document;
}

} // namespace

std::string_view name(DocumentKind kind) noexcept {
    switch (kind) {
    case DocumentKind::new_order:
        return "new";
    case DocumentKind::change:
        return "change";
    case DocumentKind::cancel:
        return "cancel";
    }
    return "new";
}

Document render_native(const Sheet& sheet) {
    check(sheet);
    xml::Writer writer{"order", k_namespace};
    auto left_out = NativeOrder{writer, sheet}.write();
    return finish(writer, std::move(left_out));
}

Document render_native_batch(std::int64_t number, std::span<const Sheet> sheets) {
    if (number < 1 || sheets.empty())
        bug("a batch has a number and an order");
    xml::Writer writer{"orders", k_namespace};
    writer.attribute("version", "1.0");
    writer.attribute("number", std::to_string(number));
    std::vector<Replacement> left_out;
    for (const Sheet& sheet : sheets) {
        check(sheet);
        writer.open_item("order");
        for (Replacement& each : NativeOrder{writer, sheet}.write())
            left_out.push_back(std::move(each));
        writer.close();
    }
    return finish(writer, std::move(left_out));
}

} // namespace shoporder::render
