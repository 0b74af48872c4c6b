// Bytes → the fields of an order → the native document, which must be well-formed, valid against
// share/order.xsd and the same twice. Texts are taken as they are: one byte of length, then bytes.
#include "../unit/render/hostile_order.hpp"
#include "xml/schema.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace shoporder;

namespace {

class FuzzSource final : public test::Source {
public:
    explicit FuzzSource(std::string_view bytes) : m_rest(bytes) {}

    std::uint64_t number(std::uint64_t below) override {
        std::uint64_t value = byte();
        if (below > 256)
            value = value * 256 + byte();
        return value % below;
    }

    std::string text() override {
        const std::size_t asked = byte();
        const std::size_t length = std::min(asked, m_rest.size());
        std::string out{m_rest.substr(0, length)};
        m_rest.remove_prefix(length);
        return out;
    }

private:
    std::uint8_t byte() {
        if (m_rest.empty())
            return 0;
        const auto value = static_cast<std::uint8_t>(m_rest.front());
        m_rest.remove_prefix(1);
        return value;
    }

    std::string_view m_rest;
};

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
    FuzzSource source{{reinterpret_cast<const char*>(bytes), size}};
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
