#include "cmd/metrics_file.hpp"

#include "flow/admin/metrics.hpp"

namespace shoporder::cmd {

void add_metrics_option(CLI::App& app, std::string& file) {
    app.add_option("--metrics-file", file,
                   "at the end, write metrics for Prometheus's node_exporter to this file")
        ->type_name("FILE");
}

void write_metrics_file(Context& context, const std::string& file) {
    if (file.empty())
        return;
    try {
        flow::write_metrics(file, context.database(store::Access::write), context.settings(),
                            context.clock().now());
    } catch (const base::Error& error) {
        context.journal().write(log::Priority::error, "metrics", error.what());
    }
}

} // namespace shoporder::cmd
