#pragma once
// Purpose: documents that were made ahead of their time: a stylesheet takes ten times as long as
// the native document that it works on, and an order must be read for it first. So both are done
// where nobody waits, and what it was made of tells whether a draft is still true. State: what was
// made and not fetched yet, bounded. Fails: not at all. Threads: any number at once.
#include "flow/plan/sheet.hpp"

#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace shoporder::flow {

class Drafts {
public:
    /// With more than this the drafts are given up, all at once.
    static constexpr std::size_t k_most_bytes = 32U << 20U;

    /// Makes it and keeps it, unless it is there. An Unfit is kept, too.
    void add(const std::string& basis, const std::function<Content()>& make);
    /// The draft of this basis, which is forgotten then; without one, what `make` gives.
    [[nodiscard]] Content take(const std::string& basis, const std::function<Content()>& make);

private:
    struct Draft {
        Content content;
        std::exception_ptr trouble; ///< in place of a document
    };
    std::mutex m_mutex;
    std::map<std::string, Draft, std::less<>> m_drafts; ///< by their basis
    std::size_t m_bytes = 0;
};

} // namespace shoporder::flow
