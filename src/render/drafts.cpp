#include "render/drafts.hpp"

#include <optional>
#include <utility>

namespace shoporder::render {

void Drafts::add(const std::string& key, const std::function<Document()>& make) {
    {
        const std::scoped_lock guard(m_mutex);
        if (m_drafts.contains(key))
            return;
    }
    Draft draft; // nobody waits while it is made
    try {
        draft.document = make();
    } catch (const Unfit&) {
        draft.trouble = std::current_exception();
    }
    const std::size_t bytes = key.size() + draft.document.bytes.size();
    const std::scoped_lock guard(m_mutex);
    if (m_bytes + bytes > k_most_bytes) {
        m_drafts.clear();
        m_bytes = 0;
    }
    if (m_drafts.emplace(key, std::move(draft)).second)
        m_bytes += bytes;
}

Document Drafts::take(const std::string& key, const std::function<Document()>& make) {
    std::optional<Draft> draft;
    {
        const std::scoped_lock guard(m_mutex);
        if (const auto found = m_drafts.find(key); found != m_drafts.end()) {
            m_bytes -= key.size() + found->second.document.bytes.size();
            draft = std::move(found->second);
            m_drafts.erase(found);
        }
    }
    if (!draft)
        return make();
    if (draft->trouble)
        std::rethrow_exception(draft->trouble);
    return std::move(draft->document);
}

} // namespace shoporder::render
