#pragma once
// Purpose: short ways to read an answer in a test, and to say what it should be.
// State: none. Fails: through gtest. Threads: one test.
#include "confirm/read_answer.hpp"

#include <gtest/gtest.h>

namespace shoporder::test {

inline confirm::Reading read(std::string_view bytes, const std::string& form = "auto") {
    confirm::AnswerForm answer_form;
    answer_form.name = form;
    return confirm::read_answer(bytes, answer_form);
}

/// The one order of an answer that must be readable.
inline order::OrderAnswer one(std::string_view bytes, const std::string& form = "auto") {
    const confirm::Reading reading = read(bytes, form);
    EXPECT_EQ(reading.fault, "");
    EXPECT_EQ(reading.orders.size(), 1U);
    return reading.orders.empty() ? order::OrderAnswer{} : reading.orders.front();
}

/// Why an answer cannot be read; "read" when it can.
inline std::string why(std::string_view bytes, const std::string& form = "auto") {
    const confirm::Reading reading = read(bytes, form);
    EXPECT_EQ(reading.orders.empty(), !reading.fault.empty());
    return reading.fault.empty() ? "read" : reading.fault;
}

/// `text` with the one `from` in it replaced.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    EXPECT_EQ(text.find(from, at + 1), std::string::npos) << from << " is there twice";
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

inline order::LineAnswer line(int position, order::Verdict verdict,
                              std::optional<std::int64_t> quantity = std::nullopt,
                              const std::string& promised = "") {
    order::LineAnswer out;
    out.position = position;
    out.verdict = verdict;
    out.quantity = quantity;
    out.promised = promised;
    return out;
}

inline std::string shown(const order::LineAnswer& a) {
    return "{position " + std::to_string(a.position) + " id " + std::to_string(a.line_id) +
           " sku " + a.sku + " article " + a.article + " " + std::string{order::name(a.verdict)} +
           " " + (a.quantity ? std::to_string(*a.quantity) : "all") + " on " + a.promised + " at " +
           (a.price ? a.price->text() : "") + a.currency + " instead " + a.substitute + " for " +
           a.reason + "}";
}

/// Line by line, so that a failure shows the one that differs.
inline void expect_lines(const order::OrderAnswer& answer,
                         const std::vector<order::LineAnswer>& lines) {
    ASSERT_EQ(answer.lines.size(), lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i)
        EXPECT_TRUE(answer.lines[i] == lines[i])
            << i << ": " << shown(answer.lines[i]) << " should be " << shown(lines[i]);
}

} // namespace shoporder::test
