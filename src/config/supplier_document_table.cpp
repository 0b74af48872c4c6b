// How a supplier's documents are written, beside their format.
#include "base/encoding.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "config/credentials.hpp"
#include "config/supplier_table.hpp"
#include "order/date_pattern.hpp"
#include "order/file_pattern.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::config {

namespace {

using order::DocumentForm;
using order::Supplier;

void set_encoding(Supplier& s, const Texts& t) {
    if (!base::is_encoding(single(t)))
        throw Unusable(fmt::format("the encoding {} is unknown; `iconv -l` lists those that are",
                                   base::printable(single(t), 40)));
    s.document.encoding = single(t);
}

void set_missing(Supplier& s, const Texts& t) {
    check_word(single(t), {"reference", "refuse", "replace", "transliterate"}, {});
    s.document.missing = single(t);
}

void set_line_ends(Supplier& s, const Texts& t) {
    check_word(single(t), {"lf", "crlf"}, {});
    s.document.line_ends = single(t);
}

/// A list without the empty text that a command line's `KEY=` gives.
Texts listed(const Texts& t) {
    Texts out;
    for (const std::string& text : t)
        if (!text.empty())
            out.push_back(plain_text(text, 500));
    return out;
}

std::string near_field(const std::string& text) {
    const std::string field = text.substr(0, text.find_first_of("= "));
    const std::string_view near = base::nearest(field, order::document_fields());
    if (near.empty() || near == field)
        return {};
    return fmt::format("; did you mean `{}`?", near);
}

void set_limits(Supplier& s, const Texts& t) {
    Texts limits = listed(t);
    for (const std::string& text : limits)
        if (!order::field_limit(text))
            throw Unusable(fmt::format("`{}` is no limit: write FIELD=CHARACTERS, such as "
                                       "ship-to/name=35, or ship-to/name=35 cut{}",
                                       base::printable(text, 60), near_field(text)));
    s.document.limits = std::move(limits);
}

void set_hidden(Supplier& s, const Texts& t) {
    Texts hidden = listed(t);
    for (const std::string& text : hidden)
        if (!order::is_optional_field(text))
            throw Unusable(fmt::format("`{}` is no field that can be left out{}",
                                       base::printable(text, 60), near_field(text)));
    s.document.hidden = std::move(hidden);
}

bool is_parameter_name(std::string_view text) {
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !text.empty() && letter(text[0]) && std::all_of(text.begin(), text.end(), [&](char c) {
        return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
}

void set_parameters(Supplier& s, const Texts& t) {
    Texts parameters = listed(t);
    for (const std::string& text : parameters) {
        const std::string name = text.substr(0, text.find('='));
        if (name.size() == text.size() || !is_parameter_name(name))
            throw Unusable(
                fmt::format("`{}` is no parameter: write NAME=VALUE", base::printable(text, 60)));
        if (name == "shared-secret")
            throw Unusable("a secret is never written here: name its credential in "
                           "`document.secret`");
    }
    s.document.parameters = std::move(parameters);
}

void set_decimal(Supplier& s, const Texts& t) {
    check_word(single(t), {".", ","}, {});
    s.document.decimal = single(t);
}

void set_date(Supplier& s, const Texts& t) {
    if (!single(t).empty())
        order::check_date_pattern(single(t));
    s.document.date = single(t);
}

void set_secret(Supplier& s, const Texts& t) {
    if (!single(t).empty())
        check_credential_name(single(t));
    s.document.secret = single(t);
}

void set_schema(Supplier& s, const Texts& t) {
    const std::string& text = single(t);
    if (!text.empty() && !text.ends_with(".xsd") && !text.ends_with(".dtd"))
        throw Unusable("takes the path of an XML Schema, *.xsd, or of a DTD, *.dtd");
    s.document.schema = text.empty() ? text : path_text(text);
}

void set_validate(Supplier& s, const Texts& t) {
    check_word(single(t), {"strict", "warn", "off"}, {});
    s.document.validate = single(t);
}

template <std::string DocumentForm::*Field>
void set_pattern(Supplier& s, const Texts& t, base::FieldPattern (*read)(std::string_view)) {
    if (!single(t).empty())
        static_cast<void>(read(plain_text(single(t), 100)));
    s.document.*Field = single(t);
}

template <bool DocumentForm::*Field>
void set_flag(Supplier& s, const Texts& t) {
    s.document.*Field = flag_value(single(t));
}

constexpr std::array k_entries = {
    supplier_entry("document.encoding", "UTF-8", "text", Form::text,
                   "the encoding of its documents, such as ISO-8859-1 or windows-1252",
                   set_encoding),
    supplier_entry("document.missing", "reference", "reference, refuse, replace or transliterate",
                   Form::text,
                   "a character that the encoding lacks: written as XML's &#321;, the delivery "
                   "held, a `?`, or plainer ones (L for Ł)",
                   set_missing),
    supplier_entry("document.bom", "false", "true or false", Form::flag,
                   "a byte-order mark begins its documents", set_flag<&DocumentForm::bom>),
    supplier_entry("document.declaration", "true", "true or false", Form::flag,
                   "XML begins with its declaration, <?xml version=\"1.0\" …?>",
                   set_flag<&DocumentForm::declaration>),
    supplier_entry("document.indent", "true", "true or false", Form::flag,
                   "XML has a line for each element; else it is one line",
                   set_flag<&DocumentForm::indent>),
    supplier_entry("document.line_ends", "lf", "lf or crlf", Form::text, "how its lines end",
                   set_line_ends),
    supplier_entry("document.limits", "", "limits", Form::list,
                   "how many characters a field may have, FIELD=NUMBER: what is longer holds the "
                   "delivery, or with FIELD=NUMBER cut is cut and said",
                   set_limits),
    supplier_entry("document.hide", "", "fields", Form::list,
                   "fields that it is not told, such as contact/email or bill-to", set_hidden),
    supplier_entry("document.parameters", "", "parameters", Form::list,
                   "parameters of its format's stylesheet, NAME=VALUE", set_parameters),
    supplier_entry("document.decimal", ".", ". or ,", Form::text,
                   "what stands before the decimals in csv and in a stylesheet's f:decimal()",
                   set_decimal),
    supplier_entry("document.date", "", "pattern", Form::text,
                   "how dates are written in csv and by a stylesheet's f:date(), such as "
                   "%d.%m.%Y; empty: as the order tells them",
                   set_date),
    supplier_entry("document.secret", "", "credential", Form::text,
                   "the credential whose value the stylesheet gets as shared-secret", set_secret),
    supplier_entry("document.schema", "", "path", Form::text,
                   "an XML Schema, *.xsd, or a DTD, *.dtd, that its documents must obey",
                   set_schema),
    supplier_entry("document.validate", "strict", "strict, warn or off", Form::text,
                   "a document that breaks the schema is held, or sent and said; or nobody looks",
                   set_validate),
    supplier_entry("document.name", "", "pattern", Form::text,
                   "what a file is called; empty: {po}-{order_id}{-r}.xml",
                   [](Supplier& s, const Texts& t) {
                       set_pattern<&DocumentForm::name>(s, t, order::file_pattern);
                   }),
    supplier_entry("document.batch_name", "", "pattern", Form::text,
                   "what a batch is called; empty: batch-{supplier}-{seq:6}.xml",
                   [](Supplier& s, const Texts& t) {
                       set_pattern<&DocumentForm::batch_name>(s, t, order::batch_pattern);
                   }),
    supplier_entry("document.upper_case", "false", "true or false", Form::flag,
                   "files have names in capitals", set_flag<&DocumentForm::upper_case>),
};

} // namespace

std::span<const SupplierEntry> supplier_document_entries() noexcept {
    return k_entries;
}

} // namespace shoporder::config
