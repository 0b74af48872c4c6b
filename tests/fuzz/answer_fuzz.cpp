// Any bytes as a supplier's answer, in every form: the first byte says which. Whatever is read has
// orders, is bounded and valid UTF-8; whatever is not says why; the same bytes read the same.
#include "base/text.hpp"
#include "confirm/read_answer.hpp"
#include "require.hpp"

#include <cstdint>

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

void check_line(const order::LineAnswer& line) {
    require(line.line_id > 0 || line.position > 0 || !line.sku.empty() || !line.article.empty(),
            "a line says which it is");
    require(line.line_id >= 0 && line.position >= 0, "ids and positions count from 1");
    require(!line.quantity || (*line.quantity > 0 && *line.quantity <= 1'000'000'000),
            "a quantity is in bounds");
    require(!line.price || !line.price->negative(), "no price is negative");
    require(line.currency.empty() || (line.price && line.currency.size() == 3),
            "a currency is a price's");
    check_day(line.promised);
    for (const auto* text : {&line.sku, &line.article, &line.substitute})
        check_text(*text, 100);
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

const xml::Stylesheet& stylesheet() {
    static const xml::Stylesheet sheet = xml::Stylesheet::from_file(
        std::filesystem::path{SHOPORDER_SOURCE_DIR} / "tests/data/answers/own.xsl");
    return sheet;
}

confirm::AnswerForm form_of(std::uint8_t choice) {
    confirm::AnswerForm form;
    switch (choice) {
    case 'h': // by header
    case 'n': // by number
        form.name = "csv";
        form.flat.header = choice == 'h';
        form.flat.decimal_comma = choice == 'h';
        form.flat.encoding = choice == 'h' ? "UTF-8" : "windows-1252";
        for (std::size_t i = 0; i < confirm::k_flat_fields.size(); ++i)
            form.flat.columns.push_back(
                {std::string{confirm::k_flat_fields[i]},
                 choice == 'h' ? std::string{confirm::k_flat_fields[i]} : std::to_string(i + 1)});
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
    require(reading.orders.empty() == !reading.fault.empty(),
            "there is a fault exactly when there are no orders");
    require(reading.orders.size() <= confirm::k_most_orders, "orders are bounded");
    check_text(reading.fault, 503);
    std::size_t lines = 0;
    for (const order::OrderAnswer& answer : reading.orders) {
        check_order(answer);
        lines += answer.lines.size();
    }
    require(lines <= confirm::k_most_lines, "lines are bounded");
    const confirm::Reading again = confirm::read_answer(bytes, form);
    require(again.orders == reading.orders && again.fault == reading.fault &&
                again.form == reading.form,
            "the same bytes read the same");
    return 0;
}
