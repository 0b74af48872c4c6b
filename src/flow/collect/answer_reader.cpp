// From a supplier's settings to the form its answers are read in.
#include "base/error.hpp"
#include "base/text.hpp"
#include "flow/collect/apply.hpp"

#include <algorithm>
#include <optional>

namespace shoporder::flow {

struct AnswerReader::Forms {
    std::optional<xml::Stylesheet> stylesheet;
    confirm::AnswerForm form;
};

namespace {

char character(const std::string& text) {
    return text == "tab" ? '\t' : text.empty() ? '\0' : text[0];
}

confirm::FlatForm flat_form(const order::Answering& a) {
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

} // namespace

AnswerReader::AnswerReader(const order::Supplier& supplier) : m_forms(std::make_unique<Forms>()) {
    const order::Answering& a = supplier.answering;
    m_forms->form.name = a.format;
    if (a.format == "csv")
        m_forms->form.flat = flat_form(a);
    if (a.format.ends_with(".xsl")) {
        try {
            m_forms->stylesheet.emplace(xml::Stylesheet::from_file(a.format));
        } catch (const base::Error& error) {
            throw base::Error(base::Exit::config,
                              "supplier " + supplier.name + ", answer.format: " + error.what());
        }
        m_forms->form.name = "xsl";
        m_forms->form.stylesheet = &*m_forms->stylesheet;
    }
}

AnswerReader::~AnswerReader() = default;

confirm::Reading AnswerReader::read(std::string_view bytes) const {
    return confirm::read_answer(bytes, m_forms->form);
}

} // namespace shoporder::flow
