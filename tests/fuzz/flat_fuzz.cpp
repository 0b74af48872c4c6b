// Bytes → a supplier's `format` up to the first NUL, then an order. A form that is accepted reads
// back from the file and from the database as the same. Its flat file is clean UTF-8 that reads
// back as rows of all columns, and the same twice; or one base::Error says why it is held.
#include "base/error.hpp"
#include "base/flat_rows.hpp"
#include "base/text.hpp"
#include "config/suppliers_file.hpp"
#include "order_source.hpp"
#include "render/flat.hpp"
#include "require.hpp"

#include <array>
#include <optional>

using namespace shoporder;
using order::FlatForm;
using order::FlatKind;

namespace {

using test::require;

std::optional<FlatForm> form_of(const std::string& text) {
    order::Supplier supplier;
    supplier.name = std::string(1, 'x');
    supplier.prices =
        text.find("line.cost") == text.npos ? order::Prices::retail : order::Prices::cost;
    try {
        config::apply_setting(supplier, "format", text);
        config::check_supplier(supplier);
    } catch (const base::Error& error) {
        require(error.code() == base::Exit::data, "a bad format is unusable input");
        return std::nullopt;
    }
    if (supplier.flat.kind == FlatKind::none)
        return std::nullopt;
    const auto back =
        config::read_suppliers(config::write_suppliers(std::array{supplier}), "WRITTEN");
    require(back.at(0).flat == supplier.flat, "a form reads back from its file");
    require(order::parse_flat_form(order::stored_text(supplier.flat)) == supplier.flat,
            "a form reads back from the database");
    return supplier.flat;
}

void check_rows(const std::string& bytes, const FlatForm& form) {
    require(base::repair_utf8(bytes).replaced == 0, "it is UTF-8");
    for (const char c : bytes)
        require((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\n' ||
                    (c == '\t' && form.separator == '\t'),
                "it has no control characters");
    if (form.kind == FlatKind::csv) {
        const char quote = form.quoting == order::Quoting::never ? '\0' : form.quote;
        for (const auto& row : base::flat_rows(bytes, form.separator, quote, 100'000))
            require(row.fields.size() == form.columns.size(), "a row has all columns");
        return;
    }
    std::size_t wanted = 0;
    for (const order::FlatColumn& column : form.columns)
        wanted += column.width;
    std::size_t width = 0;
    for (const char c : bytes)
        if (c == '\n') {
            require(width == wanted, "a row is as wide as its columns");
            width = 0;
        } else {
            width += (static_cast<unsigned char>(c) >> 6) != 2 ? 1 : 0;
        }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto end = bytes.find('\0');
    const auto form = form_of(std::string{bytes.substr(0, end)});
    if (!form)
        return 0;
    test::FuzzSource source{end == bytes.npos ? std::string_view{} : bytes.substr(end + 1)};
    const auto sample = test::HostileMaker{source}.make();
    const std::span sheets{&sample->sheet, 1};
    std::string written;
    try {
        written = render::render_flat(sheets, 0, *form, "").bytes;
    } catch (const base::Error& error) {
        require(error.code() == base::Exit::data, "what cannot be written is held");
        return 0;
    }
    check_rows(written, *form);
    require(render::render_flat(sheets, 0, *form, "").bytes == written, "it is the same twice");
    return 0;
}
