#pragma once
// Purpose: the sample order in its later states, as Shopify would tell them. State: the newest
// body. Fails: by throwing where the sample has not what a test wants to change. Threads: one test.
#include "support/shop.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace shoporder::test {

inline constexpr std::int64_t k_mug = 14550001001; ///< Acme's, two of them
inline constexpr std::int64_t k_tea = 14550001002; ///< Acme's

/// The sample order, as Shopify would tell its later states.
class ChangingBody {
public:
    ChangingBody() : m_json(nlohmann::json::parse(sample_order())) {}
    nlohmann::json& operator[](const char* key) { return m_json[key]; }
    nlohmann::json& line(std::int64_t id) {
        for (auto& line : m_json["line_items"])
            if (line["id"] == id)
                return line;
        throw std::runtime_error("the sample has no such line");
    }
    ChangingBody& open(std::int64_t id, int quantity) {
        line(id)["fulfillable_quantity"] = quantity;
        return *this;
    }
    ChangingBody& ordered(std::int64_t id, int quantity) {
        line(id)["current_quantity"] = quantity;
        return *this;
    }
    ChangingBody& ship(std::int64_t id, int quantity, const char* status = "success") {
        m_json["fulfillments"].push_back(
            {{"status", status}, {"line_items", {{{"id", id}, {"quantity", quantity}}}}});
        return open(id, line(id)["fulfillable_quantity"].get<int>() - quantity);
    }
    /// As if the line had never been in it.
    ChangingBody& drop(std::int64_t id) {
        auto& lines = m_json["line_items"];
        for (auto it = lines.begin(); it != lines.end(); ++it)
            if ((*it)["id"] == id) {
                lines.erase(it);
                return *this;
            }
        throw std::runtime_error("the sample has no such line");
    }
    ChangingBody& city(const char* name) {
        m_json["shipping_address"]["city"] = name;
        return *this;
    }
    /// As Shopify does it: nothing is ordered any more, nothing open.
    ChangingBody& cancel() {
        m_json["cancelled_at"] = "2026-11-22T12:00:00+01:00";
        m_json["cancel_reason"] = "customer";
        for (auto& line : m_json["line_items"])
            line["current_quantity"] = line["fulfillable_quantity"] = 0;
        return *this;
    }
    /// Each state is a second newer.
    std::string text() {
        const auto time = base::parse_time("2026-11-22T10:00:00Z").value();
        m_json["updated_at"] = base::format_time(time + std::chrono::seconds{++m_states});
        return m_json.dump();
    }

private:
    nlohmann::json m_json;
    int m_states = 0;
};

} // namespace shoporder::test
