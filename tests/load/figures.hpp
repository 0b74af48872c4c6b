#pragma once
// Purpose: what a run of the load generator counted, and how it is printed.
// State: values. Fails: not at all. Threads: one; the runs of several threads are added up.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace shoporder::load {

struct Figures {
    std::vector<std::uint32_t> micros;  ///< of each answered request, from its first byte sent
    std::map<int, std::size_t> answers; ///< by status
    std::size_t cut = 0;                ///< closed before the whole answer
    std::size_t refused = 0;            ///< connections that did not come about
    std::size_t retried = 0;            ///< requests sent again, with --retry
    std::size_t late = 0;               ///< no answer within the patience
    double seconds = 0;

    void add(const Figures& other);
    [[nodiscard]] std::size_t good() const; ///< 2xx
    /// Not one without a 2xx in the end.
    [[nodiscard]] bool clean() const;
    /// Sorts; `per_mille` 0 to 1000. Milliseconds; 0 without answers.
    [[nodiscard]] double percentile(double per_mille);
    [[nodiscard]] std::string text();
    [[nodiscard]] std::string json();
};

} // namespace shoporder::load
