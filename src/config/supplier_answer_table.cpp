// How a supplier says that it has an order.
#include "config/supplier_inbox.hpp"

#include <array>

namespace shoporder::config {

namespace {

using order::Inbox;
using order::Supplier;

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

constexpr auto k_of = answers_of;

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
                   set_folder<k_of>),
    supplier_entry("answer.url", "", "url", Form::text,
                   "where its answers lie, when that is another server or login", set_url<k_of>),
    supplier_entry("answer.credential", "", "credential", Form::text,
                   "the name of that login's password; empty: as `credential`",
                   set_inbox_credential<k_of>),
    supplier_entry("answer.names", "*", "pattern", Form::text,
                   "which files there are answers, such as ORDRSP*.xml",
                   set_inbox_text<k_of, &Inbox::names>),
    supplier_entry("answer.whole", "steady", "steady, done-file or rename", Form::text,
                   "how an answer shows that it is whole: two looks at the same size, a file "
                   "beside it, or that it has its final name",
                   set_whole<k_of>),
    supplier_entry("answer.done", ".done", "text", Form::text,
                   "what a done-file's name has behind that of its answer", set_done<k_of>),
    supplier_entry("answer.unfinished", "tmp*", "pattern", Form::text,
                   "names of files that are not whole yet, with the mode rename",
                   set_inbox_text<k_of, &Inbox::unfinished>),
    supplier_entry("answer.after", "keep", "keep, move, rename or remove", Form::text,
                   "what is done with an answer there once it is stored here", set_after<k_of>),
    supplier_entry("answer.to", "", "text", Form::text,
                   "with move the folder below, with rename what is put behind the name",
                   set_to<k_of>),
    supplier_entry(
        "answer.format", "auto", "format", Form::text,
        "auto: as the XML itself says; native, ubl, opentrans, cxml, csv; or the path of "
        "a stylesheet, *.xsl",
        set_inbox_format<k_of>),
    supplier_entry("answer.columns", "", "columns", Form::list,
                   "csv: which column has what, FIELD=HEADER or FIELD=NUMBER", set_columns<k_of>),
    supplier_entry("answer.separator", ";", "character", Form::text,
                   "csv: what stands between two fields, or tab", set_separator<k_of>),
    supplier_entry("answer.quote", "\"", "character", Form::text,
                   "csv: what stands around a field; empty: nothing", set_quote<k_of>),
    supplier_entry("answer.decimal", ".", "character", Form::text, "csv: decimal point or comma",
                   set_decimal<k_of>),
    supplier_entry("answer.encoding", "UTF-8", "text", Form::text,
                   "csv: its encoding, such as windows-1252",
                   set_inbox_text<k_of, &Inbox::encoding>),
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
