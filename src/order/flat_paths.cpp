#include "order/flat_paths.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <vector>

namespace shoporder::order {

std::optional<FoundPath> find_flat_path(std::string_view text) noexcept {
    for (std::size_t i = 0; i < k_flat_paths.size(); ++i) {
        const std::string_view name = k_flat_paths[i].name;
        if (text == name && !name.ends_with('.'))
            return FoundPath{i, {}};
        if (name.ends_with('.') && text.size() > name.size() && text.starts_with(name))
            return FoundPath{i, text.substr(name.size())};
    }
    return std::nullopt;
}

std::string unknown_flat_path(std::string_view text) {
    const std::string shown = base::printable(text, 60);
    if (text == "attribute." || text == "line.property.")
        return fmt::format("`{}` needs a name behind the dot, such as `{}Engraving`", shown, shown);
    std::vector<std::string_view> known;
    for (const FlatPath& path : k_flat_paths)
        if (!path.name.ends_with('.'))
            known.push_back(path.name);
    std::string_view near = base::nearest(text.substr(0, 100), known);
    // "qty", "sku": people leave the group out.
    for (const std::string_view name : known)
        if (near.empty() && name.ends_with("." + std::string{text}))
            near = name;
    if (near.empty())
        return fmt::format("`{}` is no path into the order; shoporder.toml(5) lists them under "
                           "FLAT FILES; a constant is written {{ text = \"…\" }}",
                           shown);
    return fmt::format("`{}` is no path into the order; did you mean {}?", shown, near);
}

} // namespace shoporder::order
