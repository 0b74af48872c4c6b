// `shoporder queue list --sent`: the ledger of what was sent, with its sums.
#include "cmd/queue.hpp"
#include "flow/operate/views.hpp"
#include "report/ledger_view.hpp"

namespace shoporder::cmd {

namespace {

using base::Exit;

/// Sums alone, for a program or a spreadsheet.
void print_sums(const Context& context, const SentArguments& arguments,
                const report::LedgerSums& sums) {
    if (arguments.csv && !context.globals.json)
        context.print(sums.csv());
    else
        context.answer(report::Value::object().set("sums", sums.json()),
                       sums.text(context.style()));
}

} // namespace

Exit list_sent(Context& context, store::Database& database, const SentArguments& arguments) {
    const bool streams = context.globals.json || arguments.csv;
    // A list for programs is whole unless they say otherwise; a person reads a page.
    const std::size_t most = arguments.limit.value_or(streams ? SIZE_MAX : std::size_t{50});
    std::vector<report::LedgerRow> page;
    std::size_t count = 0;
    report::LedgerSums sums;
    if (arguments.csv && !context.globals.json && !arguments.sums)
        context.print(report::ledger_csv_heading());
    flow::each_sent(database, arguments.filter, [&](const report::LedgerRow& row) {
        ++count;
        if (!streams || arguments.sums)
            sums.add(row);
        if (arguments.sums)
            return true;
        if (count > most)
            return !streams; // the sums of a page are sums of all
        if (context.globals.json)
            context.print_entry(report::to_json(row));
        else if (arguments.csv)
            context.print(report::to_csv(row));
        else
            page.push_back(row);
        return true;
    });
    if (arguments.sums)
        print_sums(context, arguments, sums);
    else if (!streams && count > 0)
        context.print_lines(report::to_text(page, context.style()) + "\n" +
                            sums.text(context.style()));
    if (count == 0)
        context.say("nothing was sent in that time");
    else if (!arguments.sums && count > most)
        context.say(streams ? "there are more; see --limit"
                            : "the list shows " + std::to_string(most) + " of " +
                                  std::to_string(count) + ", the sums count all; see --limit");
    return Exit::ok;
}

} // namespace shoporder::cmd
