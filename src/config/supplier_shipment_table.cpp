// How a supplier says what it has shipped, and what Shopify is told of it.
#include "config/supplier_inbox.hpp"

#include <array>

namespace shoporder::config {

namespace {

using order::Inbox;
using order::Supplier;

void set_shipments(Supplier& s, const Texts& t) {
    check_word(single(t), {"none", "files"}, {});
    s.shipping.expected = single(t) == "files";
}

/// "THEIRS=SHOPIFY'S"
void set_carriers(Supplier& s, const Texts& t) {
    s.shipping.carriers.clear();
    for (const std::string& text : t) {
        const std::string pair = plain_text(text, 200);
        const auto equals = pair.find('=');
        if (equals == 0 || equals == std::string::npos || equals + 1 == pair.size())
            throw Unusable("takes THEIRS=SHOPIFY, such as \"DHL Paket=DHL\"");
        s.shipping.carriers.push_back(pair);
    }
}

void set_location(Supplier& s, const Texts& t) {
    const std::string& text = single(t);
    const auto id = text.empty() ? std::optional<std::int64_t>{0} : base::parse_int(text);
    if (!id || *id < 0)
        throw Unusable("takes the number at the end of the location's address in Shopify's admin");
    s.shipping.location = *id;
}

constexpr auto k_of = shipments_of;

constexpr std::array k_entries = {
    supplier_entry("shipments", "none", "none or files", Form::text,
                   "files: it writes what it has shipped; XML among its answers is read without "
                   "this, too",
                   set_shipments),
    supplier_entry("shipment.folder", "", "text", Form::text,
                   "where its shipments lie on the server of `url`; with a slash before it from "
                   "the server's root",
                   set_folder<k_of>),
    supplier_entry("shipment.url", "", "url", Form::text,
                   "where its shipments lie, when that is another server or login", set_url<k_of>),
    supplier_entry("shipment.credential", "", "credential", Form::text,
                   "the name of that login's password; empty: as `credential`",
                   set_inbox_credential<k_of>),
    supplier_entry("shipment.names", "*", "pattern", Form::text,
                   "which files there are shipments, such as DESADV*.xml",
                   set_inbox_text<k_of, &Inbox::names>),
    supplier_entry("shipment.whole", "steady", "steady, done-file or rename", Form::text,
                   "how a file shows that it is whole, as `answer.whole`", set_whole<k_of>),
    supplier_entry("shipment.done", ".done", "text", Form::text,
                   "what a done-file's name has behind that of its shipment", set_done<k_of>),
    supplier_entry("shipment.unfinished", "tmp*", "pattern", Form::text,
                   "names of files that are not whole yet, with the mode rename",
                   set_inbox_text<k_of, &Inbox::unfinished>),
    supplier_entry("shipment.after", "keep", "keep, move, rename or remove", Form::text,
                   "what is done with a file there once it is stored here", set_after<k_of>),
    supplier_entry("shipment.to", "", "text", Form::text,
                   "with move the folder below, with rename what is put behind the name",
                   set_to<k_of>),
    supplier_entry(
        "shipment.format", "auto", "format", Form::text,
        "auto: as the XML itself says; native, ubl, opentrans, cxml, csv; or the path of "
        "a stylesheet, *.xsl",
        set_inbox_format<k_of>),
    supplier_entry("shipment.columns", "", "columns", Form::list,
                   "csv: which column has what, FIELD=HEADER or FIELD=NUMBER", set_columns<k_of>),
    supplier_entry("shipment.separator", ";", "character", Form::text,
                   "csv: what stands between two fields, or tab", set_separator<k_of>),
    supplier_entry("shipment.quote", "\"", "character", Form::text,
                   "csv: what stands around a field; empty: nothing", set_quote<k_of>),
    supplier_entry("shipment.decimal", ".", "character", Form::text, "csv: decimal point or comma",
                   set_decimal<k_of>),
    supplier_entry("shipment.encoding", "UTF-8", "text", Form::text,
                   "csv: its encoding, such as windows-1252",
                   set_inbox_text<k_of, &Inbox::encoding>),
    supplier_entry("shipment.carriers", "", "pairs", Form::list,
                   "what Shopify calls a carrier of theirs, THEIRS=SHOPIFY", set_carriers),
    supplier_entry("shipment.location", "", "number", Form::text,
                   "from which of Shopify's locations it ships; empty: from any", set_location),
};

} // namespace

std::span<const SupplierEntry> supplier_shipment_entries() noexcept {
    return k_entries;
}

} // namespace shoporder::config
