// Bytes → the fields of an order → the native document, which must be well-formed, valid against
// share/order.xsd and the same twice. Texts are taken as they are: one byte of length, then bytes.
#include "order_source.hpp"
#include "xml/schema.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace shoporder;

namespace {

[[noreturn]] void fail(const std::string& why, const std::string& document) {
    std::fprintf(stderr, "%s\n%s\n", why.c_str(), document.c_str());
    std::abort();
}

const xml::Schema& order_schema() {
    static const xml::Schema schema =
        xml::Schema::from_file(std::filesystem::path{SHOPORDER_SOURCE_DIR} / "share/order.xsd");
    return schema;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    test::FuzzSource source{{reinterpret_cast<const char*>(bytes), size}};
    const auto sample = test::HostileMaker{source}.make();
    const render::Document document = render::render_native(sample->sheet);
    const auto faults = order_schema().check(document.bytes);
    if (!faults.empty())
        fail("line " + std::to_string(faults.front().line) + ": " + faults.front().message,
             document.bytes);
    if (render::render_native(sample->sheet).bytes != document.bytes)
        fail("not the same twice", document.bytes);
    const std::string name =
        render::file_name(sample->sheet.shop, sample->sheet.po_number, sample->order.id,
                          sample->sheet.revision, sample->order.name);
    if (name.size() > 64 || name[0] == '.' || name[0] == '-' || name.find('/') != name.npos)
        fail("file name " + name, document.bytes);
    return 0;
}
