#include "flow/plan/formats.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "flow/plan/schemas.hpp"
#include "render/value_functions.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace shoporder::flow {

namespace {

using base::Error;
using order::Supplier;

[[noreturn]] void refuse(const Supplier& supplier, const char* setting, const std::string& why) {
    throw Error(base::Exit::config,
                fmt::format("supplier {}, {}: {}", supplier.name, setting, why));
}

render::Missing missing_of(const std::string& word) {
    return word == "refuse"          ? render::Missing::refuse
           : word == "replace"       ? render::Missing::replace
           : word == "transliterate" ? render::Missing::transliterate
                                     : render::Missing::reference;
}

render::FieldRules rules_of(const order::DocumentForm& form) {
    render::FieldRules rules;
    for (const std::string& text : form.limits)
        if (const auto limit = order::field_limit(text))
            rules.limits.push_back(
                {limit->field, static_cast<std::size_t>(limit->most), limit->cut});
    rules.hidden = form.hidden;
    rules.encoding = form.encoding;
    rules.missing = missing_of(form.missing);
    return rules;
}

/// Null for the native document and a flat file.
std::shared_ptr<const xml::Stylesheet> stylesheet_of(const Supplier& supplier) {
    const xml::Stylesheet::Output output{
        true, supplier.document.indent ? std::nullopt : std::optional<bool>{false}};
    try {
        if (supplier.format.ends_with(".xsl"))
            return std::make_shared<xml::Stylesheet>(
                xml::Stylesheet::from_file(supplier.format, output));
        const auto& files = render::built_in_stylesheets();
        if (supplier.format == "native" || supplier.flat.kind != order::FlatKind::none)
            return nullptr;
        if (!files.contains(supplier.format + ".xsl"))
            throw Error(base::Exit::config,
                        fmt::format("`{}` is unknown; there are native, ubl, opentrans, cxml, csv, "
                                    "or the path of a stylesheet, *.xsl",
                                    base::printable(supplier.format, 40)));
        return std::make_shared<xml::Stylesheet>(
            xml::Stylesheet::from_files(files, supplier.format + ".xsl", output));
    } catch (const Error& error) {
        refuse(supplier, "format", error.what());
    }
}

std::vector<xml::Stylesheet::Parameter> parameters_of(const Supplier& supplier,
                                                      const xml::Stylesheet* stylesheet) {
    std::vector<xml::Stylesheet::Parameter> out;
    const std::vector<std::string> known =
        stylesheet == nullptr ? std::vector<std::string>{} : stylesheet->parameters();
    const auto add = [&](const std::string& name, const std::string& value, const char* setting) {
        if (std::find(known.begin(), known.end(), name) == known.end())
            refuse(supplier, setting,
                   fmt::format("its format {} takes no parameter {}{}", supplier.format, name,
                               known.empty()
                                   ? std::string{}
                                   : fmt::format("; there are {}", fmt::join(known, ", "))));
        out.push_back({name, value});
    };
    for (const std::string& text : supplier.document.parameters) {
        const auto equals = text.find('=');
        add(text.substr(0, equals), text.substr(equals + 1), "document.parameters");
    }
    if (!supplier.document.secret.empty())
        add("shared-secret", {}, "document.secret");
    return out;
}

/// Standards fix how numbers and dates are written, and columns say it themselves.
void check_value_form(const Supplier& supplier) {
    const order::DocumentForm& form = supplier.document;
    const char* const said = !form.date.empty()    ? "document.date"
                             : form.decimal != "." ? "document.decimal"
                                                   : nullptr;
    if (said == nullptr || supplier.format == "csv" || supplier.format.ends_with(".xsl"))
        return;
    if (supplier.flat.kind != order::FlatKind::none)
        refuse(supplier, said, "a list of columns has `date` and `decimal` of its own");
    refuse(supplier, said,
           fmt::format("the format {} fixes how dates and numbers are written; only csv and a "
                       "stylesheet of yours let you choose",
                       supplier.format));
}

render::FormatParts parts_of(const Supplier& supplier) {
    const order::DocumentForm& form = supplier.document;
    render::FormatParts parts;
    parts.flat = supplier.flat;
    parts.zone = supplier.send.zone;
    parts.stylesheet = stylesheet_of(supplier);
    parts.parameters = parameters_of(supplier, parts.stylesheet.get());
    check_value_form(supplier);
    parts.functions = render::value_functions({form.decimal, form.date, supplier.send.zone});
    parts.fields = rules_of(form);
    parts.file = {form.encoding, form.bom, form.declaration, form.line_ends == "crlf"};
    parts.indent = form.indent;
    parts.strict = form.validate == "strict";
    return parts;
}

} // namespace

std::shared_ptr<const render::Format> Formats::of(const Supplier& supplier) {
    const std::scoped_lock guard(m_mutex);
    Known& known = m_known[supplier.name];
    if (known.made != nullptr && known.format == supplier.format && known.flat == supplier.flat &&
        known.zone == supplier.send.zone && known.form == supplier.document)
        return known.made;
    render::FormatParts parts = parts_of(supplier);
    if (!supplier.document.secret.empty())
        parts.parameters.back().value = m_settings.credentials.read(supplier.document.secret);
    if (!supplier.document.schema.empty() && supplier.document.validate != "off")
        parts.schema =
            std::make_shared<xml::Schema>(schema_of(m_settings, supplier.name, supplier.document));
    known = {supplier.format, supplier.flat, supplier.send.zone, supplier.document,
             std::make_shared<render::Format>(std::move(parts))};
    return known.made;
}

void check_format(const Supplier& supplier) {
    static_cast<void>(parts_of(supplier));
}

} // namespace shoporder::flow
