// Bytes → a format, its encoding and form, then an order. What is written is well-formed in its
// encoding (a text: has no control characters), and the same twice; or one Unfit says why it is
// held.
#include "order_source.hpp"
#include "render/format.hpp"
#include "render/value_functions.hpp"
#include "xml/reader.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>

using namespace shoporder;

namespace {

[[noreturn]] void fail(const std::string& why, const std::string& document) {
    std::fprintf(stderr, "%s\n%s\n", why.c_str(), document.c_str());
    std::abort();
}

/// Compiled once: libxslt would take all of the time.
std::shared_ptr<const xml::Stylesheet> stylesheet(std::size_t index) {
    static const std::array made = [] {
        std::array<std::shared_ptr<const xml::Stylesheet>, 5> out; // the native document has none
        constexpr std::array k_names = {"ubl.xsl", "opentrans.xsl", "cxml.xsl", "csv.xsl"};
        for (std::size_t i = 0; i < k_names.size(); ++i)
            out[i + 1] = std::make_shared<xml::Stylesheet>(xml::Stylesheet::from_files(
                render::built_in_stylesheets(), k_names[i], {true, std::nullopt}));
        return out;
    }();
    return made[index];
}

render::FormatParts parts_of(test::Source& source) {
    constexpr std::array k_encodings = {"UTF-8", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252",
                                        "US-ASCII"};
    constexpr std::array k_missing = {render::Missing::reference, render::Missing::refuse,
                                      render::Missing::replace, render::Missing::transliterate};
    render::FormatParts parts;
    parts.stylesheet = stylesheet(source.number(5));
    parts.fields.encoding = parts.file.encoding = k_encodings[source.number(k_encodings.size())];
    parts.fields.missing = k_missing[source.number(k_missing.size())];
    if (source.number(2) == 1)
        parts.fields.limits.push_back({"note", 40, source.number(2) == 1});
    if (source.number(2) == 1)
        parts.functions = render::value_functions({",", "%d.%m.%Y", "Europe/Berlin"});
    parts.file.crlf = source.number(2) == 1;
    return parts;
}

std::optional<std::string> written(const render::Format& format, const render::Sheet& sheet) {
    try {
        return format.order(sheet).bytes;
    } catch (const render::Unfit& unfit) {
        if (std::string_view{unfit.what()}.empty())
            fail("held, and nobody says why", "");
        return std::nullopt;
    }
}

void check_text(const std::string& bytes) {
    for (const char c : bytes)
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r') || c == 0x7f)
            fail("a control character", bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    test::FuzzSource source{{reinterpret_cast<const char*>(data), size}};
    const render::FormatParts parts = parts_of(source);
    constexpr std::array k_kinds = {render::DocumentKind::new_order, render::DocumentKind::change,
                                    render::DocumentKind::cancel};
    const auto kind = k_kinds[source.number(k_kinds.size())];
    const auto sample = test::HostileMaker{source}.make();
    sample->sheet.kind = kind;
    const render::Format format{parts};
    const auto bytes = written(format, sample->sheet);
    if (bytes != written(format, sample->sheet))
        fail("not the same twice", bytes.value_or("held"));
    if (!bytes)
        return 0;
    if (parts.stylesheet && parts.stylesheet->makes_text())
        check_text(*bytes);
    else if (const auto fault = xml::well_formed(*bytes))
        fail(xml::words_of(*fault), *bytes);
    return 0;
}
