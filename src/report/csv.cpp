#include "report/csv.hpp"

namespace shoporder::report {

std::string csv_cell(std::string_view text) {
    std::string bare{text};
    if (!bare.empty() && std::string_view{"=+-@\t\r"}.find(bare[0]) != std::string_view::npos)
        bare.insert(bare.begin(), '\'');
    if (bare.find_first_of(",\"\r\n'") == std::string::npos)
        return bare;
    std::string out = "\"";
    for (const char c : bare)
        out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string out;
    for (const std::string& cell : cells)
        out += cell + ",";
    out.back() = '\n'; // there is at least one cell
    return out;
}

} // namespace shoporder::report
