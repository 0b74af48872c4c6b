#include "shopify/queries.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <set>

namespace shoporder::shopify {

std::string query_text(std::string_view name) {
    const auto files = query_files();
    const auto found = std::find_if(files.begin(), files.end(),
                                    [&](const QueryText& q) { return q.name == name; });
    if (found == files.end())
        throw base::Error(base::Exit::bug, "there is no query " + std::string{name});
    std::string text{found->text};
    std::set<std::string_view> used;
    for (bool grown = true; grown;) {
        grown = false;
        for (const QueryText& fragment : fragment_files()) {
            const std::string spread = "..." + std::string{fragment.name} + "\n";
            if (text.find(spread) != std::string::npos && used.insert(fragment.name).second) {
                text += fragment.text;
                grown = true;
            }
        }
    }
    return text;
}

} // namespace shoporder::shopify
