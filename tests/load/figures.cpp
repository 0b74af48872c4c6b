#include "load/figures.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::load {

void Figures::add(const Figures& other) {
    micros.insert(micros.end(), other.micros.begin(), other.micros.end());
    for (const auto& [status, n] : other.answers)
        answers[status] += n;
    cut += other.cut;
    refused += other.refused;
    retried += other.retried;
    late += other.late;
    seconds = std::max(seconds, other.seconds);
}

std::size_t Figures::good() const {
    std::size_t n = 0;
    for (const auto& [status, count] : answers)
        n += status >= 200 && status < 300 ? count : 0;
    return n;
}

bool Figures::clean() const {
    std::size_t all = 0;
    for (const auto& [status, count] : answers)
        all += count;
    return all == good() && cut == 0 && refused == 0 && late == 0;
}

double Figures::percentile(double per_mille) {
    if (micros.empty())
        return 0;
    if (!std::is_sorted(micros.begin(), micros.end()))
        std::sort(micros.begin(), micros.end());
    const auto last = static_cast<double>(micros.size() - 1);
    return micros[static_cast<std::size_t>(last * per_mille / 1000)] / 1000.0;
}

std::string Figures::text() {
    std::string statuses;
    for (const auto& [status, n] : answers)
        statuses += fmt::format("{}{} x {}", statuses.empty() ? "" : ", ", status, n);
    return fmt::format("{:.0f}/s: {} answered 2xx in {:.2f} s ({})\n"
                       "p50 {:.2f} ms, p99 {:.2f} ms, p99.9 {:.2f} ms, max {:.2f} ms\n"
                       "cut {}, refused connections {}, unanswered {}, sent again {}\n",
                       static_cast<double>(good()) / seconds, good(), seconds,
                       statuses.empty() ? "no answer" : statuses, percentile(500), percentile(990),
                       percentile(999), percentile(1000), cut, refused, late, retried);
}

std::string Figures::json() {
    std::string statuses;
    for (const auto& [status, n] : answers)
        statuses += fmt::format("{}\"{}\":{}", statuses.empty() ? "" : ",", status, n);
    return fmt::format(
        "{{\"per_second\":{:.1f},\"good\":{},\"seconds\":{:.3f},\"statuses\":{{{}}},"
        "\"p50_ms\":{:.3f},\"p99_ms\":{:.3f},\"p999_ms\":{:.3f},\"max_ms\":{:.3f},"
        "\"cut\":{},\"refused\":{},\"unanswered\":{},\"retried\":{},\"clean\":{}}}\n",
        static_cast<double>(good()) / seconds, good(), seconds, statuses, percentile(500),
        percentile(990), percentile(999), percentile(1000), cut, refused, late, retried, clean());
}

} // namespace shoporder::load
