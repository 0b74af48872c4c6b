#pragma once
// Purpose: documents that were made ahead of their time: a stylesheet takes ten times as long as
// the native document that it works on, and an order must be read for it first. So both are done
// where nobody waits, and what it was made of tells whether a draft is still true. State: by
// delivery, what was made and not fetched yet, bounded, and what is being made. Fails: not at all.
// Threads: any number at once; no two make the same.
#include "flow/plan/sheet.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace shoporder::flow {

struct Draft {
    std::string basis; ///< what it was made of: basis_of()
    Content content;
    std::exception_ptr trouble; ///< in place of a document
};

class Drafts {
public:
    /// With more than this the drafts are given up, all at once.
    static constexpr std::size_t k_most_bytes = 32U << 20U;

    /// Keeps what `make` gives, unless one is there or being made. Nothing is kept when it gives
    /// none or throws, which is passed on.
    void add(std::int64_t delivery, const std::function<std::optional<Draft>()>& make);
    /// Waits for the thread that is making it.
    void settle(std::int64_t delivery);
    /// The draft of it, which is forgotten then; when there is none of this basis, what `make`
    /// gives.
    [[nodiscard]] Content take(std::int64_t delivery, const std::string& basis,
                               const std::function<Content()>& make);

private:
    using Known = std::map<std::int64_t, std::optional<Draft>>; ///< empty: it is being made
    void keep(std::int64_t delivery, std::optional<Draft> draft);

    std::mutex m_mutex;
    std::condition_variable m_made;
    Known m_drafts;
    std::size_t m_bytes = 0;
};

} // namespace shoporder::flow
