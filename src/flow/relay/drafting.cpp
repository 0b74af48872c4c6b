#include "flow/relay/drafting.hpp"
namespace shoporder::flow {

namespace {
constexpr std::chrono::milliseconds k_near{100}; // a window of 32 takes 20 on the same machine
}

bool Drafting::is_worth_it() const {
    return m_supplier.batching == order::Batching::order &&
           m_context.formats.of(m_supplier)->is_slow();
}

Content Drafting::make(store::Database& database, const store::Delivery& delivery) const {
    return content_of(database, m_context.settings, m_context.formats, delivery, m_supplier);
}

Content Drafting::content(store::Database& database, const store::Delivery& delivery) const {
    const auto now = [&] { return make(database, delivery); };
    return is_worth_it() ? m_drafts.take(delivery.id, basis_of(database, delivery), now) : now();
}

std::optional<Draft> Drafting::drafted(store::Database& database, std::int64_t id) const {
    const auto delivery = store::find_delivery(database, id);
    if (!delivery || delivery->document_id != 0)
        return std::nullopt;
    Draft draft{basis_of(database, *delivery), {}, {}};
    try {
        draft.content = make(database, *delivery);
    } catch (const render::Unfit&) {
        draft.trouble = std::current_exception();
    }
    return draft;
}

void Drafting::draft(store::Database& database, std::int64_t id) const {
    try {
        m_drafts.add(
            id, [&] { return drafted(database, id); });
    } catch (const std::exception&) {
        return; // whoever claims it meets the same, and holds it
    }
}

std::vector<std::int64_t> Drafting::now(store::Database& database, const store::Claim& claim,
                                        std::chrono::steady_clock::time_point until) const {
    std::vector<std::int64_t> ids;
    for (const std::int64_t id :
         store::claimable_deliveries(database, claim, m_context.clock.now())) {
        if (m_context.stop || (!ids.empty() && std::chrono::steady_clock::now() >= until))
            break;
        draft(database, id);
        ids.push_back(id);
    }
    for (const std::int64_t id : ids)
        m_drafts.settle(id);
    return ids;
}

void Drafting::start(const store::Claim& claim) {
    const bool busy =
        m_ahead.valid() && m_ahead.wait_for(std::chrono::seconds{0}) != std::future_status::ready;
    if (busy)
        return;
    try {
        if (!is_worth_it())
            return;
        if (!m_reader)
            m_reader =
                std::make_unique<store::Database>(m_context.settings.database, store::Access::read);
        m_ahead = std::async(std::launch::async, [this, claim] {
            for (const std::int64_t id :
                 store::claimable_deliveries(*m_reader, claim, m_context.clock.now())) {
                if (!may_go_on())
                    return;
                draft(*m_reader, id);
            }
        });
    } catch (const std::exception&) {
        return; // no thread, no connection: now() drafts them all
    }
}

void Drafting::stand_back() {
    const std::scoped_lock guard(m_mutex);
    m_not_before = std::chrono::steady_clock::now() + k_near;
}

void Drafting::go_on() {
    const std::scoped_lock guard(m_mutex);
    m_not_before = {};
    m_changed.notify_all();
}

/// Asked by the other thread before each document.
bool Drafting::may_go_on() {
    std::unique_lock guard(m_mutex);
    const auto now = [] { return std::chrono::steady_clock::now(); };
    while (!m_enough && now() < m_not_before)
        m_changed.wait_until(guard, m_not_before);
    return !m_enough && !m_context.stop;
}

Drafting::~Drafting() {
    {
        const std::scoped_lock guard(m_mutex);
        m_enough = true;
        m_changed.notify_all();
    }
    if (m_ahead.valid())
        m_ahead.wait();
}

} // namespace shoporder::flow
