#pragma once
// Purpose: metrics in the text form that Prometheus reads (exposition format 0.0.4): what `serve`
// answers under /metrics and `--metrics-file` writes for node_exporter.
// State: the text so far. Fails: not at all. Threads: one.
// Names begin with shoporder_, units are seconds and bytes, counters end in _total. A label holds
// a supplier's or a shop's name, a state, a word of ours: no personal data, no secret, no order.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shoporder::log {

class MetricsText {
public:
    enum class Type { counter, gauge, histogram };
    using Labels = std::vector<std::pair<std::string_view, std::string>>;

    /// Begins a metric; its samples follow. `help` is one sentence.
    void family(std::string_view name, Type type, std::string_view help);
    void sample(const Labels& labels, std::int64_t value);
    /// Seconds, from microseconds.
    void seconds(const Labels& labels, std::int64_t micros);

    struct Bucket {
        std::int64_t upper_ms = 0; ///< inclusive
        std::int64_t count = 0;    ///< in this bucket alone
    };
    /// `beyond` is what is longer than the last bucket; `micros` what all took together.
    void histogram(const Labels& labels, std::span<const Bucket> buckets, std::int64_t beyond,
                   std::int64_t micros);

    [[nodiscard]] const std::string& text() const noexcept { return m_text; }

private:
    void line(std::string_view suffix, const Labels& labels, const std::string& value);
    std::string m_name;
    std::string m_text;
};

} // namespace shoporder::log
