#include "flow/relay/drafts.hpp"

#include <utility>

namespace shoporder::flow {

namespace {

std::size_t size_of(const Draft& draft) {
    return draft.basis.size() + draft.content.document.bytes.size();
}

} // namespace

void Drafts::add(std::int64_t delivery, const std::function<std::optional<Draft>()>& make) {
    {
        const std::scoped_lock guard(m_mutex);
        if (!m_drafts.emplace(delivery, std::nullopt).second)
            return;
    }
    try {
        keep(delivery, make()); // nobody waits while it is made
    } catch (...) {
        keep(delivery, std::nullopt);
        throw;
    }
}

void Drafts::keep(std::int64_t delivery, std::optional<Draft> draft) {
    const std::scoped_lock guard(m_mutex);
    m_drafts.erase(delivery);
    if (draft) {
        const std::size_t bytes = size_of(*draft);
        if (m_bytes + bytes > k_most_bytes) {
            std::erase_if(m_drafts, [](const auto& each) { return each.second.has_value(); });
            m_bytes = 0;
        }
        m_drafts.emplace(delivery, std::move(draft));
        m_bytes += bytes;
    }
    m_made.notify_all();
}

void Drafts::settle(std::int64_t delivery) {
    std::unique_lock guard(m_mutex);
    m_made.wait(guard, [&] {
        const auto found = m_drafts.find(delivery);
        return found == m_drafts.end() || found->second;
    });
}

Content Drafts::take(std::int64_t delivery, const std::string& basis,
                     const std::function<Content()>& make) {
    std::optional<Draft> draft;
    {
        const std::scoped_lock guard(m_mutex);
        if (const auto found = m_drafts.find(delivery); found != m_drafts.end() && found->second) {
            m_bytes -= size_of(*found->second);
            draft = std::move(found->second);
            m_drafts.erase(found);
        }
    }
    if (!draft || draft->basis != basis)
        return make();
    if (draft->trouble)
        std::rethrow_exception(draft->trouble);
    return std::move(draft->content);
}

} // namespace shoporder::flow
