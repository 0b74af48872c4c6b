#include "xml/work_limit.hpp"

#include "xml/spare_blocks.hpp"

#include <cstdlib>
#include <cstring>
#include <libxml/xmlmemory.h>

namespace shoporder::xml {

namespace {

// About two seconds of nothing but these, where an allocation costs more than either.
constexpr unsigned long k_most_instructions = 20'000'000;
constexpr unsigned long k_most_visits = 200'000'000;
constexpr unsigned k_calls_between_looks = 256;

thread_local WorkLimit* t_limit = nullptr;

void count(std::size_t bytes) noexcept {
    if (t_limit != nullptr)
        t_limit->count(bytes);
}

void* counted_malloc(std::size_t bytes) {
    count(bytes);
    return spare_malloc(bytes);
}

void* counted_realloc(void* block, std::size_t bytes) {
    count(bytes);
    return std::realloc(block, bytes);
}

char* counted_strdup(const char* text) {
    const std::size_t bytes = std::strlen(text) + 1;
    void* const copy = counted_malloc(bytes);
    return copy == nullptr ? nullptr : static_cast<char*>(std::memcpy(copy, text, bytes));
}

} // namespace

void count_allocations() {
    xmlMemSetup(spare_free, counted_malloc, counted_realloc, counted_strdup);
}

WorkLimit::WorkLimit(xsltTransformContext& work, std::size_t bytes, std::chrono::milliseconds time)
    : m_work(work),
      m_left(bytes),
      m_end(std::chrono::steady_clock::now() + time),
      m_previous(t_limit) {
    work.opLimit = k_most_instructions;
    work.xpathCtxt->opLimit = k_most_visits;
    t_limit = this;
}

WorkLimit::~WorkLimit() {
    t_limit = m_previous;
}

void WorkLimit::count(std::size_t bytes) noexcept {
    if (m_exceeded)
        return;
    const bool look = ++m_calls % k_calls_between_looks == 0 || bytes > 1U << 20U;
    m_exceeded = bytes > m_left || (look && std::chrono::steady_clock::now() > m_end);
    if (!m_exceeded) {
        m_left -= bytes;
        return;
    }
    // Both loops ask these before their next step.
    m_work.state = XSLT_STATE_STOPPED;
    m_work.opLimit = 1;
    m_work.xpathCtxt->opLimit = 1;
}

} // namespace shoporder::xml
