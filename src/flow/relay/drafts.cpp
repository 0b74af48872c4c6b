#include "flow/relay/drafts.hpp"

#include <optional>
#include <utility>

namespace shoporder::flow {

void Drafts::add(const std::string& basis, const std::function<Content()>& make) {
    {
        const std::scoped_lock guard(m_mutex);
        if (m_drafts.contains(basis))
            return;
    }
    Draft draft; // nobody waits while it is made
    try {
        draft.content = make();
    } catch (const render::Unfit&) {
        draft.trouble = std::current_exception();
    }
    const std::size_t bytes = basis.size() + draft.content.document.bytes.size();
    const std::scoped_lock guard(m_mutex);
    if (m_bytes + bytes > k_most_bytes) {
        m_drafts.clear();
        m_bytes = 0;
    }
    if (m_drafts.emplace(basis, std::move(draft)).second)
        m_bytes += bytes;
}

Content Drafts::take(const std::string& basis, const std::function<Content()>& make) {
    std::optional<Draft> draft;
    {
        const std::scoped_lock guard(m_mutex);
        if (const auto found = m_drafts.find(basis); found != m_drafts.end()) {
            m_bytes -= basis.size() + found->second.content.document.bytes.size();
            draft = std::move(found->second);
            m_drafts.erase(found);
        }
    }
    if (!draft)
        return make();
    if (draft->trouble)
        std::rethrow_exception(draft->trouble);
    return std::move(draft->content);
}

} // namespace shoporder::flow
