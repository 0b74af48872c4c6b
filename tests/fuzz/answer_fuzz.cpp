// Any bytes as a supplier's answer, in every form: the first byte says which. Whatever is read has
// orders or shipments, is bounded and valid UTF-8; whatever is not says why; the same bytes read
// the same.
#include "base/text.hpp"
#include "confirm/read_answer.hpp"
#include "require.hpp"

#include <cstdint>
#include <set>

using namespace shoporder;

namespace {

using test::require;

void check_text(const std::string& text, std::size_t most) {
    require(text.size() <= most, "texts are bounded");
    require(base::repair_utf8(text).replaced == 0, "texts are valid UTF-8");
    for (const char c : text)
        require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "texts have no control bytes");
}

void check_day(const std::string& day) {
    require(day.empty() || (day.size() == 10 && base::parse_time(day + "T00:00:00Z")),
            "a promise is a day");
}

void check_reference(const order::LineReference& line,
                     const std::optional<std::int64_t>& quantity) {
    require(line.line_id > 0 || line.position > 0 || !line.sku.empty() || !line.article.empty(),
            "a line says which it is");
    require(line.line_id >= 0 && line.position >= 0, "ids and positions count from 1");
    require(!quantity || (*quantity > 0 && *quantity <= 1'000'000'000), "a quantity is in bounds");
    check_text(line.sku, 100);
    check_text(line.article, 100);
}

void check_line(const order::LineAnswer& line) {
    check_reference(line, line.quantity);
    require(!line.price || !line.price->negative(), "no price is negative");
    require(line.currency.empty() || (line.price && line.currency.size() == 3),
            "a currency is a price's");
    check_day(line.promised);
    check_text(line.substitute, 100);
    check_text(line.reason, 500);
}

void check_order(const order::OrderAnswer& answer) {
    check_text(answer.po_number, 64);
    check_text(answer.supplier_number, 100);
    check_text(answer.reason, 500);
    check_day(answer.promised);
    require(answer.revision >= 0, "revisions count from 1");
    for (const order::LineAnswer& line : answer.lines)
        check_line(line);
}

void check_shipment(const order::Shipment& shipment) {
    check_text(shipment.po_number, 64);
    check_text(shipment.number, 100);
    check_text(shipment.carrier, 100);
    require(shipment.revision >= 0, "revisions count from 1");
    require(shipment.tracking.size() <= confirm::k_most_parcels, "parcels are bounded");
    std::set<std::string> numbers;
    for (const order::Tracking& each : shipment.tracking) {
        require(!each.number.empty() && numbers.insert(each.number).second,
                "a tracking number is told, and once");
        check_text(each.number, 100);
        check_text(each.url, 2000);
        require(each.url.empty() || base::lower(each.url).starts_with("http"),
                "an address is the web's");
        require(each.url.find_first_of(" \"'<>") == std::string::npos, "an address is plain");
    }
    for (const order::ShippedLine& line : shipment.lines)
        check_reference(line, line.quantity);
}

/// Lines of one kind of file; the other kind is not in it.
template <typename One, typename Check>
std::size_t check_all(const std::vector<One>& all, const Check& check_one) {
    require(all.size() <= confirm::k_most_orders, "orders are bounded");
    std::size_t lines = 0;
    for (const One& each : all) {
        check_one(each);
        require(all.size() == 1 || !each.po_number.empty(), "of several, each says its order");
        lines += each.lines.size();
    }
    return lines;
}

const xml::Stylesheet& stylesheet() {
    static const xml::Stylesheet sheet = xml::Stylesheet::from_file(
        std::filesystem::path{SHOPORDER_SOURCE_DIR} / "tests/data/answers/own.xsl");
    return sheet;
}

template <typename Fields>
void add_columns(confirm::AnswerForm& form, const Fields& fields, bool header) {
    form.name = "csv";
    form.flat.header = header;
    form.flat.decimal_comma = header;
    form.flat.encoding = header ? "UTF-8" : "windows-1252";
    for (std::size_t i = 0; i < fields.size(); ++i)
        form.flat.columns.push_back(
            {std::string{fields[i]}, header ? std::string{fields[i]} : std::to_string(i + 1)});
}

confirm::AnswerForm form_of(std::uint8_t choice) {
    confirm::AnswerForm form;
    switch (choice) {
    case 'h': // by header
        add_columns(form, confirm::k_flat_fields, true);
        break;
    case 'n': // by number
        add_columns(form, confirm::k_flat_fields, false);
        break;
    case 'H':
    case 'N':
        form.flat_shipments = true;
        add_columns(form, confirm::k_shipment_fields, choice == 'H');
        break;
    case 's':
        form.name = "xsl";
        form.stylesheet = &stylesheet();
        break;
    default:
        break;
    }
    return form;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return 0;
    const confirm::AnswerForm form = form_of(data[0]);
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
    const confirm::Reading reading = confirm::read_answer(bytes, form);
    require((reading.orders.empty() && reading.shipments.empty()) == !reading.fault.empty(),
            "there is a fault exactly when there is nothing else");
    require(reading.orders.empty() || reading.shipments.empty(), "a file is of one kind");
    check_text(reading.fault, 503);
    const std::size_t lines =
        check_all(reading.orders, check_order) + check_all(reading.shipments, check_shipment);
    require(lines <= confirm::k_most_lines, "lines are bounded");
    const confirm::Reading again = confirm::read_answer(bytes, form);
    require(again.orders == reading.orders && again.shipments == reading.shipments &&
                again.fault == reading.fault && again.form == reading.form,
            "the same bytes read the same");
    return 0;
}
