#include "log/metrics.hpp"

#include "base/text.hpp"

#include <fmt/core.h>

namespace shoporder::log {

namespace {

/// Prometheus wants a backslash, a quote and a newline escaped, and UTF-8.
std::string escaped(std::string_view value) {
    std::string out;
    for (const char c : base::repair_utf8(value).text) {
        if (c == '\\' || c == '"')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

/// Decimal, without an exponent and without zeros that say nothing: "0.25", "3".
std::string decimal(std::int64_t whole, std::int64_t units) {
    std::string out = fmt::format("{}", whole / units);
    if (whole % units == 0)
        return out;
    std::string digits = fmt::format("{}", units + whole % units).substr(1);
    digits.erase(digits.find_last_not_of('0') + 1);
    return out + "." + digits;
}

} // namespace

void MetricsText::family(std::string_view name, Type type, std::string_view help) {
    m_name = name;
    const std::string_view word = type == Type::counter ? "counter"
                                  : type == Type::gauge ? "gauge"
                                                        : "histogram";
    m_text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, word);
}

void MetricsText::sample(const Labels& labels, std::int64_t value) {
    line("", labels, std::to_string(value));
}

void MetricsText::seconds(const Labels& labels, std::int64_t micros) {
    line("", labels, decimal(micros, 1'000'000));
}

void MetricsText::histogram(const Labels& labels, std::span<const Bucket> buckets,
                            std::int64_t beyond, std::int64_t micros) {
    std::int64_t sum = 0;
    const auto bucket = [&](std::string upper) {
        Labels with = labels;
        with.emplace_back("le", std::move(upper));
        line("_bucket", with, std::to_string(sum));
    };
    for (const Bucket& each : buckets) {
        sum += each.count;
        bucket(decimal(each.upper_ms, 1000));
    }
    sum += beyond;
    bucket("+Inf");
    line("_sum", labels, decimal(micros, 1'000'000));
    line("_count", labels, std::to_string(sum));
}

void MetricsText::line(std::string_view suffix, const Labels& labels, const std::string& value) {
    m_text.append(m_name).append(suffix);
    for (std::size_t i = 0; i < labels.size(); ++i)
        m_text += fmt::format("{}{}=\"{}\"", i == 0 ? "{" : ",", labels[i].first,
                              escaped(labels[i].second));
    m_text.append(labels.empty() ? " " : "} ").append(value).append("\n");
}

} // namespace shoporder::log
