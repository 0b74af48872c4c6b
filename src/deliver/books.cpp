#include "deliver/books.hpp"

#include "deliver/classify.hpp"

#include <array>
#include <utility>

namespace shoporder::deliver {

using base::Outcome;
using base::OutcomeClass;
using remote::Phase;
using remote::Reply;

bool is_own_fault(const Reply& reply) {
    if (reply.refused_here)
        return reply.phase != Phase::connect;
    const bool answered = reply.code >= 400 && reply.code != 421 && reply.code != 530;
    const bool about_files = reply.phase != Phase::connect && reply.phase != Phase::login &&
                             reply.phase != Phase::folder;
    return answered && about_files;
}

Books::Books(std::span<const Upload> window) : m_results(window.size()), m_begun(window.size()) {
    for (std::size_t i = 0; i < window.size(); ++i)
        m_results[i].document = window[i].document;
    m_why = {OutcomeClass::temporary, 0, "the run ended before it was begun", "unsent"};
}

void Books::settle(std::size_t i, Outcome outcome) {
    m_results[i].outcome = std::move(outcome);
    m_results[i].refused = m_results[i].gone = false;
}

void Books::refused(std::size_t i, const Reply& reply) {
    Outcome outcome = classify(reply);
    outcome.cls = OutcomeClass::uncertain;
    outcome.reason = "the file lies there, in use or being scanned? " + outcome.reason;
    settle(i, std::move(outcome));
    m_results[i].refused = true;
}

void Books::gone(std::size_t i, const Reply& reply, const std::string& where) {
    settle(i, {OutcomeClass::uncertain, reply.code,
               "the server acknowledged the whole file and does not show it " + where +
                   ": it hides such names, or the supplier takes them",
               "size"});
    m_results[i].gone = true;
}

void Books::fail(std::size_t i, const Reply& reply) {
    settle(i, classify(reply));
    if (!is_own_fault(reply))
        end(m_results[i].outcome);
}

void Books::fail_landed(std::size_t i, const Reply& reply) {
    Outcome outcome = classify(reply);
    if (!is_own_fault(reply))
        end(outcome);
    if (outcome.cls == OutcomeClass::temporary) {
        outcome.cls = OutcomeClass::uncertain;
        outcome.reason = "the file lies there, unchecked: " + outcome.reason;
    }
    settle(i, std::move(outcome));
}

void Books::end(const Outcome& why) {
    if (m_ended)
        return; // the first fault is the cause
    m_ended = true;
    m_why = why;
    if (m_why.cls != OutcomeClass::operator_)
        m_why.cls = OutcomeClass::temporary;
    m_why.reason = "not sent, the session ended: " + why.reason;
    // No fault of the later documents: wherever the session broke, to them there was no connection.
    if (m_why.phase != "login" && m_why.phase != "folder")
        m_why.phase = "connect";
}

void take_steps(std::vector<std::size_t> left, const Wait& wait,
                const std::function<std::vector<std::size_t>(std::span<const std::size_t>)>& step) {
    constexpr std::array k_waits{std::chrono::seconds{1}, std::chrono::seconds{3},
                                 std::chrono::seconds{10}}; // rules.md 4
    left = step(left);
    for (const std::chrono::seconds each : k_waits) {
        if (left.empty() || !wait || !wait(each))
            return;
        left = step(left);
    }
}

void Books::remove(remote::Session& session, std::string_view name) {
    if (m_ended)
        return;
    if (const Reply removed = session.remove(name); !removed.ok && !is_own_fault(removed))
        end(classify(removed));
}

std::vector<Result> Books::close() {
    for (std::size_t i = 0; i < m_results.size(); ++i)
        if (!m_begun[i])
            m_results[i].outcome = m_why;
    return std::move(m_results);
}

std::vector<std::int64_t> documents(std::span<const Upload> window,
                                    std::span<const std::size_t> chosen) {
    std::vector<std::int64_t> out;
    out.reserve(chosen.size());
    for (const std::size_t i : chosen)
        out.push_back(window[i].document);
    return out;
}

} // namespace shoporder::deliver
