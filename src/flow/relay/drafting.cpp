#include "flow/relay/drafting.hpp"

#include <utility>

namespace shoporder::flow {

bool Drafting::is_worth_it() const {
    return m_supplier.batching == order::Batching::order &&
           m_context.formats.of(m_supplier)->is_slow();
}

Content Drafting::make(store::Database& database, const store::Delivery& delivery) const {
    return content_of(database, m_context.settings, m_context.formats, delivery, m_supplier);
}

Content Drafting::content(store::Database& database, const store::Delivery& delivery) const {
    const auto now = [&] { return make(database, delivery); };
    return is_worth_it() ? m_drafts.take(basis_of(database, delivery), now) : now();
}

void Drafting::draft(store::Database& database, std::int64_t id) const {
    try {
        const auto delivery = store::find_delivery(database, id);
        if (!delivery || delivery->document_id != 0)
            return;
        m_drafts.add(basis_of(database, *delivery), [&] { return make(database, *delivery); });
    } catch (const std::exception&) {
        return; // whoever claims it meets the same, and holds it
    }
}

std::vector<std::int64_t> Drafting::draft_while(store::Database& database,
                                                const store::Claim& claim,
                                                const std::function<bool()>& go_on) const {
    std::vector<std::int64_t> drafted;
    for (const std::int64_t id :
         store::claimable_deliveries(database, claim, m_context.clock.now())) {
        if (m_context.stop || !go_on())
            break;
        draft(database, id);
        drafted.push_back(id);
    }
    return drafted;
}

std::vector<std::int64_t> Drafting::now(store::Database& database, const store::Claim& claim,
                                        std::chrono::steady_clock::time_point until) const {
    bool first = true;
    return draft_while(database, claim, [&first, until] {
        return std::exchange(first, false) || std::chrono::steady_clock::now() < until;
    });
}

void Drafting::start(const store::Claim& claim) {
    finish();
    try {
        if (!is_worth_it())
            return;
        if (!m_reader)
            m_reader =
                std::make_unique<store::Database>(m_context.settings.database, store::Access::read);
        m_ahead = std::async(std::launch::async, [this, claim] {
            static_cast<void>(draft_while(*m_reader, claim, [this] { return !m_enough; }));
        });
    } catch (const std::exception&) {
        return; // no thread, no connection: now() drafts them all
    }
}

void Drafting::finish() noexcept {
    m_enough = true;
    if (m_ahead.valid())
        m_ahead.wait();
    m_ahead = {};
    m_enough = false;
}

} // namespace shoporder::flow
