// `shoporder migrate`: makes the database, or brings it to this version's tables.
#include "cmd/commands.hpp"
#include "cmd/help.hpp"

namespace shoporder::cmd {

void add_migrate(CLI::App& app, Context& context) {
    set_examples(app, {"shoporder migrate", "shoporder migrate --database /tmp/try.db"});
    app.callback([&context] {
        context.run = [&context] {
            const store::Database& database = context.database(store::Access::migrate);
            report::Value out = report::Value::object();
            out.set("database", database.path().string())
                .set("schema_version", store::schema_version());
            context.answer(out, database.path().string() + " has version " +
                                    std::to_string(store::schema_version()) + "\n");
            return base::Exit::ok;
        };
    });
}

} // namespace shoporder::cmd
