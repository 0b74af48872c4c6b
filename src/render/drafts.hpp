#pragma once
// Purpose: documents that were made ahead of their time: by a stylesheet, which takes ten times
// as long as the native document that it works on. So it can be done where nobody waits, and
// the native document, written again when it counts, says whether the draft is still true. State:
// what was made and not fetched yet, bounded. Fails: not at all. Threads: any number at once.
#include "render/document.hpp"

#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace shoporder::render {

class Drafts {
public:
    /// With more than this the drafts are given up, all at once.
    static constexpr std::size_t k_most_bytes = 32U << 20U;

    /// Makes it and keeps it, unless it is there. An Unfit is kept, too.
    void add(const std::string& key, const std::function<Document()>& make);
    /// The draft with this key, which is forgotten then; without one, what `make` gives.
    [[nodiscard]] Document take(const std::string& key, const std::function<Document()>& make);

private:
    struct Draft {
        Document document;
        std::exception_ptr trouble; ///< in place of a document
    };
    std::mutex m_mutex;
    std::map<std::string, Draft, std::less<>> m_drafts; ///< by what tells native documents apart
    std::size_t m_bytes = 0;
};

} // namespace shoporder::render
