#include "xml/alignment.hpp"

#include <algorithm>

namespace shoporder::xml {

namespace {

constexpr std::size_t k_most = 1000;

/// The equal ones of the longest common subsequence, by the table that every textbook has.
std::vector<std::pair<std::size_t, std::size_t>> common(const std::vector<std::string>& left,
                                                        const std::vector<std::string>& right) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    if (left.size() > k_most || right.size() > k_most)
        return out;
    const std::size_t width = right.size() + 1;
    std::vector<std::size_t> longest((left.size() + 1) * width);
    for (std::size_t i = left.size(); i-- > 0;)
        for (std::size_t j = right.size(); j-- > 0;)
            longest[i * width + j] = left[i] == right[j] ? longest[(i + 1) * width + j + 1] + 1
                                                         : std::max(longest[(i + 1) * width + j],
                                                                    longest[i * width + j + 1]);
    for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();)
        if (left[i] == right[j])
            out.emplace_back(i++, j++);
        else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1])
            ++i;
        else
            ++j;
    return out;
}

} // namespace

std::vector<Pair> align(const std::vector<std::string>& left,
                        const std::vector<std::string>& right) {
    std::vector<Pair> out;
    std::size_t i = 0;
    std::size_t j = 0;
    const auto pair_until = [&](std::size_t left_end, std::size_t right_end) {
        while (i < left_end || j < right_end)
            out.emplace_back(i < left_end ? std::optional{i++} : std::nullopt,
                             j < right_end ? std::optional{j++} : std::nullopt);
    };
    for (const auto& [same_left, same_right] : common(left, right)) {
        pair_until(same_left, same_right);
        out.emplace_back(i++, j++);
    }
    pair_until(left.size(), right.size());
    return out;
}

} // namespace shoporder::xml
