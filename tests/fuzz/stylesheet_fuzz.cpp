// Bytes → a supplier's own stylesheet. It is refused with a line of words, or applied to an order's
// document: that ends in time, reads nothing but the document, and gives bytes or a fault in words.
#include "../unit/render/sample_order.hpp"
#include "base/error.hpp"
#include "render/value_functions.hpp"
#include "require.hpp"
#include "xml/stylesheet.hpp"

#include <chrono>
#include <cstdint>
#include <string>

using namespace shoporder;

namespace {

using test::require;

const std::string& document() {
    static const std::string bytes = render::render_native(test::plain_sample()->sheet).bytes;
    return bytes;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    try {
        const auto stylesheet = xml::Stylesheet::from_text(bytes, "own.xsl");
        const auto before = std::chrono::steady_clock::now();
        const auto result = stylesheet.apply(
            document(), {}, render::value_functions({",", "%d.%m.%Y", "Europe/Berlin"}));
        // The limit, and what a sanitizer makes of one step beyond it.
        require(std::chrono::steady_clock::now() - before < 2 * xml::Stylesheet::k_longest,
                "it ends in time");
        require(!result.fault || !result.fault->message.empty(), "a fault has words");
        require(!result.fault || result.bytes.empty(), "a fault has no bytes");
        require(result.bytes.find("root:x:0") == result.bytes.npos, "no file is read");
    } catch (const base::Error& error) {
        require(error.code() == base::Exit::data, "a bad stylesheet is unusable input");
        require(std::string_view{error.what()}.find('\n') == std::string_view::npos,
                "it is refused in one line");
    }
    return 0;
}
