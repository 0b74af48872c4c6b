// `shoporder supplier handout`: what a supplier's IT department needs, as files.
#include "base/file.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "cmd/share_files.hpp"
#include "cmd/supplier.hpp"
#include "flow/operate/handout.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Exit;

struct Arguments {
    std::string name, folder;
};

Exit run(Context& context, const Arguments& arguments) {
    const config::Settings& settings = context.settings();
    const config::Shop* const shop =
        settings.shops.empty() ? nullptr : &one_shop(settings, context.globals.shop);
    const order::Supplier supplier =
        one_supplier(context.database(store::Access::read), arguments.name);
    const auto files = flow::make_handout(
        settings, shop, supplier,
        {share_file("order.xsd"), share_file("answer.xsd"), share_file("shipment.xsd")},
        context.clock().now());
    const std::filesystem::path folder = arguments.folder;
    report::Value names = report::Value::array();
    for (const flow::HandoutFile& each : files) {
        const auto path = folder / each.name;
        std::error_code error;
        std::filesystem::create_directories(path.parent_path(), error);
        if (error)
            throw base::system_error("cannot make the folder " + path.parent_path().string(),
                                     error.value());
        base::write_file(path, each.bytes, 0644); // nobody's data: it is to be passed on
        names.push(path.string());
    }
    std::string text;
    for (const flow::HandoutFile& each : files)
        text += (folder / each.name).string() + "\n";
    context.answer(report::Value::object().set("files", std::move(names)), text);
    context.say("Read README.txt first, then send the folder to " + supplier.name +
                "; a password never goes with it");
    return Exit::ok;
}

} // namespace

void add_supplier_handout(CLI::App& parent, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app =
        add_verb(parent, "handout", "write sample files, schemas and a page for its IT department");
    app.add_option("NAME", arguments->name, "as `supplier list` prints it")->required();
    app.add_option("DIR", arguments->folder, "the folder to write to; files there are replaced")
        ->required();
    set_examples(app, {"shoporder supplier handout acme handout-acme/"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
