// `shoporder queue confirm|reject`: what a supplier said to a person.
#include "base/text.hpp"
#include "cmd/help.hpp"
#include "cmd/queue.hpp"
#include "cmd/resolve.hpp"
#include "cmd/usage.hpp"
#include "flow/collect/word.hpp"
#include "flow/operate/views.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Exit;

struct Word {
    const char* name;
    const char* summary;
    order::Verdict verdict;
    const char* example;
};
constexpr Word k_words[] = {
    {"confirm", "its supplier has said yes, to a person", order::Verdict::accepted,
     "shoporder queue confirm 1001-A --reason 'Mr Wong, by telephone'"},
    {"reject", "its supplier has said no, to a person", order::Verdict::refused,
     "shoporder queue reject 1001-A --line 2 --reason 'sold out, by telephone'"},
};

void add_word(CLI::App& parent, Context& context, const Word& word) {
    struct Arguments {
        std::string id, reason;
        std::vector<std::int64_t> lines;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, word.name, word.summary);
    app.add_option("ID", arguments->id, "a delivery's id, purchase-order number or file name")
        ->required();
    app.add_option("--reason", arguments->reason, "who said so, for the history")
        ->type_name("TEXT");
    app.add_option("--line", arguments->lines,
                   "only this line, by its position in the document or its id; may be repeated")
        ->type_name("N");
    set_examples(app, {word.example});
    app.callback([&context, arguments, &word] {
        context.run = [&context, arguments, &word] {
            require(context, "--reason", arguments->reason);
            store::Database& database = context.database(store::Access::write);
            const std::int64_t id = one_delivery(database, arguments->id);
            flow::answer_by_word(
                database, context.settings(), id, word.verdict, arguments->lines,
                {context.person(std::string{"queue "} + word.name), arguments->reason},
                context.clock());
            flow::Names names(database);
            report::QueueView view;
            view.deliveries.push_back(
                flow::delivery_row(database, names, *store::find_delivery(database, id)));
            context.answer(report::to_json(view), report::to_text(view, context.style()));
            return Exit::ok;
        };
    });
}

} // namespace

void add_queue_answer(CLI::App& parent, Context& context) {
    for (const Word& word : k_words)
        add_word(parent, context, word);
}

} // namespace shoporder::cmd
