#include "render/line_places.hpp"

#include "base/error.hpp"
#include "order/line_roles.hpp"

#include <unordered_map>

namespace shoporder::render {

std::vector<PlacedLine> placed_lines(const Sheet& sheet) {
    std::unordered_map<std::int64_t, order::RoleOfLine> roles;
    const std::vector<order::RoleOfLine> found = order::line_roles(*sheet.order);
    for (std::size_t i = 0; i < found.size(); ++i)
        roles.emplace(sheet.order->lines[i].id, found[i]);
    std::vector<PlacedLine> out;
    std::vector<PlacedLine> services;
    for (const Line& line : sheet.lines) {
        if (line.item == nullptr || line.quantity < 0)
            throw base::Error(base::Exit::bug, "a document cannot be made: a line has no item or a "
                                               "negative quantity");
        // A line that is in the sheet against its role was put there by a person: it ships.
        const auto role = roles.find(line.item->id);
        if (role != roles.end() && role->second.role == order::LineRole::service)
            services.push_back({&line, 0, true, role->second.of});
        else
            out.push_back({&line, 0, false, 0});
    }
    out.insert(out.end(), services.begin(), services.end());
    std::int64_t position = 0;
    for (PlacedLine& each : out)
        each.position = ++position;
    return out;
}

} // namespace shoporder::render
