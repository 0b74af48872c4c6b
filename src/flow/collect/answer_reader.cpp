// From a supplier's settings to the form its answers are read in.
#include "base/error.hpp"
#include "base/text.hpp"
#include "flow/collect/apply.hpp"

#include <algorithm>
#include <optional>

namespace shoporder::flow {

struct AnswerReader::Forms {
    struct Form {
        std::optional<xml::Stylesheet> stylesheet;
        confirm::AnswerForm form;
    };
    Form answers;
    Form shipments;
};

namespace {

char character(const std::string& text) {
    return text == "tab" ? '\t' : text.empty() ? '\0' : text[0];
}

confirm::FlatForm flat_form(const order::Inbox& a) {
    confirm::FlatForm flat;
    for (const std::string& column : a.columns) {
        const auto equals = column.find('=');
        flat.columns.push_back({column.substr(0, equals), column.substr(equals + 1)});
    }
    // Columns told by number: the file has no row of names.
    flat.header = std::any_of(flat.columns.begin(), flat.columns.end(),
                              [](const auto& column) { return !base::parse_int(column.at); });
    flat.separator = character(a.separator);
    flat.quote = character(a.quote);
    flat.decimal_comma = a.decimal == ",";
    flat.encoding = a.encoding;
    return flat;
}

/// `section` is the settings': "answer", "shipment".
template <typename Form>
void prepare(Form& out, const order::Inbox& inbox, const std::string& supplier,
             const std::string& section) {
    out.form.name = inbox.format;
    if (inbox.format == "csv")
        out.form.flat = flat_form(inbox);
    if (!inbox.format.ends_with(".xsl"))
        return;
    try {
        out.stylesheet.emplace(xml::Stylesheet::from_file(inbox.format));
    } catch (const base::Error& error) {
        throw base::Error(base::Exit::config,
                          "supplier " + supplier + ", " + section + ".format: " + error.what());
    }
    out.form.name = "xsl";
    out.form.stylesheet = &*out.stylesheet;
}

} // namespace

AnswerReader::AnswerReader(const order::Supplier& supplier) : m_forms(std::make_unique<Forms>()) {
    prepare(m_forms->answers, supplier.answering, supplier.name, "answer");
    prepare(m_forms->shipments, supplier.shipping, supplier.name, "shipment");
    m_forms->shipments.form.flat_shipments = true;
}

AnswerReader::~AnswerReader() = default;

confirm::Reading AnswerReader::read(std::string_view bytes, std::string_view inbox) const {
    return confirm::read_answer(
        bytes, (inbox == "shipments" ? m_forms->shipments : m_forms->answers).form);
}

} // namespace shoporder::flow
