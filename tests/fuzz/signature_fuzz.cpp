// Hostile signatures: the first line is the presented value, the rest is the body. Nothing but
// the one right text may be accepted, and the diagnosis must survive everything.
#include "verify/diagnosis.hpp"
#include "verify/signature.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

void require(bool held) {
    if (!held)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace shoporder::verify;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t newline = std::min(text.find('\n'), text.size());
    const std::string_view presented = text.substr(0, newline);
    const std::string_view body = text.substr(std::min(newline + 1, text.size()));
    static const std::vector<Secret> secrets{{"current", "hush"}, {"previous", "shpss_0123 "}};

    const std::string right = sign("hush", body);
    require(right.size() == 44);
    require(matches("hush", body, right));
    require(matches("hush", body, presented) == (shoporder::base::trim(presented) == right));
    if (!find_match(secrets, body, presented))
        for (const Finding& finding : diagnose(secrets, body, presented))
            require(!finding.code.empty() && !finding.text.empty() && !finding.remedy.empty());
    return 0;
}
