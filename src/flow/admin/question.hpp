#pragma once
// Purpose: what a reader of the API asks, once its route is known: the numbers of the path and the
// parameters behind the `?`, read strictly.
// State: none. Fails: Error(usage) naming the parameter and what it takes.
// Threads: values.
#include "base/clock.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::flow {

class Question {
public:
    /// `query` as the client sent it; a parameter that is not among `known`, one that is there
    /// twice and a broken escape are errors. `+` stands for a blank.
    Question(std::string_view path, std::vector<std::int64_t> ids, std::string_view query,
             std::span<const std::string_view> known);

    /// The numbers of the path, in order: of /orders/{id}/documents/{n} two.
    [[nodiscard]] const std::vector<std::int64_t>& ids() const noexcept { return m_ids; }
    /// "" where it is not asked for.
    [[nodiscard]] std::string text(std::string_view name) const;
    /// A whole number above 0; nullopt where it is not asked for.
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view name) const;
    /// `limit`, 1 to 1000.
    [[nodiscard]] std::size_t limit(std::size_t preset = 50) const;
    /// The target that asks for what follows: this one, `after` that cursor.
    [[nodiscard]] std::string next(std::int64_t after) const;

private:
    std::string m_path;
    std::vector<std::int64_t> m_ids;
    std::map<std::string, std::string, std::less<>> m_parameters;
};

} // namespace shoporder::flow
