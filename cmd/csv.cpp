#include "cmd/csv.hpp"

#include "report/csv_list.hpp"

namespace shoporder::cmd {

CLI::Option* csv_flag(CLI::App& app, bool& csv) {
    return app.add_flag("--csv", csv, "print CSV, for a spreadsheet");
}

void answer_list(const Context& context, bool csv, const report::Value& json, const char* member,
                 const report::Value& example, const std::string& text) {
    if (csv && !context.globals.json)
        context.print(report::csv_of(json, member, example));
    else
        context.answer(json, text);
}

} // namespace shoporder::cmd
