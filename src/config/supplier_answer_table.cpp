// How a supplier says that it has an order.
#include "base/text.hpp"
#include "config/supplier_table.hpp"

#include <algorithm>
#include <array>

namespace shoporder::config {

namespace {

using order::Answering;
using order::Supplier;

template <std::string Answering::*Field>
void set_text(Supplier& s, const Texts& t) {
    s.answering.*Field = plain_text(single(t));
}

/// What stands behind a name, or a folder below another: nothing that leads elsewhere.
std::string name_word(std::string_view text) {
    const bool good = text.size() <= 64 && (text.empty() || text[0] != '-') &&
                      text.find("..") == std::string_view::npos &&
                      std::all_of(text.begin(), text.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                 (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
                      });
    if (!good)
        throw Unusable("takes up to 64 of letters, digits, `.`, `_` and `-`, the first no `-`");
    return std::string{text};
}

/// Where a picked-up file lies then: a name, perhaps in a folder below, with {name} or {stem}.
std::string pattern(const std::string& text) {
    std::string value = plain_text(text, 100);
    const bool named =
        value.find("{name}") != std::string::npos || value.find("{stem}") != std::string::npos;
    const auto slash = value.find('/');
    const bool nested = slash != std::string::npos &&
                        (slash == 0 || value.find('/', slash + 1) != std::string::npos);
    if (!value.empty() && (!named || nested || value.find("..") != std::string::npos))
        throw Unusable("takes a name with {name} or {stem} in it, perhaps in one folder below: "
                       "`done/{name}`, `{name}_rejected`");
    return value;
}

void set_confirm(Supplier& s, const Texts& t) {
    const auto how = order::confirming(single(t));
    if (!how)
        throw Unusable("must be none, receipt, pickup or answer");
    s.answering.how = *how;
}

void set_whole(Supplier& s, const Texts& t) {
    const auto how = order::wholeness(single(t));
    if (!how)
        throw Unusable("must be steady, done-file or rename");
    s.answering.whole = *how;
}

void set_after(Supplier& s, const Texts& t) {
    const auto what = order::afterwards(single(t));
    if (!what)
        throw Unusable("must be keep, move, rename or remove");
    s.answering.after = *what;
}

void set_format(Supplier& s, const Texts& t) {
    const std::string& text = single(t);
    if (text.ends_with(".xsl"))
        s.answering.format = path_text(text);
    else {
        check_word(text, {"auto", "native", "ubl", "opentrans", "cxml", "csv"}, {});
        s.answering.format = text;
    }
}

void set_columns(Supplier& s, const Texts& t) {
    s.answering.columns.clear();
    for (const std::string& text : t) {
        const std::string column = plain_text(text, 100);
        const auto equals = column.find('=');
        if (equals == 0 || equals == std::string::npos || equals + 1 == column.size())
            throw Unusable("takes FIELD=HEADER, or FIELD=NUMBER for a file without headers");
        s.answering.columns.push_back(column);
    }
}

std::string one_character(const std::string& text, bool may_be_empty) {
    if ((text.empty() && may_be_empty) || text == "tab" ||
        (text.size() == 1 && static_cast<unsigned char>(text[0]) > 0x20 &&
         static_cast<unsigned char>(text[0]) < 0x7f))
        return text;
    throw Unusable(may_be_empty ? "takes one character, or nothing"
                                : "takes one character, or `tab`");
}

constexpr std::array k_entries = {
    supplier_entry("confirm", "none", "none, receipt, pickup or answer", Form::text,
                   "what counts as its yes: the upload itself, that the file was taken, or a file "
                   "that it writes",
                   set_confirm),
    supplier_entry("answer.within", "0s", "duration", Form::duration,
                   "after so much of its sending times it is late; 0s: never",
                   [](Supplier& s, const Texts& t) {
                       s.answering.within = duration_value(single(t), std::chrono::seconds{0},
                                                           std::chrono::hours{24 * 60});
                   }),
    supplier_entry("answer.folder", "", "text", Form::text,
                   "where its answers lie on the server of `url`; with a slash before it from the "
                   "server's root",
                   [](Supplier& s, const Texts& t) {
                       const std::string folder = plain_text(single(t));
                       // The url's own rules are the folder's.
                       static_cast<void>(endpoint_value("ftp://host/" + folder));
                       s.answering.folder = folder;
                   }),
    supplier_entry(
        "answer.url", "", "url", Form::text,
        "where its answers lie, when that is another server or login",
        [](Supplier& s, const Texts& t) { s.answering.endpoint = endpoint_value(single(t)); }),
    supplier_entry("answer.credential", "", "credential", Form::text,
                   "the name of that login's password; empty: as `credential`",
                   [](Supplier& s, const Texts& t) {
                       if (!single(t).empty())
                           check_credential_name(single(t));
                       s.answering.credential = single(t);
                   }),
    supplier_entry("answer.names", "*", "pattern", Form::text,
                   "which files there are answers, such as ORDRSP*.xml",
                   set_text<&Answering::names>),
    supplier_entry("answer.whole", "steady", "steady, done-file or rename", Form::text,
                   "how an answer shows that it is whole: two looks at the same size, a file "
                   "beside it, or that it has its final name",
                   set_whole),
    supplier_entry("answer.done", ".done", "text", Form::text,
                   "what a done-file's name has behind that of its answer",
                   [](Supplier& s, const Texts& t) {
                       if (single(t).empty())
                           throw Unusable("is empty: a done-file needs a name of its own");
                       s.answering.done_suffix = name_word(single(t));
                   }),
    supplier_entry("answer.unfinished", "tmp*", "pattern", Form::text,
                   "names of files that are not whole yet, with the mode rename",
                   set_text<&Answering::unfinished>),
    supplier_entry("answer.after", "keep", "keep, move, rename or remove", Form::text,
                   "what is done with an answer there once it is stored here", set_after),
    supplier_entry(
        "answer.to", "", "text", Form::text,
        "with move the folder below, with rename what is put behind the name",
        [](Supplier& s, const Texts& t) { s.answering.after_to = name_word(single(t)); }),
    supplier_entry(
        "answer.format", "auto", "format", Form::text,
        "auto: as the XML itself says; native, ubl, opentrans, cxml, csv; or the path of "
        "a stylesheet, *.xsl",
        set_format),
    supplier_entry("answer.columns", "", "columns", Form::list,
                   "csv: which column has what, FIELD=HEADER or FIELD=NUMBER", set_columns),
    supplier_entry("answer.separator", ";", "character", Form::text,
                   "csv: what stands between two fields, or tab",
                   [](Supplier& s, const Texts& t) {
                       s.answering.separator = one_character(single(t), false);
                   }),
    supplier_entry(
        "answer.quote", "\"", "character", Form::text,
        "csv: what stands around a field; empty: nothing",
        [](Supplier& s, const Texts& t) { s.answering.quote = one_character(single(t), true); }),
    supplier_entry("answer.decimal", ".", "character", Form::text, "csv: decimal point or comma",
                   [](Supplier& s, const Texts& t) {
                       check_word(single(t), {".", ","}, {});
                       s.answering.decimal = single(t);
                   }),
    supplier_entry("answer.encoding", "UTF-8", "text", Form::text,
                   "csv: its encoding, such as windows-1252", set_text<&Answering::encoding>),
    supplier_entry("pickup.taken", "", "pattern", Form::text,
                   "where a file lies once it is taken, such as done/{name}; empty: gone is taken",
                   [](Supplier& s, const Texts& t) { s.answering.taken = pattern(single(t)); }),
    supplier_entry("pickup.refused", "", "pattern", Form::text,
                   "where a file lies once it is refused, such as {name}_rejected",
                   [](Supplier& s, const Texts& t) { s.answering.refused = pattern(single(t)); }),
};

} // namespace

std::span<const SupplierEntry> supplier_answer_entries() noexcept {
    return k_entries;
}

} // namespace shoporder::config
