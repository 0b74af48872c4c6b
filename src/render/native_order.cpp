// The native document: share/order.xsd says what each part means; its order here is that schema's.
//
// Why a format of our own beside UBL, openTRANS and cXML: those are stylesheets over this one, so
// it carries everything they need (dates, revision, reason of a cancel, both addresses, hidden
// properties) and each fact once, as Shopify's words say it. Rejected: attributes for everything
// (long texts and line breaks read badly there), empty elements for what is not told (a supplier's
// import then overwrites with nothing), wrapper elements around lists (a stylesheet selects
// `line` just as well), amounts in minor units (suppliers' own tools expect "12.50").
#include "render/native_order.hpp"

#include "order/contact.hpp"
#include "order/handover.hpp"
#include "render/line_places.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace shoporder::render {

namespace {

bool is_code(std::string_view text, std::size_t length) {
    return text.size() == length &&
           std::all_of(
               text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// Writes one order into the element that is open.
class NativeOrder {
public:
    NativeOrder(xml::Writer& writer, const Sheet& sheet, Fields& fields)
        : m_xml(writer), m_sheet(sheet), m_order(*sheet.order), m_fields(fields) {}

    /// What it could not carry, beside the characters that the writer replaced.
    std::vector<Replacement> write() {
        m_xml.attribute("version", k_native_version);
        m_xml.attribute("kind", name(m_sheet.kind));
        m_xml.attribute("revision", std::to_string(m_sheet.revision));
        if (m_sheet.test)
            m_xml.attribute("test", "true");
        leaf("purchase-order", m_sheet.po_number);
        shop_order();
        leaf("shop", m_sheet.shop);
        buyer();
        supplier();
        currency();
        collect();
        address("ship-to", m_order.shipping_address);
        address("bill-to", m_order.billing_address);
        contact();
        shipping_method();
        delivery();
        leaf("note", m_order.note);
        for (const order::Property& attribute : m_order.note_attributes)
            property("note-attribute", attribute);
        lines();
        return std::move(m_left_out);
    }

private:
    /// A text by the rules for its field; its place is asked for where there are any.
    std::string as_told(std::string_view name, std::string_view text) {
        return m_fields.is_idle() ? std::string{text} : m_fields.told(m_xml.path(), name, text);
    }
    bool hides(std::string_view name) const {
        return !m_fields.is_idle() && m_fields.hides(m_xml.path(), name);
    }
    std::string carried(const char* attribute, std::string_view text) {
        return m_fields.is_idle() ? std::string{text}
                                  : m_fields.carried(m_xml.path() + attribute, text);
    }
    void leaf(xml::Name name, std::string_view text) {
        if (const std::string told = as_told(name.text(), text); !told.empty())
            m_xml.leaf(name, told);
    }
    /// One of several of the same name.
    void item(xml::Name name, std::string_view text) {
        const std::string told = as_told(name.text(), text);
        if (told.empty())
            return;
        m_xml.open_item(name);
        m_xml.text(told);
        m_xml.close();
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
        m_left_out.push_back({where + field, text.size(), Altered::left_out});
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
        company();
        m_xml.close();
    }

    void company() {
        if (!m_order.company || hides("company"))
            return;
        m_xml.open("company");
        if (m_order.company->id > 0)
            m_xml.attribute("id", std::to_string(m_order.company->id));
        if (m_order.company->location_id > 0)
            m_xml.attribute("location", std::to_string(m_order.company->location_id));
        m_xml.text(as_told("", order::company_name(m_order)));
        m_xml.close();
    }

    void buyer() {
        const Party& party = m_sheet.buyer;
        const bool is_country = is_code(party.country, 2);
        if (!is_country && !party.country.empty())
            leave_out("buyer/country/@code", party.country);
        if (party.name.empty() && party.vat.empty() && party.email.empty() && party.phone.empty() &&
            party.gln.empty() && party.street.empty() && party.zip.empty() && party.city.empty() &&
            !is_country)
            return;
        m_xml.open("buyer");
        leaf("name", party.name);
        leaf("vat", party.vat);
        leaf("gln", party.gln);
        for (const std::string& street : party.street)
            item("street", street);
        leaf("zip", party.zip);
        leaf("city", party.city);
        coded("country", "", is_country ? party.country : "");
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
        if (m_sheet.show_prices && is_foreign())
            m_xml.leaf("presentment-currency", m_order.presentment_currency);
    }

    /// The shopper saw prices in another currency than the shop's.
    [[nodiscard]] bool is_foreign() const {
        return is_code(m_order.presentment_currency, 3) &&
               m_order.presentment_currency != m_order.currency;
    }

    void collect() {
        if (m_sheet.collect && m_sheet.kind != DocumentKind::cancel)
            amount("collect", m_sheet.collect->amount, m_sheet.collect->currency);
    }

    void address(xml::Name name, const std::optional<order::Address>& address) {
        if (!address || *address == order::Address{} || hides(name.text()))
            return;
        m_xml.open(name);
        leaf("name", address->name);
        leaf("company", address->company);
        for (const std::string* street : {&address->address1, &address->address2})
            item("street", *street);
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
        if ((text.empty() && code.empty()) || hides(name.text()))
            return;
        const std::string told = as_told(name.text(), text);
        m_xml.open(name);
        if (!code.empty())
            m_xml.attribute("code", carried("/@code", code));
        m_xml.text(told);
        m_xml.close();
    }

    void contact() {
        const std::string email = order::contact_email(m_order);
        const std::string phone = order::contact_phone(m_order);
        if ((email.empty() && phone.empty()) || hides("contact"))
            return;
        m_xml.open("contact");
        leaf("email", email);
        leaf("phone", phone);
        m_xml.close();
    }

    void delivery() {
        const order::DeliveryWishes wishes = order::delivery_wishes(m_order);
        if ((wishes.date.empty() && wishes.time.empty() && wishes.instructions.empty()) ||
            hides("delivery"))
            return;
        m_xml.open("delivery");
        leaf("requested-date", wishes.date);
        leaf("requested-time", wishes.time);
        leaf("instructions", wishes.instructions);
        m_xml.close();
    }

    void shipping_method() {
        const bool pick_up = order::handover(m_order) == order::Handover::pick_up;
        if (m_order.shipping_title.empty() && m_order.shipping_code.empty() && !pick_up)
            return;
        m_xml.open("shipping-method");
        if (pick_up)
            m_xml.attribute("pick-up", "true");
        leaf("title", m_order.shipping_title);
        leaf("code", m_order.shipping_code);
        m_xml.close();
    }

    /// Customisation data (names starting with `_`) is hidden from shoppers, but it may be just
    /// what the supplier prints, so it goes along and says so.
    void property(xml::Name name, const order::Property& property) {
        if ((property.name.empty() && property.value.empty()) || hides(name.text()))
            return;
        const std::string told = as_told(name.text(), property.value);
        m_xml.open_item(name);
        m_xml.attribute("name", carried("/@name", property.name));
        if (property.name.starts_with('_'))
            m_xml.attribute("hidden", "true");
        m_xml.text(told);
        m_xml.close();
    }

    void lines() {
        const std::vector<PlacedLine> placed = placed_lines(m_sheet);
        bundles();
        for (const PlacedLine& each : placed) {
            if (each.service) {
                m_xml.open_item("service");
                m_xml.attribute("for", std::to_string(each.of));
            } else {
                m_xml.open_item("line");
            }
            line(each.position, *each.line);
        }
    }

    /// Those that the sheet's lines are components of, in the order of the lines.
    void bundles() {
        std::vector<std::int64_t> ids;
        for (const Line& line : m_sheet.lines)
            if (const std::int64_t id = line.item->group_id;
                id != 0 && std::find(ids.begin(), ids.end(), id) == ids.end())
                ids.push_back(id);
        for (const std::int64_t id : ids) {
            m_xml.open_item("bundle");
            m_xml.attribute("id", std::to_string(id));
            const auto group =
                std::find_if(m_order.line_groups.begin(), m_order.line_groups.end(),
                             [id](const order::LineGroup& each) { return each.id == id; });
            if (group != m_order.line_groups.end()) {
                leaf("sku", group->sku);
                leaf("title", group->title);
                number("quantity", group->quantity);
            }
            m_xml.close();
        }
    }

    /// The open element's content; closes it.
    void line(std::int64_t position, const Line& line) {
        const order::LineItem& item = *line.item;
        m_xml.attribute("position", std::to_string(position));
        m_xml.attribute("id", std::to_string(item.id));
        if (item.group_id != 0)
            m_xml.attribute("bundle", std::to_string(item.group_id));
        if (item.gift_card)
            m_xml.attribute("gift-card", "true");
        leaf("sku", item.sku);
        leaf("supplier-sku", line.supplier_sku);
        leaf("title", item.title);
        leaf("supplier-title", line.supplier_title);
        leaf("variant", item.variant_title);
        leaf("vendor", item.vendor);
        number("product-id", item.product_id);
        number("variant-id", item.variant_id);
        m_xml.leaf("quantity", std::to_string(line.quantity));
        number("pack-size", line.pack_size);
        if (m_sheet.show_prices && item.price)
            amount("unit-price", *item.price, m_order.currency);
        if (line.cost)
            amount("unit-cost", line.cost->amount, line.cost->currency);
        if (m_sheet.show_prices && item.presentment_price && is_foreign())
            amount("presentment-price", *item.presentment_price, m_order.presentment_currency);
        number("weight-grams", item.grams);
        for (const order::Property& each : item.properties)
            property("property", each);
        m_xml.close();
    }

    /// Never without its currency: "12.50" of an unknown one is worse than none.
    void amount(xml::Name name, const order::Decimal& value, const std::string& currency) {
        const std::string digits = value.text();
        if (!is_code(currency, 3)) {
            leave_out(name.text(), digits);
            return;
        }
        m_xml.open(name);
        m_xml.attribute("currency", currency);
        m_xml.text(digits);
        m_xml.close();
    }

    xml::Writer& m_xml;
    const Sheet& m_sheet;
    const order::Order& m_order;
    Fields& m_fields;
    std::vector<Replacement> m_left_out;
};

} // namespace

std::vector<Replacement> write_order(xml::Writer& writer, const Sheet& sheet, Fields& fields) {
    return NativeOrder{writer, sheet, fields}.write();
}

} // namespace shoporder::render
