#pragma once
// Purpose: how doctor's checks hand over what they find.
// State: a list that grows.
// Fails: not at all. Threads: one at a time.
#include "report/doctor_view.hpp"

#include <string>
#include <utility>
#include <vector>

namespace shoporder::flow {

/// Of one area.
class Findings {
public:
    explicit Findings(report::Area area) : m_area(area) {}

    void hint(const char* code, std::string about, std::string text, std::string remedy) {
        add(report::Severity::hint, code, std::move(about), std::move(text), std::move(remedy));
    }
    void warning(const char* code, std::string about, std::string text, std::string remedy) {
        add(report::Severity::warning, code, std::move(about), std::move(text), std::move(remedy));
    }
    void fault(const char* code, std::string about, std::string text, std::string remedy) {
        add(report::Severity::fault, code, std::move(about), std::move(text), std::move(remedy));
    }
    void add(report::Severity severity, const char* code, std::string about, std::string text,
             std::string remedy) {
        m_all.push_back(
            {m_area, severity, code, std::move(about), std::move(text), std::move(remedy)});
    }

    [[nodiscard]] report::Area area() const noexcept { return m_area; }
    [[nodiscard]] const std::vector<report::Finding>& all() const noexcept { return m_all; }

private:
    report::Area m_area;
    std::vector<report::Finding> m_all;
};

} // namespace shoporder::flow
