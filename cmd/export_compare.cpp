#include "cmd/export_compare.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "config/suppliers_file.hpp"
#include "flow/operate/comparison.hpp"

#include <algorithm>

namespace shoporder::cmd {

namespace {

using base::Exit;

Exit tell(const Context& context, const report::FolderComparison& all, const report::Sides& sides) {
    const bool same = std::all_of(
        all.documents.begin(), all.documents.end(),
        [](const report::Compared& each) { return each.same(); });
    const auto text = [](const std::string& each) { return report::Value{each}; };
    if (context.globals.json) {
        report::Value out = report::Value::object();
        out.set("sides", report::Value::array().push(sides.left).push(sides.right))
            .set("documents", report::json_array(all.documents,
                                                 [](const report::Compared& each) {
                                                     return report::to_json(each);
                                                 }))
            .set("others", report::json_array(all.others, text))
            .set("skipped", report::json_array(all.skipped, text));
        context.print(out.text());
        return same ? Exit::ok : Exit::no;
    }
    for (const report::Compared& each : all.documents)
        context.print_lines(report::to_text(each, sides));
    for (const std::string& name : all.others)
        context.print("no document of these belongs to " + base::printable(name, 200) + "\n");
    for (const std::string& name : all.skipped)
        context.say("not read: " + base::printable(name, 200));
    context.print(report::count_text(all.documents) + "\n");
    return same ? Exit::ok : Exit::no;
}

} // namespace

Exit run_diff(Context& context, const std::vector<std::int64_t>& orders,
              const std::string& suppliers) {
    const auto wanted = config::read_suppliers(base::read_file(suppliers), suppliers);
    report::FolderComparison all;
    all.documents =
        flow::compare_settings(context.database(store::Access::read), context.settings(), orders,
                               wanted, context.clock().now());
    return tell(context, all, {"before", "after"});
}

Exit run_compare(const Context& context, std::span<const flow::Preview> previews,
                 const std::string& folder) {
    return tell(context, flow::compare_folder(previews, folder), {"ours", "theirs"});
}

} // namespace shoporder::cmd
